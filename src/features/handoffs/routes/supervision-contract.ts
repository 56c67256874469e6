import type { PresenceState } from '../../accounts/staff.js'
import type { FiguresReport } from '../../statistics/figures-report.js'

/** `GET /agent/supervision`: where the reception stands now. */
export interface SupervisionView {
  /** ISO instant. */
  at: string
  /** Citizens who wait in their conversation; `longest` since when, the oldest first wait. */
  waiting: { count: number; urgent: number; longest: WaitingSince | null }
  /** Live talks in which the citizen waits for her agent's answer; `longest` since her request, or her first words after it without one. */
  unanswered: { count: number; longest: WaitingSince | null }
  /** Live talks that agents hold. */
  talks: number
  /** Those who take handoffs, by name: what each holds now, to share the load. */
  agents: {
    id: string
    name: string
    state: PresenceState
    /** Her own word for being away: "au guichet". */
    word: string | null
    talks: number
    /** How many talks at once before nothing more is offered to her. */
    capacity: number
    /** Calls and messages that she has taken. */
    others: number
  }[]
  /** Citizens to phone; `late`: their half-day is over. */
  callbacks: { open: number; late: number; latest: WaitingSince | null }
  /** Messages left that nobody has dealt with. */
  messages: { open: number; oldest: WaitingSince | null }
  /** Requests that nobody has handled for so long that their end is announced; `first`: when the next of them is closed; `oldest` since it was made. */
  unhandled: { count: number; first: string | null; oldest: WaitingSince | null }
}

/** A request that waits, and since when. */
export interface WaitingSince {
  handoffId: string
  reference: string | null
  /** ISO instant. */
  since: string
}

/** `GET /agent/supervision/figures` */
export interface FiguresView extends FiguresReport {
  /** The commune's day now, ISO `YYYY-MM-DD`. */
  today: string
}
