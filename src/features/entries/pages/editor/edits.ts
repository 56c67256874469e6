/** What was written, step by step: each can be undone and done again. */
export interface Edits<T> {
  past: readonly T[]
  now: T
  future: readonly T[]
  /** The field that the last step changed, and when: what is typed in one go is one step. */
  last: { field: string; at: number } | null
}

/** Steps that can be undone, at most. */
const MOST_STEPS = 200
/** A pause after which typing in the same field begins a new step, in milliseconds. */
const PAUSE_MS = 1_500

/** Nothing done yet. */
export function beginEdits<T>(now: T): Edits<T> {
  return { past: [], now, future: [], last: null }
}

/** One change more. Pure. @param at milliseconds, of any clock that only grows */
export function recordEdit<T>(edits: Edits<T>, next: T, { field, at }: { field: string; at: number }): Edits<T> {
  if (next === edits.now) return edits
  const isSameStep = edits.last?.field === field && at - edits.last.at < PAUSE_MS
  const past = isSameStep ? edits.past : [...edits.past, edits.now].slice(-MOST_STEPS)
  return { past, now: next, future: [], last: { field, at } }
}

/** One step back; the same when there is none. Pure. */
export function undoEdit<T>({ past, now, future, ...edits }: Edits<T>): Edits<T> {
  const before = past.at(-1)
  if (before === undefined) return { past, now, future, ...edits }
  return { past: past.slice(0, -1), now: before, future: [now, ...future], last: null }
}

/** One step forth again; the same when there is none. Pure. */
export function redoEdit<T>({ past, now, future, ...edits }: Edits<T>): Edits<T> {
  const [next, ...rest] = future
  if (next === undefined) return { past, now, future, ...edits }
  return { past: [...past, now], now: next, future: rest, last: null }
}
