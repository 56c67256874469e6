/** Numbers of days that are proposed. */
export const SPANS = [1, 7, 30, 90] as const

/** What is looked at: the last days, or those from one to another, ISO `YYYY-MM-DD`. */
export type PeriodChoice = { days: (typeof SPANS)[number] } | { from: string; to: string }

const MOST_DAYS = 366
const DAY_MS = 24 * 60 * 60 * 1000

/** The choice as the server is asked. */
export function periodQuery(choice: PeriodChoice): string {
  return 'days' in choice ? `days=${choice.days}` : `from=${choice.from}&to=${choice.to}`
}

/** Whether two dates make a period that can be shown. */
export function isPeriod({ from, to }: { from: string; to: string }): boolean {
  const [start, end] = [Date.parse(from), Date.parse(to)]
  return end >= start && (end - start) / DAY_MS < MOST_DAYS
}
