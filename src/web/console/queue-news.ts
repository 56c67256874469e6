import type { QueueItem, QueueView } from '../../http/contract.js'

/** Something that an agent must hear of: a request that has just come, or a citizen's new words in her own conversation. */
export interface News {
  kind: 'pending' | 'pendingUrgent' | 'message' | 'callback' | 'reply'
  handoffId: string
  subject: string
}

/** What changed between two readings of the queue. The first reading is no news: it is what the agent finds. Pure. */
export function newsBetween(before: QueueView | null, after: QueueView): News[] {
  if (!before) return []
  const known = new Set([...before.pending, ...before.mine, ...before.others].map(({ id }) => id))
  const requests = after.pending.filter(({ id }) => !known.has(id)).map((item) => news(item, kindOf(item)))
  const spoken = new Map(before.mine.map(({ id, lastAt }) => [id, lastAt]))
  const replies = after.mine
    .filter(({ id, awaitingAgent, lastAt }) => awaitingAgent && lastAt > (spoken.get(id) ?? lastAt))
    .map((item) => news(item, 'reply'))
  return [...requests, ...replies]
}

function kindOf({ urgent, kind }: QueueItem): News['kind'] {
  if (urgent) return 'pendingUrgent'
  return kind === 'message' || kind === 'callback' ? kind : 'pending'
}

function news({ id, subject, lastText }: QueueItem, kind: News['kind']): News {
  return { kind, handoffId: id, subject: kind === 'reply' ? lastText : subject || lastText }
}
