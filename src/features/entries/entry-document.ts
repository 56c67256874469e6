import { AppError } from '../../platform/model/app-error.js'
import { encodeSegment } from '../../platform/store/encode-segment.js'
import type { AuditRow } from '../audit/audit.js'
import type { WebhookEvent } from '../webhooks/event.js'
import type { EntryRecord } from './model/entry-record.js'

/** An entry of a commune, with every act that changed it: what is told goes with what tells it, in one write. */
export interface EntryDocument {
  version: 1
  record: EntryRecord
  /** Oldest first. */
  audit: AuditRow[]
  /** What the commune's webhooks are to be told of and is not queued yet. */
  events?: WebhookEvent[]
}

/** Where an entry of a commune is kept: `<commune>/<id>`. @throws AppError `invalid_entry_id` unless it is 1 to 80 of `a-z 0-9 -` */
export function entryKey(communeId: string, entryId: string): string {
  if (!/^[a-z0-9-]{1,80}$/.test(entryId)) throw new AppError('invalid_entry_id', 400, { field: 'entryId' })
  return `${encodeSegment(communeId)}/${entryId}`
}
