import { randomUUID } from 'node:crypto'
import type { AuditStore } from '../../audit/audit-verbs.js'
import type { ClockStore } from '../clock-verbs.js'
import type { ClockCommand } from './clock-note.js'

/**
 * Keeps the word of an operator that the clock is right, and tells each commune's audit: it lets the data of all of them be erased. The watch of the clock
 * follows it when it looks next.
 */
export async function acceptClock(
  store: Pick<ClockStore, 'acceptClock'> & Pick<AuditStore, 'recordAudit'>,
  communeIds: Iterable<string>,
  { userName, ...acceptance }: ClockCommand,
): Promise<void> {
  await store.acceptClock(acceptance)
  const { wallMs } = acceptance
  const at = new Date(wallMs).toISOString()
  for (const communeId of communeIds) {
    await store.recordAudit({
      ...{ id: randomUUID(), communeId, at, userId: 'command-line', userName },
      action: 'clock_accepted',
      target: { kind: 'settings', id: 'clock' },
      ...{ before: null, after: at, why: '' },
    })
  }
}
