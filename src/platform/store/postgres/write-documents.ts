import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely'
import type { Writing } from '../document-cache.js'
import type { ChangeFeed } from './change-feed.js'
import type { Database } from './database.js'
import { databaseName } from './instances/database-locks.js'
import { changesOfItems, headOf } from './item-rows.js'
import type { QuickOutcome, QuickWrites, WrittenMark } from './quick-writes.js'
import { readDocument } from './read-documents.js'
import { noDocument, type Replica, type Stored } from './replica.js'
import { type CommitProof, IN_DOUBT, transact, USUAL_PATIENCE } from './transact.js'

/** What a write needs of its process. */
export interface WriteParts {
  db: Kysely<Database>
  replica: Replica
  feed: ChangeFeed
  quickly: QuickWrites
}

/** Documents of one kind that are written together, and the locks that are held meanwhile. */
export interface WriteScope {
  kind: string
  keys: readonly string[]
  locks: readonly string[]
}

type Apply = (documents: (object | null)[]) => Writing<object>[]

/**
 * Writes documents as one: nobody else, in any process, changes them meanwhile. Resolves once it is durable and this process was told.
 * @param apply given the documents in the order of the keys; answers what becomes of each. May be called again
 */
export async function writeDocuments(parts: WriteParts, scope: WriteScope, apply: Apply): Promise<void> {
  const tried = await tryQuickly(parts, scope, apply)
  if (tried.outcome !== 'written') await writeInTransaction(parts, scope, { apply, doubt: tried })
}

/** One document, over the version that this process knows, if that is still the last one. What changes nothing is not trusted: it may have moved. */
async function tryQuickly(
  { replica, quickly, feed }: WriteParts,
  { kind, keys, locks }: WriteScope,
  apply: Apply,
): Promise<QuickOutcome> {
  const [key] = keys
  if (key === undefined || keys.length > 1 || locks.length > 0) return { outcome: 'left' }
  const before = replica.get(kind, key) ?? noDocument()
  const [writing] = apply([before.document])
  if (!writing || isNothing(before, writing)) return { outcome: 'left' }
  const tried = await quickly.write({ kind, key, before, writing })
  // What came before it may not have been told yet: the feed has the order.
  if (tried.outcome === 'written' && !before.isTold) await feed.catchUp().catch(() => {})
  return tried
}

async function writeInTransaction(
  parts: WriteParts,
  { kind, keys, locks }: WriteScope,
  { apply, doubt }: { apply: Apply; doubt: QuickOutcome },
): Promise<void> {
  const expected = new Set<number>()
  const patience = doubt.outcome === 'unknown' ? IN_DOUBT : USUAL_PATIENCE
  const hasWritten = await transact(parts.db, patience, async (transaction) => {
    for (const seq of expected) parts.replica.forgetExpected(seq)
    for (const name of locks) await holdLock(transaction, name)
    // What those who held the lock before wrote is in the indexes now.
    if (locks.length > 0) await parts.feed.catchUp()
    const locked = new Map<string, Stored>()
    let began = ''
    // Always in the same order, so that two who want the same documents never wait for each other.
    for (const key of [...keys].sort()) {
      const lock = await lockDocument(parts, transaction, { kind, key })
      locked.set(key, lock.stored)
      began = lock.began
    }
    // Nobody writes it now: what was sent before, and not answered, is there, or will find that somebody was faster.
    if (doubt.outcome === 'unknown') {
      const { rows } = await findMark(doubt.mark).execute(transaction)
      if (rows.length > 0) return { result: true, trace: null }
    }
    const former = keys.map((key) => locked.get(key) ?? noDocument())
    const writings = apply(former.map(({ document }) => document))
    let trace: CommitProof | null = null
    for (const [index, key] of keys.entries()) {
      const [before, writing] = [former[index], writings[index]]
      if (!before || !writing || isNothing(before, writing)) continue
      const written = await write(transaction, { kind, key, before, writing })
      trace = { transactionId: written.transactionId, seq: written.seq, began }
      expected.add(written.seq)
      parts.replica.expect(written.seq, written.stored)
    }
    return { result: trace !== null, trace }
  }).catch((error: unknown) => {
    for (const seq of expected) parts.replica.forgetExpected(seq)
    throw error
  })
  // It is durable: when the feed is cut off now, it tells once it is back.
  if (hasWritten) await parts.feed.catchUp().catch(() => {})
}

function isNothing(before: Stored, { document, changes }: Writing<object>): boolean {
  return document === before.document && changes.length === 0
}

/** Held until the transaction ends. Names are hashed: two that meet wait for each other, and no more. */
async function holdLock(transaction: Transaction<Database>, name: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${databaseName(name)}, 0))`.execute(transaction)
}

/** The last version, which nobody changes until the transaction ends, whether the document exists or not; and when the transaction began. */
async function lockDocument(
  parts: WriteParts,
  transaction: Transaction<Database>,
  { kind, key }: { kind: string; key: string },
): Promise<{ stored: Stored; began: string }> {
  const { rows } = await sql<{ version: number | null; began: string }>`
    select lock_document(${kind}, ${key}) as version, now()::text as began`.execute(transaction)
  const [{ version, began } = { version: null, began: '' }] = rows
  return { stored: await readVersion(parts, transaction, { kind, key, version: version ?? 0 }), began }
}

/** What is in memory serves when it is that version. */
async function readVersion(
  { replica, feed }: WriteParts,
  transaction: Transaction<Database>,
  { kind, key, version }: { kind: string; key: string; version: number },
): Promise<Stored> {
  const held = replica.get(kind, key)
  if (held?.version === version) return held
  if (version === 0) return noDocument()
  if (held) {
    await feed.catchUp()
    const moved = replica.get(kind, key)
    if (moved?.version === version) return moved
  }
  return readDocument(transaction, kind, key)
}

interface OneWrite {
  kind: string
  key: string
  before: Stored
  writing: Writing<object>
}

async function write(
  transaction: Transaction<Database>,
  { kind, key, before, writing: { document, changes } }: OneWrite,
): Promise<Written> {
  const { added, removed } = document
    ? changesOfItems(before.document, document, before.places)
    : { added: [], removed: [] }
  const { rows } = await sql<Pick<Written, 'seq' | 'transactionId'>>`
    select written_seq as seq, written_by as "transactionId" from write_document(
      ${kind}, ${key}, ${before.version}, ${document && JSON.stringify(headOf(document))}, ${JSON.stringify(changes)},
      ${JSON.stringify(removed)}, ${removed.map(({ version }) => version)}, ${removed.map(({ ordinal }) => ordinal)},
      ${added.map(({ field }) => field)}, ${added.map(({ position }) => position)},
      ${added.map(({ body }) => JSON.stringify(body))})`.execute(transaction)
  const [row] = rows
  if (!row) throw new Error('a write tells its number')
  if (document === null) return { ...row, stored: noDocument() }
  // The items are the same objects: what was in the document keeps its place, what is new has one when the change is told.
  const { places } = before
  const settle = () => {
    for (const [ordinal, { field, body, position }] of added.entries())
      places.set(field, body, { version: row.seq, ordinal, position })
  }
  return { ...row, stored: { version: row.seq, document, places, settle } }
}

interface Written {
  seq: number
  transactionId: string
  stored: Stored
}

/**
 * Looks for the change that a quick write has left: one row when it was written. What was written since the mark was drawn is found by the index of
 * transactions by which the feed reads too, so that marks need no index of their own, which every write would pay for.
 */
export function findMark({ mark, kind, key, since }: WrittenMark): RawBuilder<unknown> {
  return sql`
    select 1 from change
    where transaction_id >= ${since}::xid8 and kind = ${kind} and key = ${key} and mark = ${mark}`
}
