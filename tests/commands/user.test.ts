import { cp, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { beforeEach, describe, expect, it } from '@jest/globals'
import { createDemonstrationAccounts } from '../../src/commands/demonstration.js'
import { runUser } from '../../src/commands/user.js'
import { openLowdbStore } from '../../src/store/lowdb-store.js'
import { createMemoryStore } from '../../src/store/memory-store.js'
import { commune } from '../platform/model/sample-commune.js'
import { useCommandPlace } from './command-place.js'

let folder: string
const place = useCommandPlace('user')
const said = () => place.said()

beforeEach(async () => {
  folder = place.folder
  await mkdir(join(folder, 'data', 'town', 'communes'), { recursive: true })
  await cp('knowledge/messages', join(folder, 'messages'), { recursive: true })
  await cp('knowledge/passwords', join(folder, 'passwords'), { recursive: true })
  const town = commune({ departments: { civil: { nom: 'État civil', categories: ['etat-civil'] } } })
  await writeFile(join(folder, 'data', 'town', 'communes', 'bourg.json'), JSON.stringify(town))
  Object.assign(process.env, {
    GUICHET_KNOWLEDGE_DIR: folder,
    GUICHET_DATA_DIR: join(folder, 'data'),
    GUICHET_DEMONSTRATION: 'no',
    GUICHET_PASSWORD: 'un mot de passe long',
  })
})

const add = (...more: string[]) => runUser(['add', '--email', 'anne@example.org', '--name', 'Anne', ...more])
const saved = async () => {
  const store = await openLowdbStore({ dataDir: join(folder, 'data') })
  const [user] = await store.findUsersByEmail('anne@example.org')
  await store.close()
  return user
}

describe('guichet user add', () => {
  it('gives an agent her departments and her capacity', async () => {
    expect(await add('--department', 'civil', '--capacity', '2')).toBe(0)
    expect(await saved()).toMatchObject({ roles: ['agent'], departments: ['civil'], capacity: 2 })
  })

  it('leaves her everything and the number of the commune when nothing is said', async () => {
    expect(await add()).toBe(0)
    expect(Object.keys((await saved()) ?? {})).toEqual(expect.not.arrayContaining(['departments', 'capacity']))
  })

  it('refuses what does not exist, and says what does', async () => {
    expect(await add('--department', 'lune')).toBe(2)
    expect(said()).toContain('Service inconnu : lune. Services de la commune : civil.')
    for (const capacity of ['0', '21', '1.5', 'trois']) expect(await add('--capacity', capacity)).toBe(2)
    expect(await saved()).toBeUndefined()
  })

  it('refuses an address that has an account in the commune, and takes one of another’s, beside it', async () => {
    await writeFile(
      join(folder, 'data', 'town', 'communes', 'zed.json'),
      JSON.stringify(commune({ id: 'zed', nom: 'Zed' })),
    )
    expect(await add()).toBe(0)
    expect(await add()).toBe(2)
    expect(said()).toContain('Il y a déjà un compte pour anne@example.org dans la commune bourg.')
    expect(await add('--commune', 'zed')).toBe(0)
    const store = await openLowdbStore({ dataDir: join(folder, 'data') })
    const users = await store.findUsersByEmail('anne@example.org')
    await store.close()
    expect(users.map(({ communeId }) => communeId)).toEqual(['bourg', 'zed'])
    expect(new Set(users.map(({ passwordHash }) => passwordHash?.split('$').at(-2))).size).toBe(1)
  })

  it('says how it is used to who gives it an option that it has not, or no password', async () => {
    expect(await add('--rol', 'admin')).toBe(2)
    expect(said()).toContain('guichet user add --email')
    delete process.env.GUICHET_PASSWORD
    const terminal = Object.getOwnPropertyDescriptor(process, 'stdin')
    Object.defineProperty(process, 'stdin', { value: Readable.from([]), configurable: true })
    try {
      expect(await add()).toBe(2)
    } finally {
      if (terminal) Object.defineProperty(process, 'stdin', terminal)
    }
    expect(said()).toContain('Il manque le mot de passe')
    expect(await saved()).toBeUndefined()
  })
})

it('the demonstration’s État civil has its department, and its reception takes everything', async () => {
  const store = createMemoryStore()
  await createDemonstrationAccounts(store, 'villebourg')
  expect((await store.findUsersByEmail('etat-civil@villebourg.example'))[0]?.departments).toEqual(['etat-civil'])
  expect((await store.findUsersByEmail('accueil@villebourg.example'))[0]).not.toHaveProperty('departments')
})
