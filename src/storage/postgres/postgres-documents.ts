import type pg from 'pg'
import type { Change } from '../../domain/change.js'
import type { DocumentKeeper, Follower, Shelf, Writing } from '../document-keeper.js'
import type { FedChange } from './change-feed.js'
import { advance, type ItemRow, type Place, Places } from './item-rows.js'
import { readDocument } from './read-documents.js'
import { noDocument, type Replica, type Stored } from './replica.js'
import { type Desk, writeDocuments } from './write-documents.js'

/** Who follows each kind. */
export type Followers = Map<string, Follower<object>>

/** The documents of one kind in the database. */
export function postgresShelf<T extends object>(
  desk: Desk & { followers: Followers },
  kind: string,
  { keys, capacity }: Pick<Shelf<T>, 'keys' | 'capacity'>,
): Shelf<T> {
  const keeperFor = (key: string): DocumentKeeper<T> => ({
    async read() {
      const { db, replica } = desk
      const stored = replica.get(kind, key) ?? (await replica.reading(kind, key, () => readDocument(db, kind, key)))
      return stored.document as T | null
    },
    write: (apply, turns) =>
      writeDocuments(desk, { kind, keys: [key], turns }, ([former]) => [
        apply((former ?? null) as T | null) as Writing<object>,
      ]),
  })
  return {
    keys,
    capacity,
    open(follower) {
      desk.followers.set(kind, follower as Follower<object>)
      return keeperFor
    },
  }
}

/**
 * Gets what is needed to tell changes: the documents that this process indexes or holds, moved on by the rows that were added and removed, or read whole.
 * What this process wrote itself it has already.
 */
export async function prepareChanges(
  changes: readonly FedChange[],
  { client, replica, followers }: { client: pg.Client; replica: Replica; followers: Followers },
): Promise<() => void> {
  const documents = new Map<string, FedChange[]>()
  for (const change of changes) {
    const name = JSON.stringify([change.kind, change.key])
    documents.set(name, [...(documents.get(name) ?? []), change])
  }
  const told: { kind: string; key: string; stored: Stored | null }[] = []
  for (const own of documents.values()) {
    const [{ kind, key } = { kind: '', key: '' }] = own
    const isWanted = followers.get(kind)?.index !== undefined || replica.get(kind, key) !== undefined
    const stored = latestOf(own, replica) ?? (isWanted ? await readLatest(own, { client, replica }) : null)
    told.push({ kind, key, stored })
  }
  return () => {
    for (const { kind, key, stored } of told) {
      replica.told(kind, key, stored)
      followers.get(kind)?.index?.(key, stored?.document ?? null)
    }
    for (const { seq, kind, key, kept, announced } of changes) {
      replica.forgetExpected(seq)
      followers.get(kind)?.committed(key, kept, announced as Change[])
    }
  }
}

/** What is known of the last of a document's changes without asking. */
function latestOf(changes: readonly FedChange[], replica: Replica): Stored | null {
  const last = changes.at(-1)
  if (!last) return null
  const held = replica.get(last.kind, last.key)
  // What was read after it was written is as late, or later.
  if (held && held.version >= last.seq) return held
  return replica.expected(last.seq) ?? (last.kept ? null : noDocument())
}

interface Reading {
  client: pg.Client
  replica: Replica
}

async function readLatest(changes: readonly FedChange[], { client, replica }: Reading): Promise<Stored> {
  const [first, last] = [changes[0], changes.at(-1)]
  if (!first || !last) throw new Error('a document has changed at least once')
  const { kind, key } = last
  const held = replica.get(kind, key)
  const base = held?.document && held.version === first.former && changes.every(({ kept }) => kept) ? held : null
  const rows = await readRows(client, { kind, key, since: base?.version ?? 0 })
  if (!rows) return noDocument()
  // It was written again since: what was removed by that write is not known here.
  if (base && rows.version !== last.seq) return readLatest([{ ...last, former: -1 }], { client, replica })
  const places = base?.places ?? new Places()
  const removed = changes.flatMap((change): Place[] => change.removed)
  const change = { head: rows.head, added: rows.items ?? [], removed: base ? removed : [] }
  const document = advance(base?.document ?? {}, change, places)
  return { version: rows.version, document, places }
}

async function readRows(client: pg.Client, { kind, key, since }: { kind: string; key: string; since: number }) {
  const { rows } = await client.query({
    name: 'document-since',
    text: `select d.version, d.head, (
        select json_agg(json_build_object(
          'version', i.version, 'ordinal', i.ordinal, 'field', i.field, 'position', i.position, 'body', i.body))
        from item i where i.kind = d.kind and i.key = d.key and i.version > $3) as items
      from document d where d.kind = $1 and d.key = $2`,
    values: [kind, key, since],
  })
  return rows[0] as { version: number; head: object; items: ItemRow[] | null } | undefined
}
