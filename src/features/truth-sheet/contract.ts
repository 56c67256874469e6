import { z } from 'zod'
import { type Route, route } from '../../platform/http/route.js'
import { SAMPLE_VERDICTS } from '../../platform/model/turn.js'

/** Answers drawn for each day, unless the commune says otherwise. */
export const CHECKS_PER_DAY = 2
/** Most that a commune may have drawn: more is work for a day, not a click. */
export const MOST_CHECKS_PER_DAY = 10

const text = z.string()
/** ISO day of the commune's calendar. */
const day = text
/** `null`: too small to be told, or it would give away one that is. Zeros are told. */
const told = z.number().nullable()
const count = z.number()
/** In [0, 1], with the bounds of its 95 % interval. */
const estimate = z.object({ share: count, low: count, high: count })

/** How questions ended. `passedOn`: to a person; `refused`: nothing was found to answer, or nobody was there; `failed`: by an error. */
const questions = z.object({
  answered: told,
  askedBack: told,
  passedOn: told,
  refused: told,
  failed: told,
  total: told,
})
/** What agents said of the answers that were drawn by chance. */
const checks = z.object({ right: count, wrong: count, unsure: count })

const truthPeriod = z.object({
  from: day,
  to: day,
  /** Days of these on which anything was counted. */
  days: count,
  questions,
  /** What people said of the answers of these days. */
  opinions: z.object({ helpful: told, unhelpful: told, notMyQuestion: told, total: told }),
  checks: checks.extend({ wrongShare: estimate.nullable() }),
  /** Most wrong answers that are promised, in [0, 1]. `verdict`: `unsettled` where the interval holds the promise, `unknown` where nothing was checked. */
  promise: z.object({ most: count, verdict: z.enum(['kept', 'broken', 'unsettled', 'unknown']) }),
  /** Requests to people that have ended, by the way they were made. */
  requests: z.object({ live: told, message: told, callback: told, total: told }),
  requestEnds: z.object({ answered: told, abandoned: told, left: told, missed: told, total: told }),
  /** Until an agent came, seconds; `null` of fewer than five. */
  wait: z.object({ count: told, medianS: told, p90S: told }),
})

const truthWeek = z.object({ from: day, to: day, questions, checks, medianWaitS: told })

/** Something stated of the assistant: under a name of its reference, in French. */
const stated = z.object({ id: text, name: text, value: text })

/** What other measures publish of the installed model, in its folder. */
export const measuredShape = z.object({
  equality: z
    .object({
      date: day,
      /** Shares of right answers, by who asks, in [0, 1]. */
      groups: z.array(z.object({ name: text, right: count, asked: count, low: count, high: count })),
      /** The largest difference between two groups. */
      largest: count,
    })
    .optional(),
  selective: z
    .object({
      nauc: count,
      hit1: count,
      /** Share of questions that are answered, and of those that are wrong. */
      curve: z.array(z.tuple([count, count])),
    })
    .optional(),
})

/** What 1,000 answers cost. */
export const energyShape = z.object({
  /** Wh. */
  wattHours: count,
  cpuSeconds: count,
  /** Watts of a busy core, and power usage effectiveness: assumptions. */
  wattsACore: count,
  pue: count,
  measuredOn: day,
  /** How it was measured. */
  source: text,
})

/** All that a truth sheet says. */
const truthSheet = z.object({
  commune: z.object({ id: text, name: text }),
  /** Of the page. */
  url: text,
  licence: z.object({ name: text, url: text }),
  attribution: text,
  /** The last day that is counted. */
  day,
  timeZone: text,
  /** The last 30 days, then the last 90. */
  periods: z.array(truthPeriod),
  /** Whole weeks, oldest first. */
  weeks: z.array(truthWeek),
  /** On the example questions of what is served; `null` while it is not measured. */
  measured: z.object({ error: estimate.nullable(), coverage: count, asked: count }).nullable(),
  energy: energyShape.nullable(),
  /** Compressed bytes of the window on a page of the town's site, before anything is asked; `null` where its files are not built. */
  widgetBytes: count.nullable(),
  accessibility: z.object({ url: text, rate: count.nullable() }),
  /** The criteria of the RPNT that the settings tell, met or not. */
  presence: z.array(z.object({ criterion: text, name: text, met: z.boolean() })),
  /** What article 50 of the AI Act has people told. */
  notice: text,
  /** The sheet of the inventory of algorithms. */
  register: z.array(stated),
  /** The criteria of the RGESN on algorithms. */
  sustainability: z.array(stated),
  ...measuredShape.shape,
})

const verdict = z.enum(SAMPLE_VERDICTS)
/** An answer that was drawn, for an agent to say whether it is right. */
const sample = z.object({
  id: text,
  communeId: text,
  day,
  /** Her words, masked. */
  question: text,
  language: text,
  /** Title of the entry; empty where another thing answered. */
  title: text,
  answer: text,
})
/** Oldest day first. */
const samples = z.object({ samples: z.array(sample) })

export type TruthPeriod = z.infer<typeof truthPeriod>
export type TruthWeek = z.infer<typeof truthWeek>
export type TruthSheetView = z.infer<typeof truthSheet>
export type SampleView = z.infer<typeof sample>

const open = {
  method: 'get',
  access: 'anyone',
  errors: [404, 503],
  underNames: true,
  atRoot: true,
} as const satisfies Partial<Route>
const agent = { access: ['agent', 'admin'] } as const satisfies Partial<Route>

/** What a commune publishes of how well it is answered, and the answers that agents look at for it. */
export const truthRoutes = {
  json: route({
    ...open,
    path: '/transparence/{communeId}.json',
    summary: 'The truth sheet of a commune: what became of questions, by days that are over. The same for everyone',
    answer: truthSheet,
  }),
  page: route({
    ...open,
    path: '/transparence/{communeId}',
    summary: 'The same as a page without script; `langue` is `fr` or `en`',
    mediaType: 'text/html',
    answer: text,
  }),
  samples: route({
    ...agent,
    method: 'get',
    path: '/agent/samples',
    summary: 'Answers of the last days that were drawn by chance, and that nobody has looked at yet',
    answer: samples,
    errors: [401, 403],
  }),
  check: route({
    ...agent,
    method: 'put',
    path: '/agent/samples/{id}',
    summary: 'Say whether an answer that was drawn is right; `null` takes back what one said',
    body: z.strictObject({ said: verdict.nullable() }),
    answer: null,
    errors: [401, 403, 404, 409, 422],
  }),
}
