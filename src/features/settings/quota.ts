import { randomUUID } from 'node:crypto'
import { DateTime } from 'luxon'
import { DescribedError } from '../../platform/http/problem.js'
import type { AuditRow } from '../../platform/model/audit.js'
import type { Commune } from '../../platform/model/commune.js'
import type { ConversationStore } from '../conversations/conversation-verbs.js'
import { waysTo } from './suspension.js'

/** What knows how much of its share a commune has used. */
export interface QuotaNeeds {
  store: Pick<ConversationStore, 'countConversationsSince'> & { recordAudit(row: AuditRow): Promise<void> }
  now: () => Date
}

/**
 * Lets a conversation begin, unless the commune has had as many today as the operator of the server gives it: its neighbours have theirs. The citizen is told
 * whom to phone; the administrators read it in their journal, once the last one has begun.
 * @throws AppError `commune_quota` (503)
 */
export async function requireShareLeft({ store, now }: QuotaNeeds, commune: Commune): Promise<void> {
  const most = commune.quota?.conversationsPerDay
  if (most === undefined) return
  const at = now()
  const since = DateTime.fromJSDate(at, { zone: commune.timeZone }).startOf('day').toUTC().toISO() ?? ''
  const count = await store.countConversationsSince(commune.id, since)
  if (count >= most) throw new DescribedError('commune_quota', 503, waysTo(commune))
  if (count + 1 < most) return
  await store.recordAudit({
    ...{ id: randomUUID(), communeId: commune.id, at: at.toISOString(), userId: 'server', userName: 'guichet' },
    ...{ action: 'quota_reached', target: { kind: 'settings', id: 'quota' }, before: null, after: most, why: '' },
  })
}
