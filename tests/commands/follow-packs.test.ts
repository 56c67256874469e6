import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { runPack } from '../../src/commands/pack.js'
import { type FollowOptions, runFollow } from '../../src/commands/packs/follow-packs.js'
import { loadPackWords } from '../../src/features/exchange/import-defaults.js'
import type { Pack } from '../../src/features/packs/pack.js'
import {
  fingerprintOf,
  newPackKey,
  packFile,
  publicKeyOf,
  readPackKey,
  signPack,
} from '../../src/features/packs/pack-keys.js'
import { openLowdbStore } from '../../src/store/lowdb-store.js'
import { content } from '../contract/sample-entry-content.js'
import { hearCommand } from './hear-command.js'

const ADDRESS = 'https://ailleurs.example/pack.json'
const key = readPackKey(newPackKey().privateKeyPem)
const fingerprint = fingerprintOf(publicKeyOf(key))
const words = await loadPackWords('knowledge')

let folder: string
let said: string
let published: Record<string, string>
const environment = { ...process.env }

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guichet-packs-'))
  process.env.GUICHET_DATA_DIR = join(folder, 'data')
  said = ''
  published = { [ADDRESS]: signed() }
})
afterEach(async () => {
  process.env = { ...environment }
  await rm(folder, { recursive: true, force: true })
})

function signed(patch: Partial<Pack> = {}, by = key): string {
  const pack: Pack = {
    id: 'bassins',
    title: 'Bassins',
    version: '1.0.0',
    licence: 'Licence Ouverte 2.0',
    source: { name: 'Ville d’Ailleurs', url: '' },
    publishedAt: '2026-11-20T08:00:00.000Z',
    notes: '',
    entries: [
      { id: 'bassin', ...content({ owner: 'sport', title: 'Bassin' }) },
      { id: 'patinoire', ...content({ title: 'Patinoire' }) },
    ],
    ...patch,
  }
  return packFile(signPack(pack, by))
}

async function run(verb: 'subscribe' | 'list' | 'update', options: FollowOptions = {}): Promise<number> {
  said = ''
  return runFollow(verb, options, {
    tell: (one, parameters) => words('fr', one, parameters),
    print: (line) => {
      said += `${line.replace(/\s/g, ' ')}\n`
    },
    read: async (address) => {
      const text = published[address]
      return text === undefined ? { outcome: 'refused', refusal: 'unreachable' } : { outcome: 'fetched', text }
    },
  })
}

/** What a curator finds afterwards. */
async function drafts(): Promise<[string, string | undefined, string | undefined][]> {
  const store = await openLowdbStore({ dataDir: join(folder, 'data') })
  const records = await Promise.all(['bassin', 'patinoire'].map((id) => store.getEntryRecord('villebourg', id)))
  await store.close()
  return records.flatMap((record) => {
    const { title, owner } = record?.draft?.content ?? {}
    return record?.draft ? [[record.entryId, title, owner] as [string, string | undefined, string | undefined]] : []
  })
}

it('guichet pack says how each of its acts is used, a line each', async () => {
  const heard = hearCommand()
  expect(await runPack([])).toBe(2)
  jest.restoreAllMocks()
  for (const act of ['keys', 'export', 'verify', 'subscribe', 'list', 'update'])
    expect(heard()).toMatch(new RegExp(`^.*guichet pack ${act}\\b`, 'm'))
})

describe('guichet pack subscribe | list | update', () => {
  it('trusts a key whose fingerprint was given, and makes drafts only when asked to', async () => {
    expect(await run('subscribe', { from: ADDRESS, apply: true })).toBe(0)
    expect(said).toContain('- bassin « Bassin » : Nouvelle.')
    expect(said).toContain('Services du pack que la commune n’a pas sous ce nom : sport')
    expect(said).toContain(`--fingerprint ${fingerprint.replaceAll(' ', '')} --apply`)
    expect(await run('subscribe', { from: ADDRESS, fingerprint: 'abcd', apply: true })).toBe(1)
    expect(await run('subscribe', { from: ADDRESS, fingerprint })).toBe(0)
    expect(said).toContain('Rien n’est enregistré')
    expect(await drafts()).toEqual([])
    await run('list')
    expect(said).toContain('ne suit aucun pack')

    const trusted = { from: ADDRESS, fingerprint: fingerprint.replaceAll(' ', ''), apply: true, entries: 'bassin' }
    expect(await run('subscribe', { ...trusted, services: 'sport=accueil' })).toBe(0)
    expect(said).toContain('Brouillons enregistrés : 1.')
    expect(await drafts()).toEqual([['bassin', 'Bassin', 'accueil']])
    expect(await run('list')).toBe(0)
    expect(said).toContain('bassins – « Bassins », version 1.0.0, de Ville d’Ailleurs. Réponses prises : 1. Origine : ')
  })

  it('proposes updates of what is followed, leaves what somebody writes, and refuses what is no update', async () => {
    const trusted = { from: ADDRESS, fingerprint, apply: true }
    await run('subscribe', { ...trusted, services: 'sport=accueil', entries: 'bassin' })
    const entries = [
      { id: 'bassin', ...content({ owner: 'sport', title: 'Le bassin' }) },
      { id: 'patinoire', ...content({ title: 'La patinoire' }) },
    ]
    published[ADDRESS] = signed({ version: '1.1.0', entries })
    expect(await run('update')).toBe(0)
    expect(said).toContain('- patinoire « La patinoire » : Nouvelle.')
    expect(await run('update', { id: 'bassins', apply: true })).toBe(0)
    expect(said).toContain('Laissées, car quelqu’un les écrit : bassin.')
    expect(await drafts()).toEqual([
      ['bassin', 'Bassin', 'accueil'],
      ['patinoire', 'La patinoire', 'etat-civil'],
    ])
    published[ADDRESS] = signed({ version: '0.9.0' })
    expect(await run('update')).toBe(1)
    expect(said).toContain('plus ancien')
    published[ADDRESS] = signed({ version: '1.2.0' }, readPackKey(newPackKey().privateKeyPem))
    expect(await run('update')).toBe(1)
    expect(said).toContain('autre clé')
    delete published[ADDRESS]
    expect(await run('update')).toBe(1)
    expect(await run('update', { id: 'licornes' })).toBe(1)
  })

  it('reads a file too, and says what is not there', async () => {
    const file = join(folder, 'pack.json')
    await writeFile(file, signed())
    expect(await run('subscribe', { from: file, fingerprint, apply: true })).toBe(0)
    expect(await run('update')).toBe(0)
    expect(said).toContain('redonnez le nouveau')
    expect(await run('update', { from: file })).toBe(0)
    expect(await run('subscribe', { from: join(folder, 'none.json') })).toBe(1)
    expect(said).toContain('ENOENT')
    expect(await run('subscribe')).toBe(2)
    expect(await run('list', { commune: 'atlantis' })).toBe(2)
  })
})
