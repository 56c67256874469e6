import { instantOf, wallClock } from '../../platform/time/wall-clock.js'

/** By how much the server's clock is ahead of this computer's, ms. */
let aheadMs = 0
/** Smaller differences move nothing that is told in minutes. */
const LEAST_MOVE_MS = 5_000
const listeners = new Set<() => void>()

/** Sets the clock by an instant that the server has just told. The time that the answer took is too short to matter. */
export function setServerClock(nowIso: string): void {
  const ahead = Date.parse(nowIso) - Date.now()
  if (Number.isNaN(ahead)) return
  const hasMoved = Math.abs(ahead - aheadMs) >= LEAST_MOVE_MS
  aheadMs = ahead
  if (hasMoved) for (const listener of listeners) listener()
}

/** The present by the server's clock: what is stored has its times, and a computer's clock may be wrong. */
export function serverNow(): Date {
  return new Date(Date.now() + aheadMs)
}

/** Calls the listener when the clock turns out to be another; returns the way to stop. */
export function onClockMoved(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** IANA time zone by which the staff's pages tell and take times. */
let timeZone = new Intl.DateTimeFormat().resolvedOptions().timeZone

/** Sets the time zone of the commune whose session this is. Before, it is the browser's. */
export function setTownZone(zone: string): void {
  timeZone = zone
}

/** Calendar day of a moment in the town, `YYYY-MM-DD`. */
export function townDay(at: Date): string {
  return townField(at).slice(0, 10)
}

/** A moment as a field of a form has it, by the town's clock: `YYYY-MM-DDTHH:MM`. */
export function townField(at: Date): string {
  const { year, month, day, minutes } = wallClock(at, timeZone)
  return new Date(Date.UTC(year, month - 1, day, 0, minutes)).toISOString().slice(0, 16)
}

/** The instant that a field means, by the town's clock; an invalid date where it is not filled. */
export function townInstant(field: string): Date {
  const wall = Date.parse(`${field}Z`)
  return Number.isNaN(wall) ? new Date(wall) : instantOf(wall, timeZone)
}

/** The day that is so many days after another, both `YYYY-MM-DD`. Pure. */
export function dayAfter(day: string, count: number): string {
  const date = new Date(day)
  date.setUTCDate(date.getUTCDate() + count)
  return date.toISOString().slice(0, 10)
}
