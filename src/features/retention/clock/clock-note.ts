/** A stretch that nobody could measure: the machine was off, or nothing was noted before. */
export interface ClockGap {
  /** The start of the machine after it. */
  boot: string
  /** How long the clock says that it was, ms; `null` when there is nothing to compare with: then nothing is known of the time. */
  byMs: number | null
  /** For how long the clock has gone with the time that passed since, ms of running. */
  agreedMs: number
  /** What the clock said when it began to go so, ms since the epoch; `null` until it does. */
  fromMs: number | null
}

/** What was dated while the clock was behind: instants from `fromMs` to `toMs` may be so much too old. */
export interface Misdated {
  fromMs: number
  toMs: number
  byMs: number
}

/** That the clock does not say what it should. */
export interface ClockDoubt {
  /** Since when, ms since the epoch, by the time that it was believed to be. */
  sinceMs: number
  /** How far the clock is ahead, ms; negative: behind. */
  byMs: number
  /** What it disagrees with: `note`, the time that was noted and what passed since; `database`; or the name of a machine. */
  against: string
  /** What it has dated meanwhile, if it was behind. */
  behind: Misdated | null
}

/** What a machine knew of the time when it was noted: what its clock says later is compared with it. */
export interface ClockNote {
  /** A start of a machine: within one, the time that passes is measured. */
  boot: string
  /** The name of the machine, for people. */
  host: string
  /** Time since that start, ms. */
  steadyMs: number
  /** What the clock should have said, ms since the epoch. */
  believedMs: number
  /** Those that are not believed yet, oldest first. */
  gaps: ClockGap[]
  /** `null` while the clock says what it should. */
  doubt: ClockDoubt | null
  misdated: Misdated[]
  /** Id of the last {@link ClockAcceptance} that was followed. */
  accepted: string | null
  /** When it was noted by the clock of the database, ms since the epoch; `null` without one. */
  witnessedMs: number | null
}

/** The word of an operator that a machine's clock is right. */
export interface ClockAcceptance {
  id: string
  boot: string
  steadyMs: number
  /** What the clock said, ms since the epoch. */
  wallMs: number
}

/** The same as an order, for the audit: the record itself names nobody. */
export interface ClockCommand extends ClockAcceptance {
  /** Who gave it. */
  userName: string
}

/** What is noted of the time, for all machines. */
export interface ClockRecord {
  /** One a machine's start; of those that were, the latest. */
  notes: ClockNote[]
  /** The last one. */
  acceptance: ClockAcceptance | null
}
