import { randomUUID } from 'node:crypto'
import { accountVerbs } from '../features/accounts/account-verbs.js'
import { personVerbs } from '../features/accounts/person-verbs.js'
import { poolVerbs, readPools } from '../features/accounts/pool-verbs.js'
import { sessionVerbs } from '../features/accounts/session-verbs.js'
import { staffVerbs } from '../features/accounts/staff-verbs.js'
import { pushVerbs } from '../features/agent-alerts/push-verbs.js'
import { appointmentVerbs } from '../features/appointments/appointment-verbs.js'
import { fileVerbs } from '../features/attachments/file-verbs.js'
import { auditWithAccounts } from '../features/audit/account-audit-verbs.js'
import { auditVerbs } from '../features/audit/audit-verbs.js'
import { remoteTalkVerbs } from '../features/botpress/remote-talk-verbs.js'
import { conflictVerbs } from '../features/conflicts/conflict-verbs.js'
import type { ConversationDocument } from '../features/conversations/conversation-document.js'
import type { ConversationIndex } from '../features/conversations/conversation-index.js'
import { conversationVerbs } from '../features/conversations/conversation-verbs.js'
import type { CurationIndex, EntryDocument } from '../features/entries/curation-index.js'
import { entryVerbs } from '../features/entries/entry-verbs.js'
import type { PublicationParts, Publications } from '../features/entries/publications.js'
import { failureVerbs, keptOf } from '../features/failures/failure-verbs.js'
import { deskVerbs } from '../features/handoffs/store/desk-verbs.js'
import { handoffVerbs } from '../features/handoffs/store/handoff-verbs.js'
import { noteVerbs } from '../features/handoffs/store/note-verbs.js'
import { type Beats, presenceVerbs } from '../features/handoffs/store/presence-verbs.js'
import { queueVerbs } from '../features/handoffs/store/queue-verbs.js'
import { letterVerbs } from '../features/mail/letter-verbs.js'
import { mailVerbs } from '../features/mail/mail-verbs.js'
import { outboxVerbs } from '../features/mail/outbox-verbs.js'
import { maskedVerbs } from '../features/masked-data/masked-verbs.js'
import { packVerbs } from '../features/packs/pack-verbs.js'
import { practiceVerbs } from '../features/practice/practice-verbs.js'
import { scheduledPublicationVerbs } from '../features/publication/scheduled-verbs.js'
import { remarkVerbs } from '../features/remarks/remark-verbs.js'
import { remoteReplyVerbs } from '../features/remote-replies/remote-reply-verbs.js'
import { replyVerbs } from '../features/replies/reply-verbs.js'
import { clockVerbs } from '../features/retention/clock-verbs.js'
import { erasureOf } from '../features/retention/erasure.js'
import { erasureVerbs, noteErasure, rememberingErasures } from '../features/retention/erasure-verbs.js'
import { lapsedVerbs } from '../features/retention/lapsed-verbs.js'
import { oldActVerbs } from '../features/retention/old-act-verbs.js'
import { retentionVerbs } from '../features/retention/retention-verbs.js'
import type { SettingsDocument } from '../features/settings/settings-document.js'
import { settingsVerbs } from '../features/settings/settings-verbs.js'
import { counterVerbs } from '../features/statistics/counter-verbs.js'
import { tallyVerbs } from '../features/statistics/tally-verbs.js'
import { tchapVerbs } from '../features/tchap/tchap-verbs.js'
import { alertVerbs } from '../features/town-alert/alert-verbs.js'
import { sampleVerbs } from '../features/truth-sheet/sample-verbs.js'
import { validationVerbs } from '../features/validation/validation-verbs.js'
import { answersEvents, entryEvents } from '../features/webhooks/content-events.js'
import { conversationEvents, type NewEvent } from '../features/webhooks/conversation-events.js'
import type { WebhookIndex } from '../features/webhooks/webhook-index.js'
import { eventSource, webhookVerbs } from '../features/webhooks/webhook-verbs.js'
import { AppError } from '../platform/model/app-error.js'
import type { Change } from '../platform/model/change.js'
import type { WebhookEvent } from '../platform/model/webhook-event.js'
import { Document } from '../platform/store/document.js'
import { type Collection, type Follower, ONLY } from '../platform/store/document-cache.js'
import { DocumentSet } from '../platform/store/document-set.js'
import { NamedLocks } from '../platform/store/named-locks.js'
import type { StorageLogger } from '../platform/store/seal-check-file.js'
import { communeVerbs } from './communes/commune-verbs.js'
import type { Collections, DocumentKind, DocumentKinds } from './document-kinds.js'
import type { Store } from './store.js'

/** Who listens to a store. A listener that throws, or whose promise rejects, is logged and harms nobody. */
class Announcements {
  readonly #listeners = new Set<(change: Change) => void>()
  readonly #logger: StorageLogger

  constructor(logger: StorageLogger) {
    this.#logger = logger
  }

  /** Returns the way to stop. The same function subscribed twice is told twice. */
  subscribe(listener: (change: Change) => void): () => void {
    const own = (change: Change) => listener(change)
    this.#listeners.add(own)
    return () => {
      this.#listeners.delete(own)
    }
  }

  announce(changes: readonly Change[]): void {
    for (const change of changes) {
      for (const listener of [...this.#listeners]) this.#tell(listener, change)
    }
  }

  #tell(listener: (change: Change) => void, change: Change): void {
    new Promise<void>((resolve) => resolve(listener(change))).catch((error: unknown) => {
      this.#logger.error({ err: error, change: change.type }, 'a listener of the store failed')
    })
  }
}

/** Where a store keeps its documents: a folder, the memory, or a database. */
export interface Medium extends Collections {
  /** Publishes several entries as one. */
  publications: (parts: PublicationParts) => Publications
  beats: Beats
  /** The machine's time, by which erasures are dated. */
  time: () => Date
  /** What the clock of the database says, ms since the epoch; `null` without one. */
  databaseTime: () => Promise<number | null>
  /** Already filled with the conversations that exist. */
  index: ConversationIndex
  /** Already filled with the entries and the acts that exist. */
  curation: CurationIndex
  /** Already filled with the webhooks that exist. */
  webhookIndex: WebhookIndex
  logger: StorageLogger
  /** Throws when nothing may be written any more. */
  assertWritable: () => void
  /** Proves that a write is possible now; rejects otherwise. */
  check: () => Promise<void>
  close: () => Promise<void>
}

/** The {@link Store} over documents, unless another store is still being moved there. @throws AppError `migration_unfinished` */
export async function storeOver(medium: Medium): Promise<Store> {
  const migration = await medium.migration
    .open({ committed: () => {} })(ONLY)
    .read()
  if (migration === null) return createDocumentStore(medium)
  await medium.close()
  throw new AppError('migration_unfinished', 503, {
    cause: new Error('a migration or a restoration to this store was not finished: run the same command again'),
  })
}

/** The {@link Store} over documents. Stores differ only by their {@link Medium}: every rule lives in the verbs. */
export function createDocumentStore(medium: Medium): Store {
  const announcements = new Announcements(medium.logger)
  const gate = new Gate(medium)
  const opener = new Opener(
    medium,
    () => gate.assertOpen(),
    (changes) => announcements.announce(changes),
  )
  const opened = openDocuments(medium, opener)
  const { keyed, single, pending } = opener
  const { erasures } = opened
  const verbs = {
    ...talkVerbs(opened),
    ...peopleVerbs(medium, opened, opener),
    ...contentVerbs(medium, opened, opener),
    ...keepingVerbs(medium, opened, opener),
    ...communeVerbs({ keyed, single, index: medium.index }, (communeId) =>
      noteErasure(erasures, erasureOf('commune', communeId, medium.time().toISOString())),
    ),
  }
  return {
    ...verbs,
    ...rememberingErasures(verbs, erasures, medium.time),
    databaseTime: () => medium.databaseTime(),
    subscribe: (listener) => announcements.subscribe(listener),
    check: () => gate.check(),
    close: () => gate.close(pending),
  }
}

/** What is written before a store closes. */
interface Pending {
  settled: () => Promise<void>
}

/** Opens the documents of a medium, each kind once. */
class Opener {
  readonly pending: Pending[] = []
  readonly keyed = new Map<DocumentKind, DocumentSet<object>>()
  readonly single = new Map<DocumentKind, Document<object>>()
  readonly assertWritable: () => void
  readonly announce: (changes: readonly Change[]) => void
  readonly #medium: Medium

  constructor(medium: Medium, assertWritable: () => void, announce: (changes: readonly Change[]) => void) {
    this.#medium = medium
    this.assertWritable = assertWritable
    this.announce = announce
  }

  /** Documents by key. @param complete what a version becomes before it is kept */
  many<Kind extends DocumentKind, T extends DocumentKinds[Kind]>(
    kind: Kind,
    index?: Follower<T>['index'],
    complete?: (former: T | null, next: T) => T,
  ): DocumentSet<T> {
    const { assertWritable } = this
    const follower: Follower<T> = {
      committed: (_key, _exists, changes) => this.announce(changes),
      ...(index ? { index } : {}),
    }
    const collection = this.#medium[kind] as unknown as Collection<T>
    const documents = new DocumentSet({ kind, collection, follower, assertWritable, ...(complete ? { complete } : {}) })
    this.pending.push(documents)
    this.keyed.set(kind, documents as unknown as DocumentSet<object>)
    return documents
  }

  /** The one document for all communes. */
  one<Kind extends DocumentKind>(kind: Kind): Document<DocumentKinds[Kind]> {
    const { assertWritable } = this
    const collection = this.#medium[kind] as Collection<DocumentKinds[Kind]>
    const cache = collection.open({ committed: (_key, _exists, changes) => this.announce(changes) })(ONLY)
    const document = new Document({ kind, cache, assertWritable })
    this.pending.push(document)
    this.single.set(kind, document as unknown as Document<object>)
    return document
  }
}

/** The documents that several rooms of the store read or write; what one room alone does is opened there. */
function openDocuments(medium: Medium, opener: Opener) {
  const { index, curation, webhookIndex } = medium
  const recorded = recordEvents(webhookIndex)
  const documents = opener.many('conversations', (id, document) => index.set(id, document), recorded.ofConversation)
  const counters = opener.many('counters')
  const entries = opener.many('entries', (key, document) => curation.setEntry(key, document), recorded.ofEntry)
  return {
    collection: { documents, index, locks: new NamedLocks() },
    counters,
    counting: counterVerbs(counters),
    entries,
    files: fileVerbs(opener.many('files'), {
      isWhole: () => entries.keys().every((key) => curation.hasEntry(key)),
      isNamed: (communeId, id) => curation.hasFile(communeId, id, 'named'),
      isCurrent: (communeId, id) => curation.hasFile(communeId, id, 'current'),
      isServed: (communeId, id) => curation.hasFile(communeId, id, 'served'),
    }),
    audit: opener.many('audit', (key, document) => curation.setAudit(key, document?.rows ?? [])),
    settings: opener.many('settings', (key, document) => curation.setSettings(key, document), recorded.ofSettings),
    packs: opener.many('packs'),
    webhooks: opener.many('webhooks', (key, document) => webhookIndex.set(key, document)),
    erasures: opener.many('erasures'),
    users: opener.one('users'),
    sessions: opener.one('sessions'),
    outbox: opener.one('outbox'),
    presences: opener.one('presences'),
    push: opener.one('push'),
    remoteReplies: opener.one('remoteReplies'),
    tchap: opener.one('tchap'),
    practice: opener.one('practice'),
    alerts: opener.one('alerts'),
    remarks: opener.one('remarks'),
    reveals: opener.one('reveals'),
  }
}

type OpenDocuments = ReturnType<typeof openDocuments>

/** What is said between citizens and the town, and what is counted of it. */
function talkVerbs({ collection, outbox, remarks, reveals, counting }: OpenDocuments) {
  return {
    ...conversationVerbs(collection),
    ...handoffVerbs(collection),
    ...deskVerbs(collection),
    ...queueVerbs(collection),
    ...outboxVerbs(outbox, mailVerbs(collection)),
    ...noteVerbs(collection),
    ...remarkVerbs(collection, remarks),
    ...maskedVerbs(collection, reveals),
    ...validationVerbs(collection),
    ...remoteTalkVerbs(collection),
    ...sampleVerbs(collection),
    ...counting,
    ...tallyVerbs(collection, counting),
  }
}

/** Who the staff are, where they are, and how they are told. */
function peopleVerbs({ beats }: Medium, opened: OpenDocuments, opener: Opener) {
  const { users, sessions, presences, push } = opened
  return {
    ...staffVerbs(users),
    ...accountVerbs(users),
    ...personVerbs(users),
    ...poolVerbs(users),
    ...sessionVerbs(sessions, users),
    ...presenceVerbs(presences, beats, () => readPools(users)),
    ...pushVerbs(push, () => readPools(users)),
    ...remoteReplyVerbs(opened.remoteReplies),
    ...tchapVerbs(opened.tchap),
    ...alertVerbs(opened.alerts),
    ...practiceVerbs(opened.practice),
    ...letterVerbs(opener.one('letters')),
    ...replyVerbs(opener.one('replies'), async () => ((await users.read())?.users ?? []).map(({ id }) => id)),
  }
}

/** What citizens are answered from, how each commune is set, and who changed that. */
function contentVerbs(medium: Medium, opened: OpenDocuments, opener: Opener) {
  const { curation } = medium
  const { entries, audit, settings, users } = opened
  const { dropUnnamedFiles: _, ...files } = opened.files
  const { announce, assertWritable } = opener
  const publications = medium.publications({ entries, announce, assertWritable })
  opener.pending.push({ settled: () => publications.written() })
  return {
    ...entryVerbs({ entries, index: curation, publications }),
    ...auditWithAccounts(users, auditVerbs({ audit, entries, settings, index: curation }), (id) =>
      curation.auditOf(id),
    ),
    ...settingsVerbs(settings),
    ...conflictVerbs(settings),
    ...packVerbs(opened.packs),
    ...files,
    ...scheduledPublicationVerbs(opener.one('scheduledPublications')),
    ...appointmentVerbs(opener.many('appointments')),
  }
}

/** For how long each thing is kept, what is done before it goes, and what tells other software of it. */
function keepingVerbs(medium: Medium, opened: OpenDocuments, opener: Opener) {
  const { index, curation, webhookIndex } = medium
  const { collection, counters, entries, settings, packs, webhooks, alerts, remarks } = opened
  const { users, reveals, practice } = opened
  const unanswered = opener.one('unanswered')
  return {
    ...retentionVerbs({
      purges: opener.one('purges'),
      curation,
      counters,
      rows: [
        async () => keptOf(await unanswered.read()),
        async () => (await remarks.read())?.remarks ?? [],
        async () => (await reveals.read())?.reveals ?? [],
        async () => (await practice.read())?.records ?? [],
        async () => (await alerts.read())?.edits ?? [],
        async () => (await users.read())?.audit ?? [],
        async () => settings.keys().map((key) => ({ communeId: decodeURIComponent(key) })),
      ],
    }),
    ...lapsedVerbs({ ...opened, dropUnnamedFiles: opened.files.dropUnnamedFiles }),
    ...oldActVerbs({ entries, settings, packs, webhooks, alerts, index: curation }),
    ...failureVerbs({ index, kept: unanswered, decisions: opener.one('decisions'), remarks }),
    ...webhookVerbs({
      documents: webhooks,
      index: webhookIndex,
      sources: [
        eventSource(collection.documents, index.events),
        eventSource(entries, curation.entryEvents),
        eventSource(settings, curation.settingsEvents),
      ],
    }),
    ...clockVerbs(opener.one('clock'), index),
    ...erasureVerbs(opened.erasures, medium.time),
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
  close(pending: readonly Pending[]): Promise<void> {
    this.#closing ??= Promise.all(pending.map((documents) => documents.settled())).then(() => this.#medium.close())
    return this.#closing
  }
}

/**
 * What keeps an event with what happened, in the same write, whichever verb made it happen. Only what a webhook of the commune wants is kept: without any,
 * nothing is.
 */
function recordEvents(index: WebhookIndex) {
  const completed = <T extends { events?: WebhookEvent[] }>(next: T, communeId: string, happened: NewEvent[]): T => {
    const wanted = happened.filter(({ type }) => index.wants(communeId, type))
    if (wanted.length === 0) return next
    return { ...next, events: [...(next.events ?? []), ...wanted.map((one) => ({ id: randomUUID(), ...one }))] }
  }
  return {
    ofConversation: (former: ConversationDocument | null, next: ConversationDocument) =>
      completed(next, next.conversation.communeId, conversationEvents(former, next)),
    ofEntry: (former: EntryDocument | null, next: EntryDocument) =>
      completed(next, next.record.communeId, entryEvents(former?.record ?? null, next.record)),
    ofSettings: (former: SettingsDocument | null, next: SettingsDocument) =>
      completed(next, next.communeId, answersEvents(former?.answers, next.answers)),
  }
}
