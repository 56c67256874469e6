import type { QueueItem, QueueView } from '../../handoffs/contract.js'

/** How long a wait has lasted: it has just begun; it has been repeated; colleagues are told too. */
export type AlertLevel = 0 | 1 | 2

/** What an alert is about. */
export type AlertKind =
  | 'offer'
  | 'pending'
  | 'pendingUrgent'
  | 'message'
  | 'callback'
  | 'reply'
  | 'transferred'
  | 'colleague'

/** Somebody who waits, as one agent must hear of it. */
export interface Due {
  /** The same for one wait, one level and one new message: what has been told under it is not told again. */
  key: string
  kind: AlertKind
  level: AlertLevel
  /** ISO instant from which she waits. */
  since: string
  item: QueueItem
}

/** For whom alerts are computed, and when. */
export interface Hearer {
  now: Date
  /** Seconds until an alert is repeated; twice as many until colleagues are told. */
  repeatAfterS: number
  /** Whether she watches over all: then long waits concern her even when she is away. */
  supervises: boolean
}

/**
 * Everyone whose wait an agent must hear of, from stored times alone, longest wait first: any tab that reads the queue finds the same.
 * - What is offered to her: she alone, until it is offered to another.
 * - Requests to take: the available, and everyone when nobody is. Messages left and call-backs are told once: they wait as long as they must.
 * - Her own conversations: she alone, then the others.
 * - Colleagues' conversations: once they have waited twice the time, the available; and whoever supervises.
 */
export function dueAlerts(queue: QueueView, hearer: Hearer): Due[] {
  const takes = queue.presence === 'available' || queue.availableAgents === 0
  const waits = [
    ...queue.pending
      .map((item) => requestOf(item, hearer))
      .filter(({ item, level }) => isHers(item, takes) || isOverseen(level, hearer)),
    ...queue.mine.flatMap((item) => replyOf(item, 'reply', hearer)),
    ...queue.others
      .flatMap((item) => replyOf(item, 'colleague', hearer))
      .filter(({ level }) => level === 2 && (queue.presence === 'available' || hearer.supervises)),
  ]
  return waits.sort((a, b) => a.since.localeCompare(b.since))
}

/** Those who have waited too long already. */
export function overdueOf(due: readonly Due[]): Due[] {
  return due.filter(({ level }) => level > 0)
}

/** Whether a request is for her to take: offered to her, or to nobody in particular while she takes requests. */
function isHers({ offered }: QueueItem, takes: boolean): boolean {
  return offered === 'me' || (offered === undefined && takes)
}

function isOverseen(level: AlertLevel, { supervises }: Hearer): boolean {
  return supervises && level === 2
}

function requestOf(item: QueueItem, hearer: Hearer): Due {
  const since = item.returnedAt ?? item.requestedAt
  const level = item.kind === 'live' ? levelOf(since, hearer) : 0
  // Each offer is news, however long she has waited already.
  const news = item.offered === 'me' ? `${since}/${item.offer?.at}` : since
  return { key: `${item.id}/${news}/${level}`, kind: kindOf(item), level, since, item }
}

function kindOf({ urgent, kind, offered }: QueueItem): AlertKind {
  if (offered === 'me') return 'offer'
  if (urgent) return 'pendingUrgent'
  return kind === 'live' || kind === 'desk' ? 'pending' : kind
}

/** Words of a citizen that nobody has answered. Those that an agent found when she took the conversation wait from then on, and are no news, unless a colleague passed it to her. */
function replyOf(item: QueueItem, kind: 'reply' | 'colleague', hearer: Hearer): Due[] {
  if (!item.awaitingAgent || item.kind !== 'live') return []
  const assignedAt = item.assignedAt ?? ''
  const spokenAt = item.awaitingSince ?? item.lastAt
  const wasFound = spokenAt <= assignedAt
  const since = wasFound ? assignedAt : spokenAt
  const level = levelOf(since, hearer)
  const isNews = item.lastAt > assignedAt
  const isPassed = item.mine && item.passedBy !== undefined
  if (level === 0 && !isNews && !isPassed) return []
  const news = level === 0 && isNews ? item.lastAt : since
  return [
    { key: `${item.id}/${news}/${level}`, kind: level === 0 && !isNews ? 'transferred' : kind, level, since, item },
  ]
}

function levelOf(since: string, { now, repeatAfterS }: Hearer): AlertLevel {
  const waitedS = (now.getTime() - Date.parse(since)) / 1000
  if (!(waitedS >= repeatAfterS)) return 0
  return waitedS >= 2 * repeatAfterS ? 2 : 1
}
