import type { AssistantReport } from '../assistant-report.js'

/** `GET /admin/statistics`: what the questions of a period say. */
export interface StatisticsView extends AssistantReport {
  /** The commune's day now, ISO `YYYY-MM-DD`. */
  today: string
  /** What the content promises and what a publication measured of it; `null` until it is measured. */
  promise: {
    /** Most wrong answers among those given, in [0, 1]. */
    promise: number
    /** Wrong answers measured on the example questions, with its 95 % interval; `null` when none was answered. */
    measured: { share: number; low: number; high: number } | null
  } | null
}
