import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { runImportPlaces } from '../../src/commands/import-places.js'
import type { PlacesNearby } from '../../src/platform/model/place.js'
import { commune } from '../platform/model/sample-commune.js'
import { hearCommand } from './hear-command.js'

const FIXTURE = 'tests/fixtures/places/villebourg.csv'

let folder: string
let said: () => string
const environment = { ...process.env }

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guichet-import-'))
  await mkdir(join(folder, 'communes'))
  await cp('knowledge/messages', join(folder, 'messages'), { recursive: true })
  await cp('knowledge/communes/villebourg.json', join(folder, 'communes', 'villebourg.json'))
  await writeFile(join(folder, 'communes', 'bourg.json'), JSON.stringify(commune()))
  process.env.GUICHET_KNOWLEDGE_DIR = folder
  said = hearCommand()
})
afterEach(async () => {
  jest.restoreAllMocks()
  process.env = { ...environment }
  await rm(folder, { recursive: true, force: true })
})

const run = (...argv: string[]) => runImportPlaces(argv)
const runOn = (file: string, ...more: string[]) => run('--file', file, '--commune', 'villebourg', ...more)
const written = async (): Promise<PlacesNearby> =>
  JSON.parse(await readFile(join(folder, 'places', 'villebourg.json'), 'utf8'))

async function fileOf(content: string): Promise<string> {
  const path = join(folder, 'lieux')
  await writeFile(path, content)
  return path
}

describe('guichet import-places', () => {
  it('writes the demonstration as it is installed', async () => {
    expect(await runOn(FIXTURE)).toBe(0)
    expect(await readFile(join(folder, 'places', 'villebourg.json'), 'utf8')).toBe(
      await readFile('knowledge/places/villebourg.json', 'utf8'),
    )
    expect(said()).toContain('Lieux gardés : 9, à 15 km au plus de Villebourg-sur-Loire.')
    expect(said()).toContain('montrés tels quels : 1.')
  })

  it('keeps what is nearer than asked, and tells what it left, line by line', async () => {
    expect(await runOn(FIXTURE, '--within', '3')).toBe(0)
    expect((await written()).places).toHaveLength(6)
    expect(said()).toContain('3 trop loin (lignes 7, 8, 9)')
  })

  it('reads JSON, and keeps the source, the licence and the date', async () => {
    const value = {
      id: 'x',
      nom: 'X',
      adresse: '1 rue',
      commune: 'V',
      latitude: 47.79,
      longitude: 1.72,
      date_maj: '2026-03-02',
    }
    const path = await fileOf(
      JSON.stringify([{ ...value, source: 'Hub B' }, { ...value, id: 'y', source: 'Hub A' }, {}]),
    )
    expect(await runOn(path, '--licence', 'ODbL 1.0')).toBe(0)
    expect((await written()).source).toEqual({ name: 'Hub A, Hub B', licence: 'ODbL 1.0', date: '2026-03-02' })
    expect(said()).toContain('1 sans identifiant')
    expect(await runOn(path, '--source', 'Le Hub')).toBe(0)
    expect((await written()).source).toMatchObject({ name: 'Le Hub', licence: 'Licence Ouverte 2.0' })
  })

  it.each([
    ['nothing', [], 'guichet import-places'],
    ['an unknown option', ['--file', FIXTURE, '--commune', 'villebourg', '--town', 'x'], 'guichet import-places'],
    ['an unknown commune', ['--file', FIXTURE, '--commune', 'nulle-part'], 'Communes connues : bourg, villebourg'],
    ['a commune without position', ['--file', FIXTURE, '--commune', 'bourg'], 'position'],
    ['no distance', ['--file', FIXTURE, '--commune', 'villebourg', '--within', 'loin'], '--within attend'],
    [
      'no licence that is known',
      ['--file', FIXTURE, '--commune', 'villebourg', '--licence', 'à moi'],
      '--licence attend',
    ],
  ])('refuses %s', async (_, argv, words) => {
    expect(await run(...argv)).toBe(2)
    expect(said()).toContain(words)
  })

  it.each([
    ['an empty file', '', 'est vide'],
    ['broken JSON', '[{"id":', 'pas du JSON valide'],
    ['a quote that is never closed', `id,nom\n1,"${'x'.repeat(300_000)}`, 'jamais fermé'],
    ['other columns', 'a,b\n1,2\n', 'aucun lieu à garder'],
  ])('leaves the file of the commune alone on %s', async (_, content, words) => {
    expect(await runOn(FIXTURE)).toBe(0)
    const before = await written()
    expect(await runOn(await fileOf(content))).toBe(1)
    expect(said()).toContain(words)
    expect(await written()).toEqual(before)
  })

  it('says that a file is not there', async () => {
    expect(await runOn(join(folder, 'absent.csv'))).toBe(1)
    expect(said()).toContain('absent.csv ne peut pas être lu (ENOENT)')
  })
})
