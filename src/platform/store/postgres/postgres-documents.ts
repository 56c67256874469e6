import type pg from 'pg'
import type { Change } from '../../model/change.js'
import type { Collection, DocumentCache, Follower, Writing } from '../document-cache.js'
import type { FedChange, OwnChange } from './change-feed.js'
import { advance, type ItemRow, type Place, Places } from './item-rows.js'
import { readDocument } from './read-documents.js'
import { noDocument, type Replica, type Stored } from './replica.js'
import { type WriteParts, writeDocuments } from './write-documents.js'

/** Who follows each kind. */
export type Followers = Map<string, Follower<object>>

/** The documents of one kind in the database. */
export function postgresCollection<T extends object>(
  parts: WriteParts & { followers: Followers },
  kind: string,
  { keys, capacity }: Pick<Collection<T>, 'keys' | 'capacity'>,
): Collection<T> {
  const cacheFor = (key: string): DocumentCache<T> => ({
    async read() {
      const { db, replica } = parts
      const stored = replica.get(kind, key) ?? (await replica.reading(kind, key, () => readDocument(db, kind, key)))
      return stored.document as T | null
    },
    write: (apply, locks) =>
      writeDocuments(parts, { kind, keys: [key], locks }, ([former]) => [
        apply((former ?? null) as T | null) as Writing<object>,
      ]),
  })
  return {
    keys,
    capacity,
    open(follower) {
      parts.followers.set(kind, follower as Follower<object>)
      return cacheFor
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
  const all = [...documents.values()]
  const known = all.map((own) => latestOf(own, replica))
  const isWanted = ({ kind, key }: FedChange) =>
    followers.get(kind)?.index !== undefined || replica.get(kind, key) !== undefined
  const missing = all.filter((own, index) => !known[index] && own.some(isWanted))
  const read = new Map(
    (await readLatest(missing, { client, replica })).map((stored, index) => [missing[index], stored]),
  )
  const told = all.flatMap((own, index) => {
    const last = own.at(-1)
    return last ? [{ ...last, stored: known[index] ?? read.get(own) ?? null }] : []
  })
  return () => {
    for (const { seq, kind, key, stored } of told) {
      replica.told(kind, key, { seq, stored })
      followers.get(kind)?.index?.(key, stored?.document ?? null)
    }
    for (const { seq, kind, key, kept, announced } of changes) {
      replica.forgetExpected(seq)
      followers.get(kind)?.committed(key, kept, announced as Change[])
    }
  }
}

/** Tells what this process wrote over what it had been told. */
export function tellOwn(
  own: readonly OwnChange[],
  { replica, followers }: { replica: Replica; followers: Followers },
): void {
  for (const { change, stored } of own) {
    const { seq, kind, key } = change
    replica.told(kind, key, { seq, stored })
    followers.get(kind)?.index?.(key, stored.document)
  }
  for (const { change } of own) {
    const { kind, key, kept, announced } = change
    followers.get(kind)?.committed(key, kept, announced as Change[])
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

/** Each document as its changes left it, or later. One statement for all of them. */
async function readLatest(documents: readonly FedChange[][], { client, replica }: Reading): Promise<Stored[]> {
  if (documents.length === 0) return []
  const wanted = documents.map((changes) => {
    const [first, last] = [changes[0], changes.at(-1)]
    if (!first || !last) throw new Error('a document has changed at least once')
    const held = replica.get(last.kind, last.key)
    const base = held?.document && held.version === first.former && changes.every(({ kept }) => kept) ? held : null
    return { changes, last, base }
  })
  const rows = await readRows(
    client,
    wanted.map(({ last: { kind, key }, base }) => ({ kind, key, since: base?.version ?? 0 })),
  )
  // What was written again since is read whole: what was removed by that write is not known here.
  const moved = wanted.flatMap(({ last, base }, index) => {
    const row = rows.get(index + 1)
    return base && row && row.version !== last.seq ? [{ ...last, former: -1 }] : []
  })
  const whole = await readLatest(
    moved.map((change) => [change]),
    { client, replica },
  )
  const wholeOf = new Map(moved.map(({ seq }, index) => [seq, whole[index]]))
  return wanted.map(({ changes, last, base }, index) => {
    const row = rows.get(index + 1)
    if (!row) return noDocument()
    return wholeOf.get(last.seq) ?? advanced(base, row, base ? changes.flatMap(({ removed }) => removed) : [])
  })
}

function advanced(base: Stored | null, { version, head, items }: DocumentRow, removed: Place[]): Stored {
  const places = base?.places ?? new Places()
  const document = advance(base?.document ?? {}, { head, added: items ?? [], removed }, places)
  return { version, document, places }
}

interface DocumentRow {
  /** Which of those that were asked for, from 1. */
  n: number
  version: number
  head: object
  items: ItemRow[] | null
}

async function readRows(client: pg.Client, wanted: readonly { kind: string; key: string; since: number }[]) {
  const { rows } = await client.query({
    name: 'documents-since',
    text: `select w.n::integer as n, d.version, d.head, (
        select json_agg(json_build_object(
          'version', i.version, 'ordinal', i.ordinal, 'field', i.field, 'position', i.position, 'body', i.body))
        from item i where i.kind = d.kind and i.key = d.key and i.version > w.since) as items
      from unnest($1::text[], $2::text[], $3::bigint[]) with ordinality as w (kind, key, since, n)
      join document d on d.kind = w.kind and d.key = w.key`,
    values: [wanted.map(({ kind }) => kind), wanted.map(({ key }) => key), wanted.map(({ since }) => since)],
  })
  return new Map((rows as DocumentRow[]).map((row) => [row.n, row]))
}
