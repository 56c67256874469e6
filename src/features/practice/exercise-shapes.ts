import { z } from 'zod'
import { SECTION_KEYS } from '../../platform/model/entry.js'
import { KEPT_KINDS } from '../../platform/model/masked-data.js'
import {
  COURTESIES,
  type Exercise,
  GOAL_KINDS,
  type Manners,
  PRACTICE_CHANNELS,
  PRACTICE_PROFILES,
} from './exercise.js'

/** Guides where an exercise gives none: a first answer within a minute, and five for the whole. */
const USUAL_TIME = { firstS: 60, wholeS: 300 }

const id = z.string().regex(/^[a-z0-9-]{1,80}$/)
const words = z.string().min(1).max(1500)
const line = z.string().min(1).max(200)
const heard = z.array(z.string().min(1).max(80)).min(1)

const goal = z.strictObject({
  id,
  kind: z.enum(GOAL_KINDS),
  label: line,
  heard,
  source: z.strictObject({ entry: id, section: z.enum(SECTION_KEYS), quote: line }).exactOptional(),
  why: z.string().min(1).max(300).exactOptional(),
  aloud: z.literal(true).exactOptional(),
  within: z.number().int().min(1).max(5).exactOptional(),
})
const never = z.strictObject({ id, label: line, heard, why: z.string().min(1).max(300) })
const condition = z.array(z.string().regex(/^[a-z0-9:-]{1,90}$/)).min(1)
const reply = z.strictObject({
  after: condition.exactOptional(),
  on: condition.exactOptional(),
  without: condition.exactOptional(),
  turn: z.number().int().min(1).exactOptional(),
  curt: z.literal(true).exactOptional(),
  say: words,
})

/** An exercise, as it is written in its file. */
export const exerciseShape = z.strictObject({
  id,
  profile: z.enum(PRACTICE_PROFILES),
  level: z.literal([1, 2, 3]),
  title: z.string().min(3).max(80),
  intro: z.string().min(10).max(400),
  channel: z.enum(PRACTICE_CHANNELS).default('chat'),
  citizen: z.string().min(1).max(40),
  language: z
    .string()
    .regex(/^[a-z]{2}$/)
    .default('fr'),
  before: z.array(z.strictObject({ author: z.enum(['citizen', 'assistant']), text: words })).default([]),
  opening: words,
  masked: z.array(z.strictObject({ kind: z.enum(KEPT_KINDS), label: line, value: line })).default([]),
  entries: z.array(id).min(1),
  alsoRight: z.array(id).default([]),
  goals: z.array(goal).min(2).max(8),
  courtesy: z.array(z.enum(COURTESIES)).default([...COURTESIES]),
  never: z.array(never).default([]),
  replies: z.array(reply).min(1),
  lost: z.array(words).min(1),
  ending: z.strictObject({ served: words, left: words }),
  time: z.strictObject({ firstS: z.number().int().min(10), wholeS: z.number().int().min(60) }).default(USUAL_TIME),
  hints: z.array(z.string().min(1).max(400)).min(1),
  model: z.array(words).min(1),
  explanation: z.string().min(20).max(900),
  source: z.strictObject({ name: line, url: z.url({ protocol: /^https$/ }) }).exactOptional(),
}) satisfies z.ZodType<Exercise>

/** What holds in every exercise, as it is written in its file. */
export const mannersShape = z.strictObject({
  courtesies: z.strictObject({
    greeting: z.strictObject({ heard, examples: z.array(line).min(1) }),
    acknowledging: z.strictObject({ heard, examples: z.array(line).min(1) }),
    closing: z.strictObject({ heard, examples: z.array(line).min(1) }),
  }),
  never: z.array(never),
}) satisfies z.ZodType<Manners>
