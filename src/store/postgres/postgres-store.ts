import { createHmac, randomBytes, randomUUID } from 'node:crypto'
import { type Kysely, type Migration, sql } from 'kysely'
import type { PresenceBeat } from '../../features/accounts/staff.js'
import type { ConversationDocument } from '../../features/conversations/conversation-document.js'
import { ConversationIndex } from '../../features/conversations/conversation-index.js'
import { CurationIndex } from '../../features/entries/curation-index.js'
import type { Beats } from '../../features/handoffs/store/presence-verbs.js'
import { transactionalPublications } from '../../features/publication/transactional-publications.js'
import { WebhookIndex } from '../../features/webhooks/webhook-index.js'
import type { Instances } from '../../platform/instances/instances.js'
import { SALT_LIFE_MS } from '../../platform/instances/single-instance.js'
import { AppError } from '../../platform/model/app-error.js'
import type { Birth } from '../../platform/store/birth.js'
import { storageUnavailable } from '../../platform/store/document.js'
import { ChangeFeed } from '../../platform/store/postgres/change-feed.js'
import { type Connections, connectionsTo, type Database } from '../../platform/store/postgres/database.js'
import { databaseLocks } from '../../platform/store/postgres/instances/database-locks.js'
import { type MessageChannel, openMessageChannel } from '../../platform/store/postgres/instances/message-channel.js'
import { postgresTries } from '../../platform/store/postgres/instances/postgres-tries.js'
import { migrateSchema } from '../../platform/store/postgres/migrate-schema.js'
import {
  type Followers,
  postgresCollection,
  prepareChanges,
  tellOwn,
} from '../../platform/store/postgres/postgres-documents.js'
import { QuickWrites } from '../../platform/store/postgres/quick-writes.js'
import { readKeys, readKind } from '../../platform/store/postgres/read-documents.js'
import { Replica } from '../../platform/store/postgres/replica.js'
import { opensWord, type StorageLogger, sealWord, silentLogger } from '../../platform/store/seal-check-file.js'
import type { Sealer, ServerSealer } from '../../platform/store/sealer.js'
import { recordBirth } from '../births.js'
import {
  type DocumentKind,
  type DocumentKinds,
  KEYED_KINDS,
  type MigrationDocument,
  SINGLE_KINDS,
} from '../document-kinds.js'
import { type Medium, storeOver } from '../document-store.js'
import type { Store } from '../store.js'
import { awayInWords, readDatabaseMark } from './database-holdings.js'
import { freshStore } from './fresh-store.js'

/** How often a process looks whether the salt was drawn anew, ms. For so long two processes may hash by different ones, once a day. */
const LOOK_MS = 60_000

/** A hash that all processes share. */
interface SharedSalt {
  hash(value: string): string
  close(): void
}

/**
 * A salt that is drawn once a day by whichever process comes first, in a table that no log and no copy of the disk has. It hashes together with a secret that
 * is not in the database, so that who reads the one cannot try addresses.
 */
async function openSharedSalt(
  db: Kysely<Database>,
  { secret, logger }: { secret: Buffer; logger: StorageLogger },
): Promise<SharedSalt> {
  let salt = await readSalt(db)
  const look = () =>
    readSalt(db).then(
      (value) => {
        salt = value
      },
      (err: unknown) => logger.warn({ err }, 'the salt of the day could not be read'),
    )
  const looking = setInterval(look, LOOK_MS).unref()
  return {
    hash: (value) => createHmac('sha256', secret).update(salt).update(value).digest('base64url').slice(0, 22),
    close: () => clearInterval(looking),
  }
}

async function readSalt(db: Kysely<Database>): Promise<string> {
  const fresh = randomBytes(16).toString('base64url')
  const { rows } = await sql<{ value: string }>`
    insert into address_salt (id, value, drawn_at) values (1, ${fresh}, now())
    on conflict (id) do update set value = excluded.value, drawn_at = excluded.drawn_at
      where address_salt.drawn_at < now() - ${SALT_LIFE_MS} * interval '1 millisecond'
    returning value`.execute(db)
  // Nothing is returned when nothing was written: the one that is there is young.
  return rows[0]?.value ?? (await db.selectFrom('address_salt').select('value').executeTakeFirstOrThrow()).value
}

/** Changes older than this are forgotten; a process that has not read them by then must be started again. */
const KEPT_MS = 24 * 3_600_000

/** Forgets old changes, and notes the last one that was. On a connection of the pool: the one that listens reads what is new meanwhile. */
async function forgetChanges(db: Kysely<Database>): Promise<void> {
  await sql`
    with gone as (
      delete from change where at < now() - ${KEPT_MS} * interval '1 millisecond' returning transaction_id
    )
    insert into forgotten (id, transaction_id) select 1, transaction_id from gone order by transaction_id desc limit 1
    on conflict (id) do update set transaction_id = greatest(forgotten.transaction_id, excluded.transaction_id)`.execute(
    db,
  )
}

/** What {@link openPostgresStore} is given. */
export interface PostgresStoreOptions {
  /** `postgres://user:password@host:port/database` */
  url: string
  /** Noted there, unless something was before. Default: nothing is noted. */
  birth?: Birth
  /** Default: silent. */
  logger?: StorageLogger
  /** Most connections of this process, besides the one that listens. Default: 10. */
  connections?: number
  /** Whether no other process may use it meanwhile. Default: no. */
  alone?: boolean
  /** The migrations of the tables. Default: those of this version. */
  migrations?: Readonly<Record<string, Migration>>
}

/** A store, and the other processes on its database. */
export interface PostgresInstallation {
  store: Store
  /** Close with the store. */
  instances: Instances
}

/** How many idle documents of each kind stay in memory. */
const CAPACITIES: Partial<Record<DocumentKind, number>> = {
  conversations: 500,
  counters: 100,
  entries: 100,
  audit: 50,
  settings: 200,
  packs: 10,
  files: 4,
  erasures: 2,
  webhooks: 50,
  appointments: 20,
}

/**
 * Opens the {@link Store} over a PostgreSQL database, which several processes may share. The tables are made, or brought up to date, first; then every
 * conversation is read once to build the index of this process.
 * @throws AppError `storage_unavailable` when the database cannot be used, `storage_newer` when it belongs to a later version of Guichet; `storage_locked` while a migration
 * reads or writes it; `birth_differs` when it was born as something else
 */
export async function openPostgresStore(options: PostgresStoreOptions): Promise<Store> {
  const { medium, feed } = await openPostgresMedium(options)
  return openStoreOver(medium, feed)
}

/**
 * The same, for a server: with the other processes.
 * @throws AppError `seal_key_differs` when its key does not open what they have sealed
 */
export async function openPostgresInstallation(
  options: PostgresStoreOptions & { sealer: ServerSealer },
): Promise<PostgresInstallation> {
  const { sealer, logger = silentLogger } = options
  const { medium, feed, db, newClient, messages } = await openPostgresMedium(options)
  const locks = databaseLocks(newClient, logger)
  try {
    await checkSealKey(db, sealer)
    const salt = await openSharedSalt(db, { secret: await sealer.secretFor('addresses'), logger })
    const close = async () => {
      salt.close()
      await messages.close()
      await locks.close()
      await medium.close()
    }
    const instances = { ...messages, withLock: locks.withLock, hash: salt.hash, tries: postgresTries(db) }
    return { store: await openStoreOver({ ...medium, close }, feed), instances }
  } catch (error) {
    await locks.close()
    await medium.close()
    throw storageUnavailable(error)
  }
}

async function openStoreOver(medium: Medium, feed: ChangeFeed): Promise<Store> {
  const store = await storeOver(medium)
  try {
    await feed.begin()
    return freshStore(store, feed)
  } catch (error) {
    await medium.close()
    throw storageUnavailable(error)
  }
}

/** The documents in a database, the feed of what is written there, which has not begun, and the way to it. */
interface PostgresMedium extends Connections {
  medium: Medium
  feed: ChangeFeed
  messages: MessageChannel
}

/** Opens the documents in a database. @throws AppError `storage_unavailable` */
export async function openPostgresMedium(options: PostgresStoreOptions): Promise<PostgresMedium> {
  const { url, logger = silentLogger, connections = 10, alone = false, migrations } = options
  const { db, pool, newClient } = connectionsTo(url, { most: connections, logger })
  const processId = randomUUID()
  const followers: Followers = new Map()
  const replica = new Replica(new Map(Object.entries(CAPACITIES)))
  const messages = openMessageChannel(db, logger)
  const feed = new ChangeFeed({
    newClient,
    logger,
    alone,
    hear: messages.heard,
    prepare: (changes, client) => prepareChanges(changes, { client, replica, followers }),
    forget: () => forgetChanges(db),
    tell: (own) => tellOwn(own, { replica, followers }),
    processId,
  })
  const close = async () => {
    await feed.close()
    await db.destroy()
  }
  try {
    await readDatabaseMark(db, migrations && Object.keys(migrations)).catch((error: unknown) => {
      throw awayInWords(error)
    })
    await migrateSchema(db, migrations)
    await feed.open()
    const quickly = new QuickWrites({ pool, feed, replica, processId })
    const writeParts = { db, replica, feed, followers, quickly }
    const { index, curation, webhooks, keys } = await readIndexes(db)
    const collection = <Kind extends DocumentKind>(kind: Kind) =>
      postgresCollection<DocumentKinds[Kind]>(writeParts, kind, {
        keys: keys.get(kind) ?? [],
        capacity: CAPACITIES[kind] ?? 1,
      })
    const collections = Object.fromEntries([...KEYED_KINDS, ...SINGLE_KINDS].map((kind) => [kind, collection(kind)]))
    const medium = {
      ...(collections as unknown as Pick<Medium, DocumentKind>),
      migration: postgresCollection<MigrationDocument>(writeParts, 'migration', { keys: [], capacity: 1 }),
      birth: postgresCollection<Birth>(writeParts, 'birth', { keys: [], capacity: 1 }),
      publications: (parts: Parameters<Medium['publications']>[0]) => transactionalPublications(writeParts, parts),
      beats: postgresBeats(db),
      time: () => new Date(),
      databaseTime: () => timeOf(db),
      index,
      curation,
      webhookIndex: webhooks,
      logger,
      assertWritable: () => {},
      check: () => probe(db),
      close,
    }
    if (options.birth) await recordBirth(medium, options.birth)
    return { medium, feed, messages, db, pool, newClient }
  } catch (error) {
    await close()
    throw storageUnavailable(error)
  }
}

async function readIndexes(db: Kysely<Database>) {
  const index = new ConversationIndex()
  const curation = new CurationIndex()
  const webhooks = new WebhookIndex()
  const keys = new Map<DocumentKind, string[]>()
  const indexed: { [Kind in DocumentKind]?: (key: string, document: DocumentKinds[Kind]) => void } = {
    conversations: (id: string, document: ConversationDocument) => index.set(id, document),
    entries: (key, document) => curation.setEntry(key, document),
    audit: (key, { rows }) => curation.setAudit(key, rows),
    settings: (key, document) => curation.setSettings(key, document),
    webhooks: (key, document) => webhooks.set(key, document),
  }
  for (const kind of KEYED_KINDS) {
    const set = indexed[kind] as ((key: string, document: object) => void) | undefined
    if (!set) {
      keys.set(kind, await readKeys(db, kind))
      continue
    }
    const own: string[] = []
    keys.set(kind, own)
    for await (const { key, stored } of readKind(db, kind)) {
      own.push(key)
      if (stored.document) set(key, stored.document)
    }
  }
  return { index, curation, webhooks, keys }
}

/** What the clock of the database says now, ms since the epoch. */
async function timeOf(db: Kysely<Database>): Promise<number> {
  const { rows } = await sql<{ at: Date }>`select clock_timestamp() as at`.execute(db)
  const [row] = rows
  if (!row) throw storageUnavailable(new Error('the database does not say what time it is'))
  return row.at.getTime()
}

/** A standby reads and does not write: only a write proves that one is possible. */
async function probe(db: Kysely<Database>): Promise<void> {
  try {
    await sql`insert into pulse (id, at) values (1, now()) on conflict (id) do update set at = excluded.at`.execute(db)
  } catch (cause) {
    throw new AppError('storage_unavailable', 503, { cause })
  }
}

/** Beats that every process on the database sees: in a table that is not logged, so that a beat costs no write to the disk. */
function postgresBeats(db: Kysely<Database>): Beats {
  return {
    async list() {
      const rows = await db.selectFrom('presence_beat').selectAll().execute()
      return new Map(rows.map(({ user_id, beat }) => [user_id, beat as PresenceBeat]))
    },
    async keep(userId, beat) {
      await sql`
        insert into presence_beat (user_id, beat) values (${userId}, ${JSON.stringify(beat)}::json)
        on conflict (user_id) do update
        set beat = (presence_beat.beat::jsonb || excluded.beat::jsonb)::json`.execute(db)
    },
    async forget(userId) {
      await db.deleteFrom('presence_beat').where('user_id', '=', userId).execute()
    },
  }
}

/**
 * Makes sure that this process opens what the others have sealed. The first one leaves something sealed; the others open it, or do not serve. The key itself
 * is never in the database.
 * @throws AppError `seal_key_differs`
 */
async function checkSealKey(db: Kysely<Database>, sealer: Sealer): Promise<void> {
  const read = async () => (await db.selectFrom('seal_check').select('sealed').executeTakeFirst())?.sealed
  if ((await read()) === undefined)
    await sql`
      insert into seal_check (id, sealed) values (1, ${await sealWord(sealer)}) on conflict do nothing`.execute(db)
  // Two that begin together may both have sealed: what counts is what is there.
  const sealed = await read()
  if (sealed !== undefined && (await opensWord(sealer, sealed))) return
  throw new AppError('seal_key_differs', 503, {
    cause: new Error(
      'ce que les autres serveurs de cette base ont scellé ne s’ouvre pas avec la clé de celui-ci. Donnez dans GUICHET_SEAL_KEY le contenu de seal.key, dans le dossier de données du premier serveur (docs/scale.md). Si elle est perdue, « guichet seal-key » dit ce qui l’est avec elle (docs/backup.md)',
    ),
  })
}
