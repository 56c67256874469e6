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
