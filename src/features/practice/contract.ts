import { z } from 'zod'
import { type Route, route } from '../../platform/http/route.js'
import { closeReasonsShape } from '../handoffs/contract.js'
import { repliesShape } from '../handoffs/copilot-contract.js'
import { type ExerciseStep, PRACTICE_PROFILES } from './exercise.js'
import { exerciseShape, mannersShape } from './exercise-shapes.js'
import type { PracticeCounts, PracticeRecord } from './result.js'

const count = z.number().int().min(0).max(50)
/** An hour and more is not measured: the agent was called away. */
const duration = z.number().int().min(0).max(86_400_000)

/** What a practice came to: numbers, never words. */
const counts = z.strictObject({
  found: count,
  expected: count,
  courtesies: count,
  courtesiesExpected: count,
  rightEntry: z.boolean(),
  safe: z.boolean(),
  firstMs: duration,
  wholeMs: duration,
}) satisfies z.ZodType<PracticeCounts>

const result = counts
  .refine(({ found, expected }) => found <= expected, { path: ['found'] })
  .refine(({ courtesies, courtesiesExpected }) => courtesies <= courtesiesExpected, { path: ['courtesies'] })

const record = z.object({
  communeId: z.string(),
  userId: z.string(),
  exerciseId: z.string(),
  attempts: z.number(),
  firstAt: z.string(),
  lastAt: z.string(),
  best: counts,
  last: counts,
}) satisfies z.ZodType<PracticeRecord>

const step = exerciseShape.pick({
  id: true,
  profile: true,
  level: true,
  title: true,
  intro: true,
  channel: true,
  language: true,
}) satisfies z.ZodType<ExerciseStep>

/** The exercises, and what this agent has done of them. */
const practice = z.object({
  exercises: z.array(step),
  records: z.array(record),
  /** For how many days a result is kept after the last try. */
  keptDays: z.number(),
})

/** A whole exercise with its script, which is played in the browser: nothing that the agent writes leaves it. */
const wholeExercise = z.object({
  exercise: exerciseShape,
  manners: mannersShape,
  /** Entries that the exercise names: titles, and the national source of each. */
  entries: z.record(
    z.string(),
    z.object({ title: z.string(), source: z.object({ name: z.string(), url: z.string() }) }),
  ),
  /** For which reasons the agent's commune closes a talk, and the replies that are ready for it. */
  closeReasons: closeReasonsShape,
  ...repliesShape.shape,
})

const byProfile = z.partialRecord(z.enum(PRACTICE_PROFILES), z.number())
/** How far each agent of the commune is; neither results nor dates. */
const team = z.object({
  /** How many exercises each job has. */
  exercises: byProfile,
  agents: z.array(z.object({ name: z.string(), done: byProfile })),
})

export type PracticeView = z.infer<typeof practice>
export type PracticeExerciseView = z.infer<typeof wholeExercise>
export type PracticeTeamView = z.infer<typeof team>

const agent = { access: ['agent', 'admin'], errors: [401, 403, 404] } as const satisfies Partial<Route>

/** Practice mode. A practice is no conversation: nothing of it is in the queue, in the counters or in anyone's stream. */
export const practiceRoutes = {
  list: route({
    ...agent,
    method: 'get',
    path: '/agent/practice',
    summary: 'The exercises of practice mode, and what the agent has done of them',
    answer: practice,
    errors: [401, 403],
  }),
  erase: route({
    ...agent,
    method: 'delete',
    path: '/agent/practice',
    summary: 'Erase what the agent has practised',
    answer: null,
    errors: [401, 403],
  }),
  team: route({
    method: 'get',
    path: '/agent/practice/team',
    summary: 'How many exercises each agent of the commune has done, for administrators',
    access: ['admin'],
    answer: team,
    errors: [401, 403],
  }),
  exercise: route({
    ...agent,
    method: 'get',
    path: '/agent/practice/exercises/{id}',
    summary: 'An exercise with its script, played in the browser',
    answer: wholeExercise,
  }),
  keepResult: route({
    ...agent,
    method: 'post',
    path: '/agent/practice/exercises/{id}/results',
    summary: 'Keep what a practice came to, in numbers',
    body: result,
    answer: record,
    errors: [401, 403, 404, 422],
  }),
}
