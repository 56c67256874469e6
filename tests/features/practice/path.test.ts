import { describe, expect, it } from '@jest/globals'
import { type ExerciseStep, isDone, nextAfter, pathsOf } from '../../../src/features/practice/exercise.js'
import { type PracticeCounts, type PracticeRecord, practiceOutcome } from '../../../src/features/practice/result.js'

const GOOD: PracticeCounts = {
  found: 5,
  expected: 5,
  courtesies: 3,
  courtesiesExpected: 3,
  rightEntry: true,
  safe: true,
  firstMs: 0,
  wholeMs: 0,
}

const step = (id: string, profile: ExerciseStep['profile'], level: ExerciseStep['level']): ExerciseStep => ({
  id,
  profile,
  level,
  title: id,
  intro: '',
  channel: 'chat',
  language: 'fr',
})
const record = (exerciseId: string, best: PracticeCounts = GOOD): PracticeRecord => ({
  communeId: 'bourg',
  userId: 'anne',
  exerciseId,
  attempts: 1,
  firstAt: '',
  lastAt: '',
  best,
  last: best,
})
const STEPS = [step('hard', 'accueil', 3), step('easy', 'accueil', 1), step('other', 'urbanisme', 1)]

describe('an outcome', () => {
  it.each([
    ['mastered', {}],
    ['passed', { courtesies: 2 }],
    ['passed', { found: 3 }],
    ['again', { found: 2 }],
    ['again', { safe: false }],
    ['again', { rightEntry: false }],
    ['mastered', { wholeMs: 9_000_000 }],
  ] as const)('is %s with %p', (outcome, patch) => {
    expect(practiceOutcome({ ...GOOD, ...patch })).toBe(outcome)
  })
})

describe('a path', () => {
  it('goes from easy to hard, job by job, and knows what is done and next', () => {
    const paths = pathsOf(STEPS, [record('easy'), record('hard', { ...GOOD, safe: false })])
    expect(paths.map(({ profile, done, nextId }) => [profile, done, nextId])).toEqual([
      ['accueil', 1, 'hard'],
      ['urbanisme', 0, 'other'],
    ])
    expect(paths[0]?.steps.map(({ step: { id } }) => id)).toEqual(['easy', 'hard'])
    expect(isDone(null)).toBe(false)
  })

  it('proposes what follows, then what is left of it, then another path, then nothing', () => {
    expect(nextAfter(pathsOf(STEPS, []), 'easy')).toBe('hard')
    expect(nextAfter(pathsOf(STEPS, []), 'hard')).toBe('easy')
    expect(nextAfter(pathsOf(STEPS, [record('easy'), record('hard')]), 'hard')).toBe('other')
    expect(
      nextAfter(
        pathsOf(
          STEPS,
          STEPS.map(({ id }) => record(id)),
        ),
        'hard',
      ),
    ).toBeNull()
  })
})
