import { randomUUID } from 'node:crypto'
import pg from 'pg'
import type { Writing } from '../document-cache.js'
import type { ChangeFeed, FedChange, OwnChange, Watch } from './change-feed.js'
import type { Connections } from './database.js'
import { changesOfItems, headOf, type ItemChanges } from './item-rows.js'
import { Paced } from './paced.js'
import { noDocument, type Replica, type Stored } from './replica.js'
import { isTransient } from './transact.js'

/** Writes that come sooner after the last ones wait for each other, ms: a server that has little to do writes at once. */
const GATHER_MS = 6
/** Documents of one statement at most. */
const MOST_TOGETHER = 50

/** A document's next version over the one that this process knows. */
export interface QuickWrite {
  kind: string
  key: string
  before: Stored
  writing: Writing<object>
}

/**
 * What came of a quick write: durable and told; not written, since another process holds or has moved the document, or the statement was refused; or unknown,
 * since its answer was lost: it was written if there is a change of this document with this mark.
 */
export type QuickOutcome = { outcome: 'written' | 'left' } | { outcome: 'unknown'; mark: WrittenMark }

/** By what a change is known again. */
export interface WrittenMark {
  mark: string
  kind: string
  key: string
  /** The transaction that wrote it, if one did, has this number or a greater one. */
  since: string
}

/** What quick writes need of their process. */
export interface QuickWriteParts {
  pool: Connections['pool']
  feed: Pick<ChangeFeed, 'watch' | 'tellOwn'>
  replica: Pick<Replica, 'expect'>
  /** By which this process knows its own notices. */
  processId: string
}

/** Writes the documents of those who come together in one statement, each for itself: what is in the way of one leaves the others alone. */
export class QuickWrites {
  readonly #parts: QuickWriteParts
  readonly #paced = new Paced<ReadyWrite, QuickOutcome>({
    gatherMs: GATHER_MS,
    most: MOST_TOGETHER,
    act: (writes) => this.#write(writes),
  })

  constructor(parts: QuickWriteParts) {
    this.#parts = parts
  }

  /** Rejects for a document that no row can hold: its own caller alone, before it is with others. */
  async write(write: QuickWrite): Promise<QuickOutcome> {
    return this.#paced.add({ ...write, items: itemChanges(write) })
  }

  async #write(writes: readonly ReadyWrite[]): Promise<QuickOutcome[]> {
    const { pool, feed } = this.#parts
    const client = await pool.connect().catch(() => null)
    if (client === null) return writes.map(() => ({ outcome: 'left' }))
    const mark = randomUUID()
    const watch = feed.watch()
    try {
      const { rows } = await client.query<WrittenRow>(statement(writes, { mark, processId: this.#parts.processId }))
      client.release()
      return this.#tell(writes, { rows, watch })
    } catch (error) {
      const isKnown = isRefusal(error)
      client.release(!isKnown)
      return writes.map(({ kind, key }) =>
        isKnown ? { outcome: 'left' } : { outcome: 'unknown', mark: { mark, kind, key, since: watch.since } },
      )
    } finally {
      watch.end()
    }
  }

  #tell(writes: readonly ReadyWrite[], { rows, watch }: { rows: readonly WrittenRow[]; watch: Watch }): QuickOutcome[] {
    const outcomes = writes.map((): QuickOutcome => ({ outcome: 'left' }))
    const own: OwnChange[] = []
    for (const { written, seq, transaction } of rows) {
      const write = writes[written - 1]
      if (!write) continue
      outcomes[written - 1] = { outcome: 'written' }
      const stored = toStored(write, seq)
      if (write.before.isTold) own.push({ change: toChange(write, { seq, transaction }), stored })
      else if (!watch.told.has(seq)) this.#parts.replica.expect(seq, stored)
    }
    this.#parts.feed.tellOwn(own, watch)
    return outcomes
  }
}

/** A write with the rows that it changes. */
interface ReadyWrite extends QuickWrite {
  items: ItemChanges
}

interface WrittenRow {
  /** Which of the writes, from 1. */
  written: number
  seq: number
  transaction: string
}

/** Whether the database itself said no, and has kept nothing. Of anything else (a connection that was lost, whoever says so) nobody knows. */
function isRefusal(error: unknown): boolean {
  return error instanceof pg.DatabaseError && !isTransient(error) && !error.code?.startsWith('08')
}

function itemChanges({ before, writing: { document } }: QuickWrite): ItemChanges {
  return document ? changesOfItems(before.document, document, before.places) : { added: [], removed: [] }
}

function statement(
  writes: readonly ReadyWrite[],
  { mark, processId }: { mark: string; processId: string },
): pg.QueryConfig {
  const items = writes.map((write) => write.items)
  const removed = items.flatMap((own, index) => own.removed.map((place) => ({ of: index + 1, ...place })))
  const added = items.flatMap((own, index) => own.added.map((item, ordinal) => ({ of: index + 1, ordinal, ...item })))
  return {
    name: 'write-documents',
    text: `select written, written_seq as seq, written_by as transaction
      from write_documents($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
    values: [
      mark,
      processId,
      writes.map(({ kind }) => kind),
      writes.map(({ key }) => key),
      writes.map(({ before }) => before.version),
      writes.map(({ writing: { document } }) => document && JSON.stringify(headOf(document))),
      writes.map(({ writing }) => JSON.stringify(writing.changes)),
      items.map((own) => JSON.stringify(own.removed)),
      removed.map(({ of }) => of),
      removed.map(({ version }) => version),
      removed.map(({ ordinal }) => ordinal),
      added.map(({ of }) => of),
      added.map(({ ordinal }) => ordinal),
      added.map(({ field }) => field),
      added.map(({ position }) => position),
      added.map(({ body }) => JSON.stringify(body)),
    ],
  }
}

function toChange(
  { kind, key, before, writing, items: { removed } }: ReadyWrite,
  { seq, transaction }: Pick<FedChange, 'seq' | 'transaction'>,
): FedChange {
  const { document, changes } = writing
  return { seq, transaction, kind, key, former: before.version, kept: document !== null, removed, announced: changes }
}

/** The items are the same objects: what was in the document keeps its place, what is new has one when the change is told. */
function toStored({ before, writing: { document }, items: { added } }: ReadyWrite, version: number): Stored {
  if (document === null) return noDocument()
  const { places } = before
  const settle = () => {
    for (const [ordinal, { field, body, position }] of added.entries())
      places.set(field, body, { version, ordinal, position })
  }
  return { version, document, places, settle }
}
