import { type Exercise, PRACTICE_PROFILES, type PracticeProfile } from './exercise.js'
import { outcomeOf, type PracticeRecord } from './result.js'

/** An exercise as a path lists it. */
export type Step = Pick<Exercise, 'id' | 'profile' | 'level' | 'title' | 'intro' | 'channel' | 'language'>

/** The exercises of a job in order, with what was done of them. */
export interface PracticePath {
  profile: PracticeProfile
  steps: { step: Step; record: PracticeRecord | null }[]
  /** Exercises that are passed or mastered. */
  done: number
  /** The first that is not; `null` when all are. */
  nextId: string | null
}

/** The paths of every job that has exercises: easiest first, then in the given order. Pure. */
export function pathsOf(steps: readonly Step[], records: readonly PracticeRecord[]): PracticePath[] {
  const byId = new Map(records.map((record) => [record.exerciseId, record]))
  return PRACTICE_PROFILES.flatMap((profile) => {
    const own = steps
      .filter((step) => step.profile === profile)
      .sort((a, b) => a.level - b.level)
      .map((step) => ({ step, record: byId.get(step.id) ?? null }))
    if (own.length === 0) return []
    const left = own.filter(({ record }) => !isDone(record))
    return [{ profile, steps: own, done: own.length - left.length, nextId: left[0]?.step.id ?? null }]
  })
}

/** The exercise to propose after one: the next of its path that is not done, then any of its path, then that of a path that is not complete. */
export function nextAfter(paths: readonly PracticePath[], exerciseId: string): string | null {
  const steps = paths.find((path) => path.steps.some(({ step }) => step.id === exerciseId))?.steps ?? []
  const at = steps.findIndex(({ step }) => step.id === exerciseId)
  const inOrder = [...steps.slice(at + 1), ...steps.slice(0, at)]
  const own = inOrder.find(({ record }) => !isDone(record))?.step.id
  const others = paths.filter(({ steps: theirs }) => theirs !== steps)
  return own ?? others.find(({ nextId }) => nextId !== null)?.nextId ?? null
}

/** Whether an exercise counts as done. */
export function isDone(record: PracticeRecord | null): boolean {
  return record !== null && outcomeOf(record.best) !== 'again'
}
