import type { Courtesy, Exercise, Goal, Manners, Never } from './exercise.js'
import { type Play, progressOf } from './play.js'
import { type PracticeCounts, type PracticeOutcome, practiceOutcome } from './result.js'

/** How a goal was reached: in the agent's words, by the sheet that she gave, too late, or not. */
export type GoalStatus = 'said' | 'sheet' | 'late' | 'missed'

/** What came of a goal; `sentence` is the agent's own in which it is. */
export interface GoalFinding {
  goal: Goal
  status: GoalStatus
  sentence: string | null
}

/** What came of an entry: linked, told in words, or neither. */
export interface EntryFinding {
  id: string
  status: 'given' | 'told' | 'missed'
}

/** What is told to the agent after a practice. Data: its sentences are the console's. */
export interface Feedback {
  outcome: PracticeOutcome
  counts: PracticeCounts
  entries: EntryFinding[]
  /** Entries that were given and answer something else. */
  wrongEntries: string[]
  goals: GoalFinding[]
  courtesy: { courtesy: Courtesy; sentence: string | null }[]
  never: { rule: Never; sentence: string }[]
  /** Whether she went away without what she came for. */
  left: boolean
  /** First answer and whole talk beside their guides; `firstMs` is `null` when nothing was answered. */
  time: { firstMs: number | null; wholeMs: number; firstGuideMs: number; wholeGuideMs: number }
}

/** Goals of an entry that must be told for it to count as given in words. */
const TOLD_GOALS = 2

/** Reads a whole practice. Pure: the same words have the same feedback. */
export function feedbackOf(play: Play, exercise: Exercise, manners: Manners): Feedback {
  const { observed, come } = progressOf(play, exercise, manners)
  const goals = exercise.goals.map((goal): GoalFinding => {
    const at = observed.findIndex((one) => one.goals.has(goal.id))
    const sentence = observed[at]?.goals.get(goal.id) ?? null
    if (sentence !== null && at < (goal.within ?? Number.POSITIVE_INFINITY)) return { goal, status: 'said', sentence }
    if (sentence !== null) return { goal, status: 'late', sentence }
    const isInSheet = goal.source !== undefined && come.has(`entry:${goal.source.entry}`)
    const reads = exercise.channel === 'chat' && !goal.aloud && goal.kind !== 'safety'
    return { goal, status: isInSheet && reads ? 'sheet' : 'missed', sentence: null }
  })
  const entries = exercise.entries.map((id): EntryFinding => {
    if (come.has(`entry:${id}`)) return { id, status: 'given' }
    const own = goals.filter(({ goal }) => goal.source?.entry === id)
    const told = own.filter(({ status }) => status === 'said' || status === 'late').length
    return { id, status: own.length > 0 && told >= Math.min(TOLD_GOALS, own.length) ? 'told' : 'missed' }
  })
  const right = new Set([...exercise.entries, ...exercise.alsoRight])
  const given = [...new Set(observed.flatMap((one) => one.entries))]
  const courtesy = exercise.courtesy.map((one) => ({ courtesy: one, sentence: courtesyIn(one, observed) }))
  const rules = [...manners.never, ...exercise.never]
  const never = rules.flatMap((rule) => {
    const sentence = observed.flatMap((one) => one.never.get(rule.id) ?? [])[0]
    return sentence === undefined ? [] : [{ rule, sentence }]
  })
  const isSafe = never.length === 0 && goals.every(({ goal, status }) => goal.kind !== 'safety' || status === 'said')
  const reached = goals.filter(({ status }) => status !== 'missed').length
  const counts: PracticeCounts = {
    found: reached + entries.filter(({ status }) => status !== 'missed').length,
    expected: goals.length + entries.length,
    courtesies: courtesy.filter(({ sentence }) => sentence !== null).length,
    courtesiesExpected: courtesy.length,
    rightEntry: entries.every(({ status }) => status !== 'missed'),
    safe: isSafe,
    ...timesOf(play),
  }
  return {
    outcome: practiceOutcome(counts),
    counts,
    entries,
    wrongEntries: given.filter((id) => !right.has(id)),
    goals,
    courtesy,
    never,
    left: play.lines.at(-1)?.author === 'citizen' && play.lines.at(-1)?.text === exercise.ending.left,
    time: {
      firstMs: firstOf(play),
      wholeMs: timesOf(play).wholeMs,
      firstGuideMs: exercise.time.firstS * 1000,
      wholeGuideMs: exercise.time.wholeS * 1000,
    },
  }
}

/** A greeting is for the beginning; the others may be anywhere. */
function courtesyIn(courtesy: Courtesy, observed: ReturnType<typeof progressOf>['observed']): string | null {
  const among = courtesy === 'greeting' ? observed.slice(0, 1) : observed
  return among.flatMap((one) => one.courtesies.get(courtesy) ?? [])[0] ?? null
}

function firstOf({ lines }: Play): number | null {
  return lines.find(({ author }) => author === 'agent')?.atMs ?? null
}

function timesOf(play: Play): Pick<PracticeCounts, 'firstMs' | 'wholeMs'> {
  return { firstMs: Math.round(firstOf(play) ?? 0), wholeMs: Math.round(play.lines.at(-1)?.atMs ?? 0) }
}
