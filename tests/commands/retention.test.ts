import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { runCommand } from '../../src/commands/cli.js'
import { runClock } from '../../src/commands/clock.js'
import { commandFault } from '../../src/commands/command-fault.js'
import { runRetention } from '../../src/commands/retention.js'
import { openLowdbStore } from '../../src/platform/store/lowdb-store.js'
import { machineTime } from '../../src/platform/store/process-identity.js'
import type { Store } from '../../src/store.js'
import { conversation, handoff, message } from '../contract/sample-inputs.js'
import { commune } from '../platform/model/sample-commune.js'
import { hearCommand } from './hear-command.js'

let folder: string
let dataDir: string
let said: () => string
const environment = { ...process.env }

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guichet-retention-'))
  dataDir = join(folder, 'data')
  await mkdir(join(folder, 'town/communes'), { recursive: true })
  await cp('knowledge/messages', join(folder, 'messages'), { recursive: true })
  for (const id of ['bourg', 'ailleurs'])
    await writeFile(join(folder, 'town/communes', `${id}.json`), JSON.stringify(commune({ id, nom: `Nom de ${id}` })))
  process.env.GUICHET_KNOWLEDGE_DIR = folder
  process.env.GUICHET_DATA_DIR = dataDir
  process.env.GUICHET_DEMONSTRATION = 'no'
  process.env.GUICHET_TOWN_DIR = join(folder, 'town')
  said = hearCommand()
  await inStore(async (store) => {
    const old = new Date(Date.now() - 40 * 24 * 3_600_000).toISOString()
    for (const [id, communeId] of [
      ['un', 'bourg'],
      ['deux', 'ailleurs'],
    ] as const) {
      const begun = conversation(id, { communeId, createdAt: old, updatedAt: old })
      await store.createConversation(begun, [message('citizen', 'un secret', { at: old })])
    }
  })
})
afterEach(async () => {
  jest.restoreAllMocks()
  process.env = { ...environment }
  await rm(folder, { recursive: true, force: true })
})

async function inStore<T>(act: (store: Store) => Promise<T>): Promise<T> {
  const store = await openLowdbStore({ dataDir })
  try {
    return await act(store)
  } finally {
    await store.close()
  }
}

const known = () =>
  inStore(async (store) => {
    const found = await Promise.all(['un', 'deux'].map((id) => store.getConversation(id)))
    return found.flatMap((one) => one?.id ?? [])
  })

describe('a command', () => {
  it('says in a sentence that a server uses the data, or that a file cannot be read', async () => {
    const status = await inStore(() => runCommand('retention', ['--dry-run']))
    expect([status, said()]).toEqual([
      1,
      'Un serveur utilise ces données. Arrêtez-le, puis relancez la même commande.\n',
    ])
    await expect(commandFault(new Error('a fault of ours'))).resolves.toBeNull()
    const missing = await readFile('/nope').catch((error: unknown) => error)
    expect(await commandFault(missing)).toBe('/nope ne peut pas être lu (ENOENT).')
  })

  it('says in words that a folder of the content is not whole, where it has no sentence to say it with', async () => {
    process.env.GUICHET_KNOWLEDGE_DIR = tmpdir()
    const missing = await readFile('/nope').catch((error: unknown) => error)
    expect(await commandFault(missing)).toMatch(
      /^Un fichier ne peut pas être lu : ENOENT.*\/nope.*GUICHET_KNOWLEDGE_DIR/,
    )
  })

  it('says in words that a setting is wrong, or that there is no such command', async () => {
    process.env.PORT = 'abc'
    expect([await runCommand('retention', ['--dry-run']), said()]).toEqual([
      1,
      'Réglages à corriger (1) :\n  - PORT : il faut un nombre entier de 0 à 65535\n',
    ])
    expect(await runCommand('retnetion', [])).toBe(2)
    expect(said()).toContain('Commande inconnue : retnetion')
  })

  it.each(['toString', 'constructor', '__proto__', ''])('is not “%s”, which every object has', async (name) => {
    expect(await runCommand(name, [])).toBe(2)
    expect(said()).toContain(`Commande inconnue : ${name}\n`)
    expect(await runCommand('import', [name])).toBe(2)
  })

  it.each(['--help', '-h', 'help'])('is listed with the others by %s, with what it is for', async (name) => {
    expect(await runCommand(name, [])).toBe(0)
    expect(said()).toMatch(/^ {2}start +démarre le serveur$/m)
    expect(said()).toMatch(/^ {2}retention +dit ce qui est à effacer/m)
  })
})

describe('npm run retention', () => {
  it('lists what is due by commune, kind and age, without content, and erases nothing', async () => {
    expect(await runRetention(['--dry-run'])).toBe(0)
    expect(said()).toMatch(
      /Nom de bourg \(\d.*\)\n {2}Conversations \(durée : 30 jours\) : 1 à effacer, la plus ancienne du /,
    )
    expect(said()).toMatch(/Annonces passées, regards sur des données masquées \(durée : 365 jours\) : rien à effacer/)
    expect(said()).toContain('Nom de ailleurs')
    expect(said()).not.toContain('secret')
    expect(await known()).toEqual(['un', 'deux'])
  })

  it('erases nothing while the clock is not sure, and says which command tells why', async () => {
    expect(await runRetention(['--now'])).toBe(1)
    expect(said()).toBe('Rien n’est effacé tant que l’horloge n’est pas sûre. Voyez : guichet clock\n')
    expect(await known()).toEqual(['un', 'deux'])
    expect(await runRetention(['--dry-run'])).toBe(0)
    expect(said().match(/Voyez : guichet clock/g)).toHaveLength(2)
  })

  it('lists the requests that nobody handled, and announces before it closes one', async () => {
    const asked = new Date(Date.now() - 80 * 24 * 3_600_000).toISOString()
    await inStore(async (store) => {
      await store.createConversation(
        conversation('trois', { communeId: 'bourg', createdAt: asked, updatedAt: asked }),
        [],
      )
      const contact = { name: 'Jeanne' }
      const request = { kind: 'message' as const, requestedAt: asked, deadlineAt: null, contact }
      await store.requestHandoff(handoff('trois', request), message('system', 'Noté.', { at: asked }))
    })
    expect(await runRetention(['--dry-run', '--within', '9'])).toBe(0)
    expect(said()).toMatch(/Demandes restées sans réponse \(durée : 90 jours\) : rien à effacer/)
    expect(await runRetention(['--dry-run', '--within', '15'])).toBe(0)
    expect(said()).toMatch(/Demandes restées sans réponse \(durée : 90 jours\) : 1 à effacer, la plus ancienne du /)
    expect(said()).not.toContain('Jeanne')
    expect(await runClock(['accept'])).toBe(0)
    expect(await runRetention(['--now'])).toBe(0)
    const [open] = await inStore((store) => store.listHandoffs('bourg', ['pending']))
    expect(open).toMatchObject({ contact: { name: 'Jeanne' } })
    expect(Date.parse(open?.closesAt ?? '') - Date.now()).toBeGreaterThan(13 * 24 * 3_600_000)
  })

  it('touches no installation with the settings of a demonstration, which knows none of its communes', async () => {
    expect(await runClock(['accept'])).toBe(0)
    for (const name of ['GUICHET_DEMONSTRATION', 'GUICHET_TOWN_DIR']) delete process.env[name]
    await cp(join(folder, 'town/communes'), join(folder, 'communes'), { recursive: true })
    for (const action of ['--dry-run', '--now'])
      await expect(runRetention([action])).rejects.toThrow('GUICHET_PUBLIC_URL')
    expect(await known()).toEqual(['un', 'deux'])
  })

  it('says that what was dated while the clock was behind waits, as it does', async () => {
    const day = 24 * 3_600_000
    expect(await runClock(['accept'])).toBe(0)
    await inStore(async (store) => {
      const [note] = (await store.readClock()).notes
      const { boot, host, steadyMs } = await machineTime()
      const misdated = [{ fromMs: Date.now() - 50 * day, toMs: Date.now() - 30 * day, byMs: 20 * day }]
      const at = { boot, host, steadyMs: steadyMs(), believedMs: Date.now() }
      await store.noteClock({ gaps: [], doubt: null, accepted: null, witnessedMs: null, ...note, ...at, misdated })
    })
    expect(await runRetention(['--dry-run'])).toBe(0)
    expect(said()).toContain('Une partie de ce qui est dû attend, à cause de l’horloge. Voyez : guichet clock')
    expect(await runRetention(['--now'])).toBe(0)
    expect(await known()).toEqual(['un', 'deux'])
    expect(await runClock([])).toBe(0)
    expect(said()).toMatch(
      /Ce qui a été daté pendant que l’horloge retardait, jusqu’au .*, est gardé 20 jours de plus\./,
    )
  })

  it('erases what is due, of one commune or of all, and says how much', async () => {
    expect(await runClock(['accept'])).toBe(0)
    expect(await runRetention(['--now', '--commune', 'bourg'])).toBe(0)
    expect(said()).toContain('Effacé : Conversations 1.')
    expect(await known()).toEqual(['deux'])
    expect(await runRetention(['--now'])).toBe(0)
    expect(await known()).toEqual([])
    said = hearCommand()
    expect(await runRetention(['--now'])).toBe(0)
    expect(said()).toBe('Rien n’était à effacer.\n')
    expect(await runRetention(['--dry-run', '--within', '30'])).toBe(0)
    expect(said()).toContain('Dernier effacement')
    expect(said()).not.toContain('guichet clock')
  })

  it.each([
    [[]],
    [['--dry-run', '--now']],
    [['--now', '--within', '5']],
    [['--dry-run', '--within', 'a']],
    [['--tout']],
  ])('refuses %j and erases nothing', async (argv) => {
    expect(await runRetention(argv)).toBe(2)
    expect(said()).toContain('Usage')
    expect(await known()).toHaveLength(2)
  })

  it('refuses a commune that is not there', async () => {
    expect(await runRetention(['--now', '--commune', 'nulle-part'])).toBe(2)
    expect(said()).toContain('nulle-part')
  })
})
