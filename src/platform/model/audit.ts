/** What the audit tells of: an account, an entry, settings of the commune, a set of entries that came or went together, an address of the town's other software, a request, or the communes with which agents are shared. */
export const AUDIT_TARGETS = ['entry', 'user', 'settings', 'import', 'pack', 'webhook', 'handoff', 'pool'] as const
/** One of {@link AUDIT_TARGETS}. */
export type AuditTargetKind = (typeof AUDIT_TARGETS)[number]

/** Acts that the audit tells, by what they are done to. Each has its words in `knowledge/messages/`. */
export const AUDIT_ACTIONS = [
  'entry_submitted',
  'entry_returned',
  'entry_published',
  'entry_rolled_back',
  'entry_archived',
  'entry_restored',
  'draft_discarded',
  'conflict_ignored',
  'conflict_reopened',
  'national_change_set_aside',
  'national_change_taken_up',
  'settings_changed',
  'settings_copied',
  'commune_begun',
  'check_ticked',
  'check_unticked',
  'answers_stopped',
  'answers_resumed',
  'commune_suspended',
  'commune_resumed',
  'quota_reached',
  'clock_accepted',
  'user_created',
  'user_changed',
  'user_removed',
  'entries_imported',
  'pack_changed',
  'webhook_added',
  'webhook_changed',
  'webhook_renewed',
  'webhook_removed',
  'appointments_connected',
  'appointments_disconnected',
  'replied_remotely',
  'pool_joined',
  'pool_changed',
  'pool_left',
  'publication_scheduled',
  'publication_moved',
  'publication_cancelled',
  'publication_held',
] as const
/** One of {@link AUDIT_ACTIONS}. */
export type AuditAction = (typeof AUDIT_ACTIONS)[number]

/** Anything that JSON can write: the fields that an act changed, never a whole entry nor a secret. */
export type AuditValue = string | number | boolean | null | AuditValue[] | { [key: string]: AuditValue }

/** Who does something: an account, with its name as it was then. */
export interface Actor {
  userId: string
  userName: string
}

/** An account, as it does something. */
export function actorOf({ id, displayName }: { id: string; displayName: string }): Actor {
  return { userId: id, userName: displayName }
}

/** Who did what to what, when and why. Kept with what it tells, for the days of `audit` in the commune's file. */
export interface AuditRow extends Actor {
  id: string
  communeId: string
  /** ISO instant. */
  at: string
  action: AuditAction
  target: { kind: AuditTargetKind; id: string }
  /** What there was; `null` when there was nothing, or when it does not matter. */
  before: AuditValue
  /** What there is since. */
  after: AuditValue
  /** In the words of the person who did it; possibly empty. */
  why: string
}

/** Rows of one page, at most, whatever is asked. */
export const MOST_AUDIT_ROWS = 200

/** Which rows `Store.listAudit` tells; each field narrows them. */
export interface AuditFilter {
  kind?: AuditTargetKind
  targetId?: string
  action?: AuditAction
  userId?: string
  /** At or after this ISO instant. */
  from?: string
  /** Before this ISO instant. */
  to?: string
  /** The rows after this one, as {@link AuditPage.next} gave it. */
  after?: string
  /** Rows at most, from 1 to {@link MOST_AUDIT_ROWS}. */
  limit: number
}

/** Some rows, latest first. */
export interface AuditPage {
  rows: AuditRow[]
  /** Where the next page begins; `null` at the end. */
  next: string | null
}

/**
 * One page of rows, which come as they were recorded; of one instant, the last recorded is told first. What is recorded meanwhile neither repeats nor
 * hides a row of the pages after. Pure.
 */
export function pageOfAudit(rows: readonly AuditRow[], filter: AuditFilter): AuditPage {
  const limit = Math.max(1, Math.min(filter.limit, MOST_AUDIT_ROWS))
  const found = rows
    .filter((row) => isWanted(row, filter))
    .reverse()
    .sort((a, b) => Date.parse(b.at) - Date.parse(a.at))
  const from = filter.after === undefined ? 0 : startAfter(found, filter.after)
  const page = found.slice(from, from + limit)
  const last = page.at(-1)
  return { rows: page, next: last && found.length > from + limit ? placeOf(last) : null }
}

function placeOf({ at, id }: AuditRow): string {
  return `${at} ${id}`
}

/** Where the rows after a place begin; its row may be forgotten by now. */
function startAfter(rows: readonly AuditRow[], place: string): number {
  const known = rows.findIndex((row) => placeOf(row) === place)
  if (known >= 0) return known + 1
  const instant = Date.parse(place.split(' ', 1)[0] ?? '')
  const next = rows.findIndex((row) => Date.parse(row.at) < instant)
  return next >= 0 ? next : rows.length
}

function isWanted(row: AuditRow, { kind, targetId, action, userId, from, to }: AuditFilter): boolean {
  const instant = Date.parse(row.at)
  return (
    (kind === undefined || row.target.kind === kind) &&
    (targetId === undefined || row.target.id === targetId) &&
    (action === undefined || row.action === action) &&
    (userId === undefined || row.userId === userId) &&
    (from === undefined || instant >= Date.parse(from)) &&
    (to === undefined || instant < Date.parse(to))
  )
}
