import { type Kysely, sql, type Transaction } from 'kysely'
import { latestVersion, requireKnownVersion } from '../newer-format.js'
import type { Database } from './database.js'
import { assemble, type ItemRow, Places } from './item-rows.js'
import { noDocument, type Stored } from './replica.js'

/** How many documents are read at once when all are. */
const PAGE = 200

type Reader = Kysely<Database> | Transaction<Database>

/** Reads a document whole. One statement: its head and its items are of one version. @throws AppError `storage_newer` for one of a later version of Guichet */
export async function readDocument(db: Reader, kind: string, key: string): Promise<Stored> {
  const { rows } = await sql<HeadRow>`
    select d.key, d.version, d.head, ${ITEMS} as items
    from document d where d.kind = ${kind} and d.key = ${key}`.execute(db)
  return rows[0] ? toStored(kind, rows[0]) : noDocument()
}

/** Every document of a kind, by pages. Documents that are written meanwhile are told by the feed. */
export async function* readKind(db: Reader, kind: string): AsyncGenerator<{ key: string; stored: Stored }> {
  let after: string | null = null
  for (;;) {
    const { rows }: { rows: HeadRow[] } = await sql<HeadRow>`
      select d.key, d.version, d.head, ${ITEMS} as items
      from document d
      where d.kind = ${kind} and (${after}::text is null or d.key > ${after})
      order by d.key limit ${PAGE}`.execute(db)
    for (const row of rows) yield { key: row.key, stored: toStored(kind, row) }
    const last = rows.at(-1)
    if (rows.length < PAGE || !last) return
    after = last.key
  }
}

/** The keys of a kind. */
export async function readKeys(db: Reader, kind: string): Promise<string[]> {
  const rows = await db.selectFrom('document').select('key').where('kind', '=', kind).execute()
  return rows.map(({ key }) => key)
}

interface HeadRow {
  key: string
  version: number
  head: object
  items: ItemRow[] | null
}

const ITEMS = sql`(
  select json_agg(json_build_object(
    'version', i.version, 'ordinal', i.ordinal, 'field', i.field, 'position', i.position, 'body', i.body))
  from item i where i.kind = d.kind and i.key = d.key)`

function toStored(kind: string, { key, version, head, items }: HeadRow): Stored {
  requireKnownVersion(head, { what: `${kind} ${key}`.trim(), latest: latestVersion(kind) })
  const places = new Places()
  return { version, document: assemble(head, items ?? [], places), places }
}
