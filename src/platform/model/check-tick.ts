import type { Actor } from './audit.js'

/** Something that a person of the town checks: a step of the first run, or one line of an entry's list. */
export interface CheckPoint {
  kind: 'step' | 'entry'
  /** Of the step, or of the entry. */
  id: string
  /** The line, as the entry has it: another wording is another point. Empty for a step. */
  check: string
}

/** That somebody has checked a point. */
export interface CheckTick extends CheckPoint, Actor {
  /** ISO instant. */
  at: string
}

/** Points that somebody ticks, or takes back, in one act. */
export interface CheckAct extends Actor {
  communeId: string
  points: readonly CheckPoint[]
  /** `false` takes them back. */
  done: boolean
  /** ISO instant. */
  at: string
}

/** Says whether a point is ticked, and by whom. */
export type TickOf = (point: CheckPoint) => CheckTick | undefined

/** Finds the tick of a point. Pure. */
export function ticksByPoint(ticks: readonly CheckTick[]): TickOf {
  const byKey = new Map(ticks.map((tick) => [keyOf(tick), tick]))
  return (point) => byKey.get(keyOf(point))
}

/** Whether two points are the same. Pure. */
export function isSamePoint(one: CheckPoint, other: CheckPoint): boolean {
  return keyOf(one) === keyOf(other)
}

function keyOf({ kind, id, check }: CheckPoint): string {
  return `${kind} ${id} ${check}`
}
