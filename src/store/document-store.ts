import { randomUUID } from 'node:crypto'
import { accountVerbs } from '../features/accounts/account-verbs.js'
import { personVerbs } from '../features/accounts/person-verbs.js'
import { poolVerbs, readPools } from '../features/accounts/pool-verbs.js'
import { sessionVerbs } from '../features/accounts/session-verbs.js'
import { staffVerbs } from '../features/accounts/staff-verbs.js'
import { alertVerbs } from '../features/alerts/alert-verbs.js'
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
import { type Beats, presenceVerbs } from '../features/handoffs/store/presence-verbs.js'
import { queueVerbs } from '../features/handoffs/store/queue-verbs.js'
import { noteVerbs, remarkVerbs } from '../features/handoffs/store/remark-verbs.js'
import { letterVerbs } from '../features/mail/letter-verbs.js'
import { mailVerbs } from '../features/mail/mail-verbs.js'
import { outboxVerbs } from '../features/mail/outbox-verbs.js'
import { packVerbs } from '../features/packs/pack-verbs.js'
import { practiceVerbs } from '../features/practice/practice-verbs.js'
import { scheduledPublicationVerbs } from '../features/publication/scheduled-verbs.js'
import { pushVerbs } from '../features/push/push-verbs.js'
import { remoteReplyVerbs } from '../features/remote-replies/remote-reply-verbs.js'
import { replyVerbs } from '../features/replies/reply-verbs.js'
import { clockVerbs } from '../features/retention/clock-verbs.js'
import { erasureOf } from '../features/retention/erasure.js'
import { erasureVerbs, noteErasure, rememberingErasures } from '../features/retention/erasure-verbs.js'
import { lapsedVerbs } from '../features/retention/lapsed-verbs.js'
import { maskedVerbs } from '../features/retention/masked-verbs.js'
import { oldActVerbs } from '../features/retention/old-act-verbs.js'
import { retentionVerbs } from '../features/retention/retention-verbs.js'
import type { SettingsDocument } from '../features/settings/settings-document.js'
import { settingsVerbs } from '../features/settings/settings-verbs.js'
import { counterVerbs } from '../features/statistics/counter-verbs.js'
import { tallyVerbs } from '../features/statistics/tally-verbs.js'
import { tchapVerbs } from '../features/tchap/tchap-verbs.js'
import { sampleVerbs } from '../features/truth-sheet/sample-verbs.js'
import { validationVerbs } from '../features/validation/validation-verbs.js'
import { conversationEvents, type NewEvent } from '../features/webhooks/conversation-events.js'
import { answersEvents, entryEvents } from '../features/webhooks/event-bodies.js'
import type { WebhookIndex } from '../features/webhooks/webhook-index.js'
import { eventSource, webhookVerbs } from '../features/webhooks/webhook-verbs.js'
import { AppError } from '../platform/model/app-error.js'
import type { Change } from '../platform/model/change.js'
import type { WebhookEvent } from '../platform/model/webhook-event.js'
import { Document } from '../platform/store/document.js'
import { type Collection, type Follower, ONLY } from '../platform/store/document-cache.js'
import { DocumentSet } from '../platform/store/document-set.js'
import { Turns } from '../platform/store/lowdb-cache.js'
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
  const assertWritable = () => gate.assertOpen()
  const announce = (changes: readonly Change[]) => announcements.announce(changes)
  const pending: { settled: () => Promise<void> }[] = []
  const keyed = new Map<DocumentKind, DocumentSet<object>>()
  const single = new Map<DocumentKind, Document<object>>()
  const many = <Kind extends DocumentKind, T extends DocumentKinds[Kind]>(
    kind: Kind,
    index?: Follower<T>['index'],
    complete?: (former: T | null, next: T) => T,
  ) => {
    const follower: Follower<T> = {
      committed: (_key, _exists, changes) => announce(changes),
      ...(index ? { index } : {}),
    }
    const collection = medium[kind] as unknown as Collection<T>
    const documents = new DocumentSet({ kind, collection, follower, assertWritable, ...(complete ? { complete } : {}) })
    pending.push(documents)
    keyed.set(kind, documents as unknown as DocumentSet<object>)
    return documents
  }
  const one = <Kind extends DocumentKind>(kind: Kind) => {
    const collection = medium[kind] as Collection<DocumentKinds[Kind]>
    const cache = collection.open({ committed: (_key, _exists, changes) => announce(changes) })(ONLY)
    const document = new Document({ kind, cache, assertWritable })
    pending.push(document)
    single.set(kind, document as unknown as Document<object>)
    return document
  }
  const { index, curation } = medium
  const users = one('users')
  const remarks = one('remarks')
  const recorded = recordEvents(medium.webhookIndex)
  const entries = many('entries', (key, document) => curation.setEntry(key, document), recorded.ofEntry)
  const audit = many('audit', (key, document) => curation.setAudit(key, document?.rows ?? []))
  const settings = many('settings', (key, document) => curation.setSettings(key, document), recorded.ofSettings)
  const publications = medium.publications({ entries, announce, assertWritable })
  pending.push({ settled: () => publications.written() })
  const documents = many('conversations', (id, document) => index.set(id, document), recorded.ofConversation)
  const webhooks = many('webhooks', (key, document) => medium.webhookIndex.set(key, document))
  const collection = { documents, index, turns: new Turns() }
  const counters = many('counters')
  const counting = counterVerbs(counters)
  const erasures = many('erasures')
  const packs = many('packs')
  const { dropUnnamedFiles, ...files } = fileVerbs(many('files'), {
    isWhole: () => entries.keys().every((key) => curation.hasEntry(key)),
    isNamed: (communeId, id) => curation.hasFile(communeId, id, 'named'),
    isCurrent: (communeId, id) => curation.hasFile(communeId, id, 'current'),
    isServed: (communeId, id) => curation.hasFile(communeId, id, 'served'),
  })
  const [sessions, outbox, presences, push] = [one('sessions'), one('outbox'), one('presences'), one('push')]
  const [remoteReplies, tchap] = [one('remoteReplies'), one('tchap')]
  const [unanswered, reveals, practice, alerts] = [one('unanswered'), one('reveals'), one('practice'), one('alerts')]
  const verbs = {
    ...conversationVerbs(collection),
    ...handoffVerbs(collection),
    ...deskVerbs(collection),
    ...queueVerbs(collection),
    ...outboxVerbs(outbox, mailVerbs(collection)),
    ...letterVerbs(one('letters')),
    ...noteVerbs(collection),
    ...staffVerbs(users),
    ...accountVerbs(users),
    ...personVerbs(users),
    ...poolVerbs(users),
    ...sessionVerbs(sessions, users),
    ...presenceVerbs(presences, medium.beats, () => readPools(users)),
    ...alertVerbs(alerts),
    ...counting,
    ...tallyVerbs(collection, counting),
    ...replyVerbs(one('replies'), async () => ((await users.read())?.users ?? []).map(({ id }) => id)),
    ...retentionVerbs({
      purges: one('purges'),
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
    ...lapsedVerbs({ users, sessions, outbox, presences, push, remoteReplies, tchap, dropUnnamedFiles }),
    ...oldActVerbs({ entries, settings, packs, webhooks, alerts, index: curation }),
    ...failureVerbs({ index, kept: unanswered, decisions: one('decisions'), remarks }),
    ...pushVerbs(push, () => readPools(users)),
    ...remoteReplyVerbs(remoteReplies),
    ...tchapVerbs(tchap),
    ...practiceVerbs(practice),
    ...scheduledPublicationVerbs(one('scheduledPublications')),
    ...sampleVerbs(collection),
    ...validationVerbs(collection),
    ...remoteTalkVerbs(collection),
    ...remarkVerbs(collection, remarks),
    ...maskedVerbs(collection, reveals),
    ...entryVerbs({ entries, index: curation, publications }),
    ...auditWithAccounts(users, auditVerbs({ audit, entries, settings, index: curation }), (id) =>
      curation.auditOf(id),
    ),
    ...settingsVerbs(settings),
    ...conflictVerbs(settings),
    ...packVerbs(packs),
    ...appointmentVerbs(many('appointments')),
    ...files,
    ...webhookVerbs({
      documents: webhooks,
      index: medium.webhookIndex,
      sources: [
        eventSource(documents, index.events),
        eventSource(entries, curation.entryEvents),
        eventSource(settings, curation.settingsEvents),
      ],
    }),
    ...clockVerbs(one('clock'), index),
    ...erasureVerbs(erasures, medium.time),
    ...communeVerbs({ keyed, single, index }, (communeId) =>
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
