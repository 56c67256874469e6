import type { QueueItem, QueueView } from '../../features/handoffs/contract.js'
import { lifeNewsBetween } from '../../features/handoffs/pages/lifecycle/life-acts.js'

/**
 * Something that an agent must hear of: a request that has just come or is offered to her, a citizen's new words in her own conversation, what
 * a colleague passed to her, what she had put aside and is back.
 */
export interface News {
  kind: 'pending' | 'pendingUrgent' | 'message' | 'callback' | 'reply' | 'offer' | 'transferred' | 'woken'
  handoffId: string
  subject: string
}

/** What changed between two readings of the queue. The first reading is no news: it is what the agent finds. Pure. */
export function newsBetween(before: QueueView | null, after: QueueView): News[] {
  if (!before) return []
  // What is offered to a colleague is hers to hear of; it is news here once it is offered here, or is everybody's again.
  const heard = [...before.pending, ...before.mine, ...before.others].filter(({ offered }) => offered !== 'other')
  const known = new Set(heard.map(({ id, offered }) => `${id} ${offered === 'me'}`))
  const isNew = ({ id, offered }: QueueItem) =>
    offered === 'me' ? !known.has(`${id} true`) : !known.has(`${id} true`) && !known.has(`${id} false`)
  const requests = after.pending
    .filter((item) => item.offered !== 'other' && isNew(item))
    .map((item) => news(item, kindOf(item)))
  const spoken = new Map(before.mine.map(({ id, lastAt }) => [id, lastAt]))
  const replies = after.mine
    .filter(({ id, awaitingAgent, lastAt }) => awaitingAgent && lastAt > (spoken.get(id) ?? lastAt))
    .map((item) => news(item, 'reply'))
  return [...requests, ...replies, ...lifeNewsBetween(before, after).map(({ kind, item }) => news(item, kind))]
}

function kindOf({ urgent, kind, offered }: QueueItem): News['kind'] {
  if (offered === 'me') return 'offer'
  if (urgent) return 'pendingUrgent'
  return kind === 'message' || kind === 'callback' ? kind : 'pending'
}

function news({ id, subject, lastText }: QueueItem, kind: News['kind']): News {
  return { kind, handoffId: id, subject: kind === 'reply' ? lastText : subject || lastText }
}
