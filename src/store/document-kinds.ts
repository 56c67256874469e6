import type { SessionsDocument } from '../features/accounts/session-verbs.js'
import type { UsersDocument } from '../features/accounts/staff-verbs.js'
import type { PushDocument } from '../features/agent-alerts/push-verbs.js'
import type { AppointmentsDocument } from '../features/appointments/appointment.js'
import type { FileDocument } from '../features/attachments/file-verbs.js'
import type { AuditDocument } from '../features/audit/audit-verbs.js'
import type { ConversationDocument } from '../features/conversations/conversation-document.js'
import type { EntryDocument } from '../features/entries/curation-index.js'
import type { DecisionsDocument, UnansweredDocument } from '../features/failures/failure-verbs.js'
import type { PresencesDocument } from '../features/handoffs/store/presence-verbs.js'
import type { LettersDocument } from '../features/mail/letter-verbs.js'
import type { OutboxDocument } from '../features/mail/outbox-verbs.js'
import type { RevealsDocument } from '../features/masked-data/masked-verbs.js'
import type { PacksDocument } from '../features/packs/pack-verbs.js'
import type { PracticeDocument } from '../features/practice/practice-verbs.js'
import type { ScheduledPublicationsDocument } from '../features/publication/scheduled-verbs.js'
import type { RemarksDocument } from '../features/remarks/remark-verbs.js'
import type { RemoteRepliesDocument } from '../features/remote-replies/remote-reply-verbs.js'
import type { RepliesDocument } from '../features/replies/reply-verbs.js'
import type { ClockDocument } from '../features/retention/clock-verbs.js'
import type { ErasuresDocument } from '../features/retention/erasure-verbs.js'
import type { PurgesDocument } from '../features/retention/retention-verbs.js'
import type { SettingsDocument } from '../features/settings/settings-document.js'
import type { CountersDocument } from '../features/statistics/counter-verbs.js'
import type { TchapDocument } from '../features/tchap/tchap-verbs.js'
import type { AlertsDocument } from '../features/town-alert/alert-verbs.js'
import type { WebhooksDocument } from '../features/webhooks/webhook-index.js'
import type { Birth } from '../platform/store/birth.js'
import type { Collection } from '../platform/store/document-cache.js'

/** Every kind of document that a store keeps, and its shape. */
export interface DocumentKinds {
  conversations: ConversationDocument
  counters: CountersDocument
  entries: EntryDocument
  audit: AuditDocument
  settings: SettingsDocument
  packs: PacksDocument
  files: FileDocument
  erasures: ErasuresDocument
  webhooks: WebhooksDocument
  appointments: AppointmentsDocument
  users: UsersDocument
  sessions: SessionsDocument
  outbox: OutboxDocument
  alerts: AlertsDocument
  presences: PresencesDocument
  replies: RepliesDocument
  unanswered: UnansweredDocument
  decisions: DecisionsDocument
  letters: LettersDocument
  purges: PurgesDocument
  push: PushDocument
  remoteReplies: RemoteRepliesDocument
  tchap: TchapDocument
  practice: PracticeDocument
  remarks: RemarksDocument
  reveals: RevealsDocument
  clock: ClockDocument
  scheduledPublications: ScheduledPublicationsDocument
}

/** The name of a kind: in a database, and wherever a kind is told. */
export type DocumentKind = keyof DocumentKinds

/** Where each kind is kept; and, under {@link ONLY}, what is being moved there from another store, and what all of it was born as. */
export type Collections = { [Kind in DocumentKind]: Collection<DocumentKinds[Kind]> } & {
  migration: Collection<MigrationDocument>
  birth: Collection<Birth>
}

/** A store that another one is being moved to: nothing may be served from it until everything is there. */
export interface MigrationDocument {
  version: 1
  from: string
}

/** Kinds of which there are documents by key. */
export const KEYED_KINDS = [
  'conversations',
  'counters',
  'entries',
  'audit',
  'settings',
  'packs',
  'files',
  'webhooks',
  'appointments',
  'erasures',
] as const

/** Kinds of which there is one document for all communes. */
export const SINGLE_KINDS = [
  'users',
  'sessions',
  'outbox',
  'alerts',
  'presences',
  'replies',
  'unanswered',
  'decisions',
  'letters',
  'purges',
  'push',
  'remoteReplies',
  'tchap',
  'practice',
  'remarks',
  'reveals',
  'clock',
  'scheduledPublications',
] as const

/** Everything of which there is one document: these kinds, what is being moved from another store, and what all of it was born as. */
export const SINGLE_DOCUMENTS = [...SINGLE_KINDS, 'migration', 'birth'] as const satisfies (keyof Collections)[]
