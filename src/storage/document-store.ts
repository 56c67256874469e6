import { AppError } from '../domain/app-error.js'
import type { Change } from '../domain/change.js'
import type { Store } from '../domain/store.js'
import { auditWithAccounts } from './account-audit-verbs.js'
import { accountVerbs } from './account-verbs.js'
import { type AlertsDocument, alertVerbs } from './alert-verbs.js'
import { Announcements } from './announcements.js'
import { type AuditDocument, auditVerbs } from './audit-verbs.js'
import { conflictVerbs } from './conflict-verbs.js'
import type { ConversationDocument } from './conversation-document.js'
import type { ConversationIndex } from './conversation-index.js'
import { conversationVerbs } from './conversation-verbs.js'
import { type CountersDocument, counterVerbs } from './counter-verbs.js'
import type { CurationIndex } from './curation-index.js'
import { deskVerbs } from './desk-verbs.js'
import { type DigestsDocument, digestVerbs } from './digest-verbs.js'
import { Document, type DocumentAdapter } from './document.js'
import { DocumentSet } from './document-set.js'
import type { EntryDocument } from './entry-document.js'
import { entryVerbs } from './entry-verbs.js'
import { type DecisionsDocument, failureVerbs, type UnansweredDocument } from './failure-verbs.js'
import { handoffVerbs } from './handoff-verbs.js'
import { HandoffsInFlight } from './handoffs-in-flight.js'
import { mailVerbs } from './mail-verbs.js'
import { maskedVerbs, type RevealsDocument } from './masked-verbs.js'
import { noteVerbs } from './note-verbs.js'
import { type OutboxDocument, outboxVerbs } from './outbox-verbs.js'
import { type PacksDocument, packVerbs } from './pack-verbs.js'
import { type PracticeDocument, practiceVerbs } from './practice-verbs.js'
import { type PresencesDocument, presenceVerbs } from './presence-verbs.js'
import { type PendingPublicationsDocument, Publications } from './publications.js'
import { type PushDocument, pushVerbs } from './push-verbs.js'
import { queueVerbs } from './queue-verbs.js'
import { type RemarksDocument, remarkVerbs } from './remark-verbs.js'
import { type RepliesDocument, replyVerbs } from './reply-verbs.js'
import { type PurgesDocument, retentionVerbs } from './retention-verbs.js'
import { type SessionsDocument, sessionVerbs } from './session-verbs.js'
import type { SettingsDocument } from './settings-document.js'
import { settingsVerbs } from './settings-verbs.js'
import { staffVerbs, type UsersDocument } from './staff-verbs.js'
import type { StorageLogger } from './storage-logger.js'
import { tallyVerbs } from './tally-verbs.js'
import { validationVerbs } from './validation-verbs.js'

/** Documents of one kind, where they are kept. */
export interface Shelf<T> {
  adapterFor: (key: string) => DocumentAdapter<T>
  /** Keys that exist at opening. */
  keys: string[]
  /** How many idle documents stay in memory. */
  capacity: number
}

/** Where a store keeps its documents: a folder, or the memory. */
export interface Medium {
  conversations: Shelf<ConversationDocument>
  counters: Shelf<CountersDocument>
  users: DocumentAdapter<UsersDocument>
  sessions: DocumentAdapter<SessionsDocument>
  outbox: DocumentAdapter<OutboxDocument>
  alerts: DocumentAdapter<AlertsDocument>
  presences: DocumentAdapter<PresencesDocument>
  replies: DocumentAdapter<RepliesDocument>
  unanswered: DocumentAdapter<UnansweredDocument>
  decisions: DocumentAdapter<DecisionsDocument>
  digests: DocumentAdapter<DigestsDocument>
  purges: DocumentAdapter<PurgesDocument>
  push: DocumentAdapter<PushDocument>
  practice: DocumentAdapter<PracticeDocument>
  remarks: DocumentAdapter<RemarksDocument>
  reveals: DocumentAdapter<RevealsDocument>
  entries: Shelf<EntryDocument>
  audit: Shelf<AuditDocument>
  settings: Shelf<SettingsDocument>
  packs: Shelf<PacksDocument>
  pendingPublications: DocumentAdapter<PendingPublicationsDocument>
  /** Already filled with the conversations that exist. */
  index: ConversationIndex
  /** Already filled with the entries and the acts that exist. */
  curation: CurationIndex
  logger: StorageLogger
  /** Throws when nothing may be written any more. */
  assertWritable: () => void
  /** Proves that a write is possible now; rejects otherwise. */
  check: () => Promise<void>
  close: () => Promise<void>
}

/** The {@link Store} over documents. Stores differ only by their {@link Medium}: every rule lives in the verbs. */
export function createDocumentStore(medium: Medium): Store {
  const announcements = new Announcements(medium.logger)
  const gate = new Gate(medium)
  const shared = { assertWritable: () => gate.assertOpen(), onCommit: () => {} }
  const onCommit = (id: string, document: ConversationDocument | null, changes: Change[]) => {
    medium.index.set(id, document)
    announcements.announce(changes)
  }
  const conversations = new DocumentSet({ ...medium.conversations, ...shared, onCommit })
  const counters = new DocumentSet({ ...medium.counters, ...shared })
  const users = new Document({
    adapter: medium.users,
    ...shared,
    onCommit: (_, changes) => announcements.announce(changes),
  })
  const sessions = new Document({ adapter: medium.sessions, ...shared })
  const outbox = new Document({ adapter: medium.outbox, ...shared })
  const alerts = new Document({
    adapter: medium.alerts,
    ...shared,
    onCommit: (_, changes) => announcements.announce(changes),
  })
  const presences = new Document({
    adapter: medium.presences,
    ...shared,
    onCommit: (_, changes) => announcements.announce(changes),
  })
  const replies = new Document({ adapter: medium.replies, ...shared })
  const unanswered = new Document({ adapter: medium.unanswered, ...shared })
  const decisions = new Document({ adapter: medium.decisions, ...shared })
  const digests = new Document({ adapter: medium.digests, ...shared })
  const purges = new Document({ adapter: medium.purges, ...shared })
  const push = new Document({ adapter: medium.push, ...shared })
  const practice = new Document({ adapter: medium.practice, ...shared })
  const remarks = new Document({ adapter: medium.remarks, ...shared })
  const reveals = new Document({ adapter: medium.reveals, ...shared })
  const entries = new DocumentSet({
    ...medium.entries,
    ...shared,
    onCommit(key, document, changes) {
      medium.curation.setEntry(key, document)
      announcements.announce(changes)
    },
  })
  const audit = new DocumentSet({
    ...medium.audit,
    ...shared,
    onCommit: (key, document) => medium.curation.setAudit(key, document?.rows ?? []),
  })
  const settings = new DocumentSet({
    ...medium.settings,
    ...shared,
    onCommit(key, document, changes) {
      medium.curation.setSettings(key, document?.audit ?? [])
      announcements.announce(changes)
    },
  })
  const packs = new DocumentSet({ ...medium.packs, ...shared })
  const pendingPublications = new Document({ adapter: medium.pendingPublications, ...shared })
  const publications = new Publications({
    entries,
    pending: pendingPublications,
    announce: (changes) => announcements.announce(changes),
  })
  const shelf = { documents: conversations, index: medium.index, inFlight: new HandoffsInFlight(medium.index) }
  const counting = counterVerbs(counters)
  return {
    ...conversationVerbs(shelf),
    ...handoffVerbs(shelf),
    ...deskVerbs(shelf),
    ...queueVerbs(shelf),
    ...outboxVerbs(outbox, mailVerbs(shelf)),
    ...digestVerbs(digests),
    ...noteVerbs(shelf),
    ...staffVerbs(users),
    ...accountVerbs(users),
    ...sessionVerbs(sessions, users),
    ...presenceVerbs(presences),
    ...alertVerbs(alerts),
    ...counting,
    ...tallyVerbs(shelf, counting),
    ...replyVerbs(replies, async () => ((await users.read())?.users ?? []).map(({ id }) => id)),
    ...retentionVerbs(purges),
    ...failureVerbs({ index: medium.index, kept: unanswered, decisions, remarks }),
    ...pushVerbs(push),
    ...practiceVerbs(practice),
    ...validationVerbs(shelf),
    ...remarkVerbs(shelf, remarks),
    ...maskedVerbs(shelf, reveals),
    ...entryVerbs({ entries, index: medium.curation, publications }),
    ...auditWithAccounts(users, auditVerbs({ audit, entries, settings, index: medium.curation }), (id) =>
      medium.curation.auditOf(id),
    ),
    ...settingsVerbs(settings),
    ...conflictVerbs(settings),
    ...packVerbs(packs),
    subscribe: (listener) => announcements.subscribe(listener),
    check: () => gate.check(),
    close: () =>
      gate.close([
        conversations,
        counters,
        users,
        sessions,
        outbox,
        alerts,
        presences,
        replies,
        unanswered,
        decisions,
        digests,
        purges,
        practice,
        push,
        remarks,
        reveals,
        entries,
        audit,
        settings,
        packs,
        pendingPublications,
      ]),
  }
}

/** Lets verbs in until the store closes. */
class Gate {
  readonly #medium: Medium
  #closing: Promise<void> | null = null

  constructor(medium: Medium) {
    this.#medium = medium
  }

  assertOpen(): void {
    if (this.#closing) throw new AppError('storage_unavailable', 503, { cause: new Error('the store is closed') })
    this.#medium.assertWritable()
  }

  async check(): Promise<void> {
    this.assertOpen()
    await this.#medium.check()
  }

  /** What waits is written first; closing twice is closing once. */
  close(pending: { settled: () => Promise<void> }[]): Promise<void> {
    this.#closing ??= Promise.all(pending.map((documents) => documents.settled())).then(() => this.#medium.close())
    return this.#closing
  }
}
