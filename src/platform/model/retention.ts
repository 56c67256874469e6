/** What is kept for a time, each kind for its own. */
export const RETENTION_KINDS = [
  'conversations',
  'unhandled',
  'contacts',
  'unanswered',
  'remarks',
  'counters',
  'audit',
  'practice',
  'accounts',
] as const
/** One of {@link RETENTION_KINDS}. */
export type RetentionKind = (typeof RETENTION_KINDS)[number]

/**
 * Days for which each kind is kept. `conversations`: after the last activity; `unhandled`: a request that is still open, after the last time that anybody
 * did something for it; `contacts`: names, phones and addresses, after the request was dealt with; `unanswered`: masked questions that were failed and outlive their conversation, 0 for none;
 * `remarks`: what agents noticed for the curators, masked, 0 for none after its conversation; `counters`: figures by day; `audit`: who announced what,
 * who looked at masked data, and who changed an entry, an account or a setting; `practice`: what an agent practised, after the last time;
 * `accounts`: an account of the staff, after it was deactivated, or last used.
 */
export type RetentionDays = Record<RetentionKind, number>

/** Days of the kinds that a commune's file may leave out; conversations are always its own choice. */
export const DEFAULT_RETENTION: Omit<RetentionDays, 'conversations'> = {
  unhandled: 90,
  contacts: 30,
  unanswered: 180,
  remarks: 365,
  counters: 1095,
  audit: 365,
  practice: 365,
  accounts: 365,
}

/** Days that a commune may keep each kind. A request of a month may still be answered after holidays; nobody waits for an answer to one of a year ago. */
export function retentionBounds(kind: RetentionKind): { least: number; most: number } {
  if (kind === 'unhandled') return { least: 30, most: 365 }
  return { least: kind === 'accounts' ? 30 : 0, most: 3660 }
}

/** The days of a commune, from the `privacy` of its file. Contact details never outlive their conversation. */
export function retentionDaysOf(privacy: {
  retentionDays: number
  retention?: Partial<Omit<RetentionDays, 'conversations'>>
}): RetentionDays {
  return { conversations: privacy.retentionDays, ...DEFAULT_RETENTION, ...privacy.retention }
}

/** When what is due was last looked for, and what was last erased. */
export interface PurgeState {
  /** ISO instant. */
  checkedAt: string
  /** The last time that something was erased; `null` when nothing ever was. */
  last: Purge | null
}

/** What was erased at an instant, by kind; kinds of which nothing was are left out. */
export interface Purge {
  at: string
  erased: Partial<Record<RetentionKind, number>>
}
