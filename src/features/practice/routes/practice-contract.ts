import { z } from 'zod'
import type { Exercise, Manners, PracticeProfile } from '../exercise.js'
import type { Step } from '../path.js'
import type { PracticeRecord } from '../result.js'

const count = z.number().int().min(0).max(50)
/** An hour and more is not measured: the agent was called away. */
const duration = z.number().int().min(0).max(86_400_000)

/** `POST /agent/practice/exercises/:id/results`: numbers, never words. */
export const practiceResultRequest = z
  .strictObject({
    found: count,
    expected: count,
    courtesies: count,
    courtesiesExpected: count,
    rightEntry: z.boolean(),
    safe: z.boolean(),
    firstMs: duration,
    wholeMs: duration,
  })
  .refine(({ found, expected }) => found <= expected, { path: ['found'] })
  .refine(({ courtesies, courtesiesExpected }) => courtesies <= courtesiesExpected, { path: ['courtesies'] })

/** `GET /agent/practice`: the exercises, and what this agent has done of them. */
export interface PracticeView {
  exercises: Step[]
  records: PracticeRecord[]
  /** For how many days a result is kept after the last try. */
  keptDays: number
}

/** `GET /agent/practice/exercises/:id`: a whole exercise with its script, which is played in the browser: nothing that the agent writes leaves it. */
export interface PracticeExerciseView {
  exercise: Exercise
  manners: Manners
  /** Entries that the exercise names: titles, and the national source of each. */
  entries: Record<string, { title: string; source: { name: string; url: string } }>
}

/** `GET /agent/practice/team`: how far each agent of the commune is; neither results nor dates. */
export interface PracticeTeamView {
  /** How many exercises each job has. */
  exercises: Partial<Record<PracticeProfile, number>>
  agents: { name: string; done: Partial<Record<PracticeProfile, number>> }[]
}
