/**
 * Where an exercise stands: `mastered` when everything was found, with all formulas and no fault; `passed` when the entry is right, nobody was put in
 * danger and three things in five were found; `again` otherwise. Time never counts.
 */
export const PRACTICE_OUTCOMES = ['again', 'passed', 'mastered'] as const
/** One of {@link PRACTICE_OUTCOMES}. */
export type PracticeOutcome = (typeof PRACTICE_OUTCOMES)[number]

/** What a practice came to, in numbers: never a word of it. */
export interface PracticeCounts {
  /** Goals and entries reached, among those expected. */
  found: number
  expected: number
  courtesies: number
  courtesiesExpected: number
  rightEntry: boolean
  /** Nothing said that must never be, and every protecting word said in time. */
  safe: boolean
  /** First answer, and whole talk; 0 when there was none. */
  firstMs: number
  wholeMs: number
}

/** Share of what is expected from which an exercise is passed. */
const PASSED_SHARE = 0.6

/** What numbers come to. Pure. */
export function practiceOutcome(counts: PracticeCounts): PracticeOutcome {
  const { found, expected, courtesies, courtesiesExpected, rightEntry, safe } = counts
  if (!safe || !rightEntry || found < expected * PASSED_SHARE) return 'again'
  return found >= expected && courtesies >= courtesiesExpected ? 'mastered' : 'passed'
}

/** What is kept of one exercise of one agent. */
export interface PracticeRecord {
  communeId: string
  userId: string
  exerciseId: string
  attempts: number
  /** ISO instants of the first and the last time. */
  firstAt: string
  lastAt: string
  best: PracticeCounts
  last: PracticeCounts
}

/** One practice of one agent, to be kept. */
export interface PracticeAttempt {
  communeId: string
  userId: string
  exerciseId: string
  /** ISO instant. */
  at: string
  counts: PracticeCounts
}

/** The record of an exercise after one more attempt. Pure. */
export function withAttempt(record: PracticeRecord | undefined, attempt: PracticeAttempt): PracticeRecord {
  const { at, counts, ...whose } = attempt
  if (!record) return { ...whose, attempts: 1, firstAt: at, lastAt: at, best: counts, last: counts }
  return {
    ...record,
    attempts: record.attempts + 1,
    lastAt: at,
    best: isBetter(counts, record.best) ? counts : record.best,
    last: counts,
  }
}

function isBetter(one: PracticeCounts, other: PracticeCounts): boolean {
  const rank = (counts: PracticeCounts) => PRACTICE_OUTCOMES.indexOf(practiceOutcome(counts))
  const score = ({ found, expected, courtesies }: PracticeCounts) => found / Math.max(1, expected) + courtesies / 100
  return rank(one) - rank(other) > 0 || (rank(one) === rank(other) && score(one) > score(other))
}
