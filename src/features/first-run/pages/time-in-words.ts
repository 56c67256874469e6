import type { FirstRunWords } from './first-run-words.js'

const MINUTES = 60

/** A length of work as people say it: in tens of minutes under two hours, in whole hours above. */
export function timeInWords(minutes: number, { say, number }: FirstRunWords): string {
  if (minutes < 2 * MINUTES) return say('time.minutes', { count: number(Math.max(10, Math.round(minutes / 10) * 10)) })
  return say('time.hours', { count: number(Math.round(minutes / MINUTES)) })
}
