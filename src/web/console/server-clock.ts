/** By how much the server's clock is ahead of this computer's, ms. */
let aheadMs = 0

/** Sets the clock by an instant that the server has just told. The time that the answer took is too short to matter. */
export function setServerClock(nowIso: string): void {
  const ahead = Date.parse(nowIso) - Date.now()
  if (!Number.isNaN(ahead)) aheadMs = ahead
}

/** The present by the server's clock: what is stored has its times, and a computer's clock may be wrong. */
export function serverNow(): Date {
  return new Date(Date.now() + aheadMs)
}
