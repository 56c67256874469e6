import { z } from 'zod'
import { type Route, route } from '../../platform/http/route.js'

/** Whether e-mail is set, and what did not leave. Counts and codes: anyone may read them. */
const mail = z.object({
  status: z.enum(['on', 'off']),
  waiting: z.number(),
  /** Given up after the last try. */
  failed: z.number(),
  /** Code of the last failure of a mail that has not left; `null` when there is none. */
  lastFault: z.string().nullable(),
  /** Answers of agents by mail: whether they are read, how many were refused since the process began, and what keeps the box from being read. */
  replies: z.object({ status: z.enum(['on', 'off']), refused: z.number(), lastFault: z.string().nullable() }),
})

/** Whether agents are told in Tchap, and the code of what keeps its homeserver from answering; `null`: it does. */
const tchap = z.object({ status: z.enum(['on', 'off']), lastFault: z.string().nullable() })

/** What is served to a commune. */
const content = z.object({
  /** `null` where it is not to be told: of another commune than one's own. */
  communeId: z.string().nullable(),
  /** `null`, as `entries`, for a base that is not in memory. */
  version: z.string().nullable(),
  entries: z.number().nullable(),
  searchedBy: z.enum(['meaning', 'words', 'none']),
  own: z.boolean(),
  /** Texts embedded, while they are. */
  progress: z.object({ done: z.number(), total: z.number() }).nullable(),
  unreadable: z.boolean(),
})

/** The state of the parts that answers depend on. */
const readiness = z.object({
  /** Without its model the server still answers, by words alone and with a stricter threshold: degraded, not down. */
  status: z.enum(['ready', 'degraded', 'not_ready']),
  storage: z.enum(['writable', 'unavailable']),
  /** Whether the process takes no more requests soon. */
  stopping: z.boolean(),
  /** Citizens are served as well by a clock that is doubted: only erasures wait for it. */
  clock: z.object({
    status: z.enum(['sure', 'waiting', 'doubted', 'idle']),
    since: z.string().nullable(),
    byS: z.number().nullable(),
  }),
  model: z.enum(['ready', 'loading', 'unavailable']),
  /** Why the model is unavailable, in words for an administrator. */
  modelReason: z.string().nullable(),
  encoderVersion: z.string().nullable(),
  content: z.array(content),
  mail,
  tchap,
})

/** Shapes of what these routes answer. */
export type MailState = z.infer<typeof mail>
export type ReadinessView = z.infer<typeof readiness>

const watched = { method: 'get', access: 'anyone', counts: 'nothing', atRoot: true } as const satisfies Partial<Route>

/** What is asked by whoever runs the server, and what it says of itself to programs. */
export const serviceRoutes = {
  health: route({
    ...watched,
    path: '/healthz',
    summary: 'Whether the process lives',
    answer: z.object({ status: z.literal('alive') }),
  }),
  /** A server that is not ready answers 503 with the same body. */
  readiness: route({
    ...watched,
    path: '/readyz',
    summary: 'Whether it can answer, how well, and why not',
    answer: readiness,
    errors: [503],
  }),
  metrics: route({
    ...watched,
    path: '/metrics',
    summary: 'Measures of the process, for Prometheus',
    mediaType: 'text/plain',
    answer: z.string(),
  }),
  /** Hundreds of kilobytes, for programs that read it once. */
  description: route({
    method: 'get',
    path: '/openapi.json',
    summary: 'This document',
    access: 'anyone',
    counts: 'address',
    answer: z.looseObject({ openapi: z.string(), paths: z.record(z.string(), z.looseObject({})) }),
  }),
}
