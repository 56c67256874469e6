import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { DEMONSTRATION_ACCOUNTS } from '../../src/commands/demonstration.js'
import type { User } from '../../src/features/accounts/staff.js'
import { type BirthKind, newBirth } from '../../src/platform/store/birth.js'
import { openMediumAlone, openStore, type StoreChoice } from '../../src/platform/store/open-store.js'
import type { Store } from '../../src/store.js'
import { conversation } from '../contract/sample-inputs.js'
import type { TestDatabase } from '../postgres/test-database.js'

/** What a data folder, or a database, may be when a server begins there. */
export const STATES = [
  'absent',
  'empty',
  'demonstration',
  'installation',
  'soiled',
  'unmarked demonstration',
  'unmarked installation',
  'newer',
] as const
export type State = (typeof STATES)[number]

export const OWN_EMAIL = 'anne@ville.example'

/** Makes what a server may find. The data folder of a database is left as it is. */
export async function makeState(state: State, choice: StoreChoice, database: TestDatabase | null): Promise<void> {
  if (choice.database) await database?.run('drop schema public cascade; create schema public')
  else await rm(choice.dataDir, { recursive: true, force: true })
  if (state === 'absent') return
  if (!choice.database) await mkdir(choice.dataDir, { recursive: true })
  if (state === 'empty') return choice.database ? (await openStore(choice)).close() : undefined
  const kind: BirthKind = state.endsWith('demonstration') ? 'demonstration' : 'installation'
  const isMarked = ['demonstration', 'installation', 'newer'].includes(state)
  const store = await openStore(choice, isMarked ? { birth: newBirth(kind, '2026-01-01T00:00:00.000Z') } : {})
  if (kind === 'installation') await saveAccounts(store, [{ email: OWN_EMAIL, displayName: 'Anne', roles: ['admin'] }])
  if (kind === 'demonstration' || state === 'soiled') await saveAccounts(store, DEMONSTRATION_ACCOUNTS, true)
  await store.createConversation(conversation(randomUUID(), { communeId: 'villebourg' }), [])
  await store.close()
  if (state === 'newer') await writeMark(choice, { format: 2, needs: '9.0.0' })
}

type Account = Pick<User, 'email' | 'displayName' | 'roles'>

/** Accounts without a password: nobody signs in here. */
export async function saveAccounts(store: Store, accounts: readonly Account[], demonstration = false): Promise<void> {
  for (const account of accounts)
    await store.saveUser({
      id: `user-${account.email}`,
      communeId: 'villebourg',
      passwordHash: null,
      createdAt: '2026-01-01T00:00:00.000Z',
      ...account,
      demonstration,
    })
}

/** Writes over the mark of a store that has one, as another version would. */
export async function writeMark(choice: StoreChoice, patch: object): Promise<void> {
  const medium = await openMediumAlone(choice)
  const cache = medium.birth.open({ committed: () => {} })('')
  await cache.write(
    (former) => ({ document: { ...newBirth('installation', ''), ...former, ...patch }, changes: [] }),
    [],
  )
  await medium.close()
}

/** What a store notes and holds. */
export async function lookInto(choice: StoreChoice) {
  const medium = await openMediumAlone(choice)
  const read = <T>(collection: {
    open: (follower: { committed: () => void }) => (key: string) => { read: () => Promise<T> }
  }) =>
    collection
      .open({ committed: () => {} })('')
      .read()
  const [birth, users] = [await read(medium.birth), await read(medium.users)]
  const conversations = medium.conversations.keys.length
  await medium.close()
  return { birth, conversations, users: users?.users ?? [], audit: users?.audit ?? [] }
}

/** Every file and folder under a folder: its bytes, and when it was last changed; `null`: there is none. */
export async function fingerprint(folder: string): Promise<Record<string, string> | null> {
  if (!existsSync(folder)) return null
  const names = ['.', ...(await readdir(folder, { recursive: true }))].sort()
  const entries = names.map(async (name) => {
    const file = path.join(folder, name)
    const { mtimeNs, ctimeNs } = await stat(file, { bigint: true })
    const bytes = (await stat(file)).isFile() ? (await readFile(file)).toString('base64') : ''
    return [name, `${mtimeNs} ${ctimeNs} ${bytes}`] as const
  })
  return Object.fromEntries(await Promise.all(entries))
}

/** Every row of every table of a database. */
export async function rowsOf(database: TestDatabase): Promise<Record<string, unknown[]>> {
  const { rows } = await database.run("select tablename from pg_tables where schemaname = 'public' order by 1")
  const all: Record<string, unknown[]> = {}
  for (const { tablename } of rows) {
    const table = await database.run(`select t::text as row from ${tablename} t order by 1`)
    all[tablename] = table.rows
  }
  return all
}

/** Writes a file of the data folder, as a hand or another version would. */
export async function writeJson(file: string, value: object): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(file, JSON.stringify(value))
}
