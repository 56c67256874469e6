import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { runCommand } from '../../src/commands/cli.js'
import type { ToldOfLink } from '../../src/features/accounts/person-verbs.js'
import type { User } from '../../src/features/accounts/staff.js'
import type { UsersDocument } from '../../src/features/accounts/staff-verbs.js'
import { newBirth } from '../../src/platform/store/birth.js'
import type { Collection } from '../../src/platform/store/document-cache.js'
import { createSealer } from '../../src/platform/store/sealer.js'
import { recordBirth } from '../../src/store/births.js'
import { scopeOf, withoutCommuneIn } from '../../src/store/communes/commune-part.js'
import { canonical, copyOne, type KeptDocument, NOBODY, readDocuments } from '../../src/store/move-documents.js'
import { openMediumAlone, openStore, type StoreChoice } from '../../src/store/open-store.js'
import type { Store } from '../../src/store/store.js'
import { sampleDocuments } from '../failures/sample-data.js'
import { commune } from '../platform/model/sample-commune.js'
import { createDatabase, type TestDatabase } from '../postgres/test-database.js'
import { useCommandPlace } from './command-place.js'

const AT = '2026-11-20T09:00:00.000Z'
const TOWNS = ['aubrive', 'belmont', 'corval']
const place = useCommandPlace('commune-life')
const said = () => place.said()
const run = (...argv: string[]) => runCommand('commune', argv)

describe.each(['lowdb', 'PostgreSQL'])('all of one commune, with %s', (kind) => {
  let databases: TestDatabase[] = []
  let choice: StoreChoice
  beforeEach(async () => {
    databases = kind === 'lowdb' ? [] : [await createDatabase(), await createDatabase()]
    for (const path of ['messages', 'passwords'])
      await cp(join('knowledge', path), join(place.folder, 'knowledge', path), { recursive: true })
    Object.assign(process.env, {
      GUICHET_KNOWLEDGE_DIR: join(place.folder, 'knowledge'),
      GUICHET_DATA_DIR: join(place.folder, 'data'),
      GUICHET_PUBLIC_URL: 'https://syndicat.example',
      DATABASE_URL: databases[0]?.url ?? '',
    })
    choice = storeIn('data', databases[0])
    for (const id of TOWNS)
      await write(`data/town/communes/${id}.json`, JSON.stringify(commune({ id, nom: `Ville ${id}` })))
    await write('data/town/communes/belmont/marche.md', 'une fiche')
    await write('data/town/replies/belmont/bonjour.json', '[]')
    await fill(choice)
  })
  afterEach(async () => {
    for (const database of databases) await database.drop()
  })
  const archive = () => join(place.folder, 'belmont.ndjson.gz')

  it('is exported, removed and imported again: nothing of it is left between, and the others stay byte for byte', async () => {
    const before = await everything(choice)
    const words = wordsOf(before, 'belmont')
    expect(words.length).toBeGreaterThan(100)
    expect(await run('export', 'belmont', '--to', archive())).toBe(0)
    expect(await run('remove', 'belmont')).toBe(0)
    expect(said()).toContain('Rien n’a été fait.')
    expect(await everything(choice)).toEqual(before)
    expect(await run('remove', 'belmont', '--yes')).toBe(2)
    expect(await run('remove', 'belmont', 'belmont', '--yes', '--to', place.folder)).toBe(0)
    expect(said()).toContain('Il n’y a plus rien de « belmont » sur ce serveur.')
    const after = await everything(choice)
    expect(without(after, 'erasures')).toEqual(without(await left(before, 'belmont'), 'erasures'))
    const text = JSON.stringify(after)
    expect(words.filter((word) => text.includes(word))).toEqual([])
    expect(await run('import', '--from', archive())).toBe(0)
    expect(said()).toContain('Rien n’a été fait.')
    expect(await everything(choice)).toEqual(after)
    expect(await run('import', '--from', archive(), '--yes')).toBe(0)
    expect(said()).toContain('tous relus et comparés')
    const again = await everything(choice)
    expect(rowsOf(again, 'belmont')).toEqual(rowsOf(before, 'belmont'))
    expect(rowsOf(again, 'corval')).toEqual(rowsOf(before, 'corval'))
    expect(await readFile(join(place.folder, 'data/town/communes/belmont/marche.md'), 'utf8')).toBe('une fiche')
    expect(await run('import', '--from', archive(), '--yes')).toBe(1)
  })

  it('is not imported, restored or moved with an address that is another’s there, in a file or in settings', async () => {
    const publicUrl = 'https://chat.rives.example'
    await write(
      'data/town/communes/belmont.json',
      JSON.stringify(commune({ id: 'belmont', nom: 'Belmont', publicUrl })),
    )
    expect(await run('export', 'belmont', '--to', archive())).toBe(0)
    const other = commune({ id: 'aubrive', nom: 'Aubrive', publicUrl })
    await write('la-bas/town/communes/aubrive.json', JSON.stringify(other))
    const there = await openStore(storeIn('la-bas', databases[1]), { birth: newBirth('installation', AT) })
    await there.close()
    const options = ['--to-data', join(place.folder, 'la-bas'), '--yes']
    expect(await run('move', 'belmont', ...options, ...(databases[1] ? ['--to-database', databases[1].url] : []))).toBe(
      1,
    )
    expect(said()).toContain(
      `la commune y répond de nouveau : là-bas, ${publicUrl} est déjà l’adresse de Aubrive (aubrive).`,
    )
    expect(await run('remove', 'belmont', 'belmont', '--yes', '--no-export')).toBe(0)
    await giveAddress(choice, 'corval', publicUrl)
    expect(await run('import', '--from', archive(), '--yes')).toBe(1)
    expect(await run('restore', 'belmont', '--from', archive(), '--yes')).toBe(1)
    expect(
      said().match(/Rien n’a changé : https:\/\/chat\.rives\.example est déjà l’adresse de Ville corval/g),
    ).toHaveLength(2)
    process.env.GUICHET_PUBLIC_URL = publicUrl
    expect(await run('import', '--from', archive(), '--yes')).toBe(1)
    expect(said()).toContain('https://chat.rives.example est l’adresse du serveur')
  })

  it('is restored alone from a backup of everything, but for what was erased since', async () => {
    const backup = join(place.folder, 'tout.ndjson.gz')
    expect(await runCommand('backup', ['--to', backup])).toBe(0)
    const before = await everything(choice)
    await spoil(choice)
    const spoilt = await everything(choice)
    expect(await run('restore', 'belmont', '--from', backup, '--yes', '--no-export')).toBe(0)
    const after = await everything(choice)
    expect(rowsOf(after, 'belmont')).toEqual(
      rowsOf(before, 'belmont').filter((row) => !row.includes('sample-belmont-1"')),
    )
    for (const id of ['aubrive', 'corval']) expect(rowsOf(after, id)).toEqual(rowsOf(spoilt, id))
    expect(await readFile(join(place.folder, 'data/town/communes/belmont/marche.md'), 'utf8')).toBe('une fiche')
  })

  it('moves to another server under another name, opened there by that one’s key', async () => {
    const there = storeIn('la-bas', databases[1])
    const options = ['--to-data', join(place.folder, 'la-bas'), '--as', 'bel', '--yes']
    expect(await run('move', 'belmont', ...options, ...(databases[1] ? ['--to-database', databases[1].url] : []))).toBe(
      0,
    )
    expect(said()).toContain('est maintenant là-bas (bel)')
    expect(rowsOf(await everything(choice), 'belmont')).toEqual([])
    const moved = await everything(there)
    expect(rowsOf(moved, 'bel').length).toBeGreaterThan(30)
    const users = moved.find(({ kind: one }) => one === 'users')?.document as UsersDocument
    const factor = users.users.find(({ secondFactor }) => secondFactor)
    const key = createSealer(join(place.folder, 'la-bas'))
    expect(await key.open(factor?.secondFactor?.sealedSecret ?? '', `second-factor:${factor?.id}`)).toBe('SECRET')
    expect(users.users.every(({ roles }) => !roles.includes('super-admin'))).toBe(true)
  })

  it('keeps its accounts linked where they still are, and brings back no link that was undone or left', async () => {
    const backup = join(place.folder, 'tout.ndjson.gz')
    const linked = async (act: (store: Store, id: string, other: string) => Promise<unknown>) => {
      const { openStore } = await import('../../src/store/open-store.js')
      const store = await openStore(choice)
      try {
        const users = await store.listUsers()
        const of = (communeId: string) => users.find((user) => user.communeId === communeId)?.id ?? ''
        await act(store, of('belmont'), of('corval'))
        return (await store.listLinked(of('belmont'))).map(({ communeId }) => communeId)
      } finally {
        await store.close()
      }
    }
    const now = () => linked(async () => {})
    const told: ToldOfLink = ({ id, communeId }) => ({
      ...{ id, communeId, at: AT, userId: id, userName: 'S', action: 'user_changed' },
      ...{ target: { kind: 'user', id }, before: null, after: null, why: '' },
    })
    expect(await linked((store, id, other) => store.linkAccounts([id, other], 'anne', told))).toEqual(['corval'])
    expect(await runCommand('backup', ['--to', backup])).toBe(0)
    expect(await run('restore', 'belmont', '--from', backup, '--yes', '--no-export')).toBe(0)
    expect(await now()).toEqual(['corval'])
    await linked(async (store, id) => {
      await store.saveUser({ ...((await store.getUser(id)) as User), passwordHash: 'chosen since' })
    })
    expect(await run('restore', 'belmont', '--from', backup, '--yes', '--no-export')).toBe(0)
    expect(await now()).toEqual([])
    expect(await linked((store, id, other) => store.linkAccounts([id, other], 'other', told))).toEqual(['corval'])
    expect(await linked((store, id) => store.unlinkAccount(id, told))).toEqual([])
    expect(await run('restore', 'belmont', '--from', backup, '--yes', '--no-export')).toBe(0)
    expect(await now()).toEqual([])
    await linked((store, id, other) => store.linkAccounts([id, other], 'anne', told))
    expect(await run('export', 'belmont', '--to', archive())).toBe(0)
    expect(await run('remove', 'belmont', 'belmont', '--yes', '--no-export')).toBe(0)
    expect(await run('import', '--from', archive(), '--yes')).toBe(0)
    expect(await now()).toEqual([])
    await linked((store, id, other) => store.linkAccounts([id, other], 'anne', told))
    const there = storeIn('la-bas', databases[1])
    const options = ['--to-data', join(place.folder, 'la-bas'), '--yes']
    expect(await run('move', 'belmont', ...options, ...(databases[1] ? ['--to-database', databases[1].url] : []))).toBe(
      0,
    )
    const moved = (await everything(there)).find(({ kind: one }) => one === 'users')?.document as UsersDocument
    expect(moved.users.filter(({ personId }) => personId !== undefined)).toEqual([])
  })

  it('is said before a backup of everything is put back: who comes back, who left since, and who is not in it', async () => {
    const backup = join(place.folder, 'tout.ndjson.gz')
    const former = join(place.folder, 'data.former')
    // Another folder, or another database beside the same one, in the place of what there is.
    const putAside = async () => {
      if (databases[0]) {
        const empty = await createDatabase()
        databases.push(empty)
        process.env.DATABASE_URL = empty.url
        choice = storeIn('data', empty)
        return
      }
      await rm(former, { recursive: true, force: true })
      await rename(join(place.folder, 'data'), former)
      await mkdir(join(place.folder, 'data'), { mode: 0o700 })
      await cp(join(former, 'seal.key'), join(place.folder, 'data/seal.key'))
    }
    const known = databases[0] ? [] : ['--erasures', former]
    const restore = (...more: string[]) => runCommand('restore', [backup, ...known, ...more])
    // What is due is erased when a backup is put back: what stays whatever its age is compared.
    const namesOf = async (communeId: string) =>
      rowsOf(await everything(choice), communeId).flatMap((row) => /^(?:entries|settings|webhooks) \S+/.exec(row) ?? [])
    expect(await runCommand('backup', ['--to', backup])).toBe(0)
    const [belmont, corval] = [await namesOf('belmont'), await namesOf('corval')]
    expect([belmont.length, corval.length]).toEqual([3, 3])
    expect(await run('remove', 'belmont', 'belmont', '--yes', '--no-export')).toBe(0)
    await write('data/town/communes/dorval.json', JSON.stringify(commune({ id: 'dorval', nom: 'Ville dorval' })))
    expect(await runCommand('backup', ['--to', place.folder, '--erasures-only'])).toBe(0)
    await putAside()

    // Of the folder of the town, or of the data folder that was put aside, it is known that there is one more.
    expect(await restore()).toBe(1)
    expect(said()).toMatch(/Communes remises.: aubrive, corval\./)
    expect(said()).toMatch(/belmont.*a été retirée du serveur le.*rien d’elle ne revient/)
    expect(said()).toMatch(/Rien n’a été écrit\. Ces communes.*: dorval\./)
    expect(await everything(choice)).toEqual([])
    expect(await restore('--without', 'dorval')).toBe(0)
    expect(said()).toMatch(/dorval.*n’est pas dans cette sauvegarde/)
    expect(rowsOf(await everything(choice), 'belmont')).toEqual([])
    expect(await namesOf('corval')).toEqual(corval)
    expect(await readdir(join(place.folder, 'data/town/communes'))).not.toContain('belmont.json')
    // By the command that was said, it comes back from the same file.
    expect(said()).toContain(`npx guichet commune import belmont --from ${backup}`)
    expect(await run('import', 'belmont', '--from', backup, '--yes')).toBe(0)
    expect(await namesOf('belmont')).toEqual(belmont)

    // It is there again: whatever its leaving noted, it comes back with the others.
    await putAside()
    expect(await restore('--without', 'dorval')).toBe(0)
    expect(said()).toMatch(/Communes remises.: aubrive, belmont, corval\./)
    expect(await namesOf('belmont')).toEqual(belmont)
  })

  it('counts the files that came with an import, or back with a restoration, at once', async () => {
    const { openStore } = await import('../../src/store/open-store.js')
    const keep = async (number: number, bytes: number) => {
      const store = await openStore(choice)
      try {
        const there = await store.listFiles('belmont')
        const sizes = await Promise.all(
          there.map(async (id) => (await store.readFile('belmont', id))?.bytes.length ?? 0),
        )
        const most = sizes.reduce((sum, size) => sum + size, 0) + 40
        const id = `f${String(number).padStart(64, '0')}`
        const file = { communeId: 'belmont', id, type: 'image/png' as const, bytes: Buffer.alloc(bytes), givenAt: AT }
        return { kept: await store.keepFile({ ...file, most }), before: there.length }
      } finally {
        await store.close()
      }
    }
    const { kept, before } = await keep(1, 40)
    expect(kept).toBe('kept')
    const backup = join(place.folder, 'tout.ndjson.gz')
    expect(await runCommand('backup', ['--to', backup])).toBe(0)
    expect(await run('restore', 'belmont', '--from', backup, '--yes', '--no-export')).toBe(0)
    expect(await keep(2, 41)).toEqual({ kept: 'no_room', before: before + 1 })
    expect(await run('export', 'belmont', '--to', archive())).toBe(0)
    expect(await run('remove', 'belmont', 'belmont', '--yes', '--no-export')).toBe(0)
    expect(await keep(3, 40)).toEqual({ kept: 'kept', before: 0 })
    expect(await run('remove', 'belmont', 'belmont', '--yes', '--no-export')).toBe(0)
    expect(await run('import', '--from', archive(), '--yes')).toBe(0)
    expect(await keep(2, 41)).toEqual({ kept: 'no_room', before: before + 1 })
  })

  // A data folder is of one process, which erases it itself.
  const itShared = kind === 'PostgreSQL' ? it : it.skip
  itShared('leaves nothing of what a server of the same database wrote before it heard that it is gone', async () => {
    const { openStore } = await import('../../src/store/open-store.js')
    const server = await openStore(choice)
    const writes: Promise<unknown>[] = []
    // As a look for what is due does that had begun: once as it is told, once more when all was erased.
    server.subscribe(({ type }) => {
      if (type === 'commune' && writes.length < 2) writes.push(server.recordPurge('belmont', { at: AT, erased: {} }))
    })
    try {
      expect(await run('remove', 'belmont', 'belmont', '--yes', '--no-export')).toBe(0)
      expect(writes).toHaveLength(2)
    } finally {
      await Promise.all(writes)
      await server.close()
    }
    expect(rowsOf(await everything(choice), 'belmont')).toEqual([])
  })

  it('leaves nothing of what a server wrote, that had not heard, once nothing was found to be left', async () => {
    const { openStore } = await import('../../src/store/open-store.js')
    const { operatorCommandsDuty } = await import('../../src/store/operator-commands.js')
    const server = await openStore(choice)
    const unused = { communeIds: [], refresh: async () => {}, documentsOf: async function* () {}, onFault: () => {} }
    const applyOperatorCommands = operatorCommandsDuty({ dataDir: choice.dataDir, store: server, ...unused })
    const sweeps = setInterval(() => void applyOperatorCommands(), 1_000)
    const writes: Promise<unknown>[] = []
    let told = 0
    // As counters are, that waited to be written: it is told as all begins to be erased, and once more at the end.
    server.subscribe(({ type }) => {
      if (type !== 'commune') return
      told += 1
      if (told !== 2) return
      const waited = new Promise((resolve) => setTimeout(resolve, databases[0] ? 500 : 900))
      writes.push(waited.then(() => server.count('belmont', '2026-11-20', { questions: 1 })))
    })
    try {
      expect(await run('remove', 'belmont', 'belmont', '--yes', '--no-export')).toBe(0)
      expect(writes).toHaveLength(1)
    } finally {
      clearInterval(sweeps)
      await Promise.all(writes)
      await server.close()
    }
    expect(rowsOf(await everything(choice), 'belmont')).toEqual([])
  })

  it('comes back, or does not, by the id that its file says, with a list of what was erased that lies elsewhere', async () => {
    const backup = join(place.folder, 'sauvegardes', 'tout.ndjson.gz')
    const towns = join(place.folder, 'data/town/communes')
    await rename(join(towns, 'belmont.json'), join(towns, 'mairie-belmont.json'))
    await rename(join(towns, 'corval.json'), join(towns, 'mairie-corval.json'))
    expect(await runCommand('backup', ['--to', backup])).toBe(0)
    const corval = rowsOf(await everything(choice), 'corval').filter((row) => row.startsWith('entries '))
    expect(await run('remove', 'belmont', 'belmont', '--yes', '--no-export')).toBe(0)
    // Another name of its file makes no other commune.
    await rename(join(towns, 'mairie-corval.json'), join(towns, 'corval.json'))
    const elsewhere = join(place.folder, 'ailleurs')
    expect(await runCommand('backup', ['--to', elsewhere, '--erasures-only'])).toBe(0)
    const list = join(elsewhere, 'guichet-erasures.json')
    await rm(join(place.folder, 'sauvegardes', 'guichet-erasures.json'))
    if (databases[0]) {
      databases.push(await createDatabase())
      process.env.DATABASE_URL = databases[2]?.url ?? ''
      choice = storeIn('data', databases[2])
    } else {
      const former = join(place.folder, 'data.former')
      await rename(join(place.folder, 'data'), former)
      await mkdir(join(place.folder, 'data'), { mode: 0o700 })
      for (const kept of ['seal.key', 'town'])
        await cp(join(former, kept), join(place.folder, 'data', kept), { recursive: true })
    }
    expect(await runCommand('restore', [backup, '--erasures', list])).toBe(0)
    expect(said()).toMatch(/Communes remises.: aubrive, corval\./)
    expect(said()).toMatch(/belmont.*a été retirée du serveur le/)
    const after = await everything(choice)
    expect(rowsOf(after, 'belmont')).toEqual([])
    expect(rowsOf(after, 'corval').filter((row) => row.startsWith('entries '))).toEqual(corval)
    expect(await readdir(towns)).toEqual(['aubrive.json', 'corval.json'])
    // As was told to do, to have it again all the same.
    await cp(list, join(place.folder, 'sauvegardes', 'guichet-erasures.json'))
    expect([await run('import', 'belmont', '--from', backup, '--yes'), said().slice(-600)]).toEqual([
      0,
      expect.stringContaining('en place'),
    ])
    expect(await readdir(towns)).toEqual(['aubrive.json', 'belmont', 'belmont.json', 'corval.json'])
  })

  it('keeps a server without its only administrator from happening', async () => {
    expect(await run('remove', 'aubrive', 'aubrive', '--yes')).toBe(1)
    expect(said()).toContain('Le seul compte qui administre le serveur')
  })
})

function storeIn(folder: string, database: TestDatabase | undefined): StoreChoice {
  return { dataDir: join(place.folder, folder), database: database ? { url: database.url, connections: 4 } : null }
}

/** A commune's address, as who administers the server gives it. */
async function giveAddress(choice: StoreChoice, communeId: string, publicUrl: string): Promise<void> {
  const store = await openStore(choice)
  const said = { why: '', toFile: [], differences: [], userId: 'x', userName: 'X' }
  const baseVersion = (await store.listSettingsEdits(communeId)).length
  await store.saveSettings({ communeId, baseVersion, at: AT, set: { publicUrl }, ...said })
  await store.close()
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(join(place.folder, path, '..'), { recursive: true })
  await writeFile(join(place.folder, path), text)
}

/** Samples of every kind, of three communes; a second factor that a key opens, and one who administers the server. */
async function fill(choice: StoreChoice): Promise<void> {
  const { documents } = sampleDocuments(AT, TOWNS)
  const sealer = createSealer(choice.dataDir)
  for (const one of documents) {
    if (one.kind !== 'users') continue
    const users = one.document as UsersDocument
    const former = new Map(users.users.map((user) => [user.id, `${user.communeId}-${user.id}`]))
    for (const { agents } of users.pools ?? [])
      for (const agent of agents) agent.userId = former.get(agent.userId) ?? agent.userId
    for (const user of users.users) {
      user.id = `${user.communeId}-${user.id}`
      if (user.secondFactor) user.secondFactor.sealedSecret = await sealer.seal('SECRET', `second-factor:${user.id}`)
    }
    users.users.push({
      ...{ id: 'server', communeId: 'aubrive', email: 'a@syndicat.example', displayName: 'S', roles: ['super-admin'] },
      ...{ passwordHash: null, demonstration: false, createdAt: AT },
    })
  }
  await inMedium(choice, async (medium) => {
    await recordBirth(medium, newBirth('installation', AT))
    for (const { kind, key, document } of documents)
      await copyOne(document, (medium[kind] as Collection<object>).open(NOBODY)(key))
  })
}

/** A conversation is erased for good; another one, an entry and the settings are spoilt. */
async function spoil(choice: StoreChoice): Promise<void> {
  const { openStore } = await import('../../src/store/open-store.js')
  const store = await openStore(choice)
  await store.eraseConversation('sample-belmont-1')
  await store.close()
  await write('data/town/communes/belmont/marche.md', 'abîmée')
  await inMedium(choice, async (medium) => {
    await copyOne(null, (medium.conversations as unknown as Collection<object>).open(NOBODY)('sample-belmont-2'))
    await copyOne(null, (medium.entries as unknown as Collection<object>).open(NOBODY)('belmont/sample-entry'))
    await copyOne(null, (medium.entries as unknown as Collection<object>).open(NOBODY)('corval/sample-entry'))
    await copyOne(null, (medium.settings as unknown as Collection<object>).open(NOBODY)('belmont'))
  })
}

async function inMedium(
  choice: StoreChoice,
  act: (medium: Awaited<ReturnType<typeof openMediumAlone>>) => Promise<void>,
) {
  const medium = await openMediumAlone(choice)
  try {
    await act(medium)
  } finally {
    await medium.close()
  }
}

async function everything(choice: StoreChoice): Promise<KeptDocument[]> {
  const all: KeptDocument[] = []
  await inMedium(choice, async (medium) => {
    for await (const one of readDocuments(medium)) all.push(JSON.parse(JSON.stringify(one)) as KeptDocument)
  })
  return all.sort((a, b) => (`${a.kind} ${a.key}` < `${b.kind} ${b.key}` ? -1 : 1))
}

const without = (all: KeptDocument[], kind: string) => all.filter((one) => one.kind !== kind)

/** Everything but what is a commune's, as it must be once that is gone: what is empty then may be there or not. */
async function left(all: KeptDocument[], id: string): Promise<KeptDocument[]> {
  const scope = await scopeOf(sourceOf(all), id)
  const handoffIds = new Set(JSON.stringify(all).match(new RegExp(`handoff-sample-${id}-\\d+`, 'g')))
  return all.flatMap((one) => {
    const document = withoutCommuneIn(one, { ...scope, handoffIds })
    return document === null ? [] : [{ ...one, document }]
  })
}

const sourceOf = (all: KeptDocument[]) => ({
  documents: async function* () {
    yield* all
  },
})

/** The rows and documents that name a commune, sessions and the like aside, each as text. */
function rowsOf(all: KeptDocument[], id: string): string[] {
  const passing = ['sessions', 'presences', 'push', 'erasures', 'remoteReplies', 'tchap']
  return all
    .filter(({ kind }) => !passing.includes(kind))
    .flatMap(({ kind, key, document }) => {
      const names = (value: unknown): boolean => canonical(value).includes(`"communeId":"${id}"`)
      if (key !== '')
        return names(document) || key.split('/')[0] === id ? [`${kind} ${key} ${canonical(document)}`] : []
      return Object.entries(document).flatMap(([field, rows]) =>
        Array.isArray(rows) ? rows.filter(names).map((row) => `${kind} ${field} ${canonical(row)}`) : [],
      )
    })
    .sort()
}

/** The words that were written of a commune alone. */
function wordsOf(all: KeptDocument[], id: string): string[] {
  const of = (one: string) =>
    new Set(
      rowsOf(all, one)
        .join(' ')
        .match(/zq\d{5}[a-z]+/g),
    )
  const others = new Set(TOWNS.filter((one) => one !== id).flatMap((one) => [...of(one)]))
  return [...of(id)].filter((word) => !others.has(word))
}
