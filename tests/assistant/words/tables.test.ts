import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { createChoiceHearer } from '../../../src/assistant/follow-up/hear-choices.js'
import { createForWhomHearer } from '../../../src/assistant/hear-aspects.js'
import { loadLexicons } from '../../../src/assistant/words/load-lexicons.js'
import { readTable, type Tables } from '../../../src/assistant/words/tables.js'
import { ContentError } from '../../../src/features/entries/catalogue/load-entries.js'
import { readPlainWords } from '../../../src/features/entries/lint/plain-words.js'
import { intentsDir } from '../../features/entries/installed.js'

/** The key of each table that a town may add to, and what it adds there that is none. */
const SPOILT: Record<keyof Tables, { value: unknown; key: string }> = {
  aspects: { value: { fr: { cost: { anywhere: [12] } } }, key: 'fr.cost.anywhere.0' },
  'for-whom': { value: { fr: { cousin: ['mon cousin'] } }, key: 'fr' },
  'going-on': { value: { fr: { begins: [''] } }, key: 'fr.begins.0' },
  facts: { value: { fr: { places: { hall: ['grange', 3] } } }, key: 'fr.places.hall.1' },
  waste: { value: { en: { asked: 'bin' } }, key: 'en.asked' },
  addresses: { value: { fr: { vote: { what: [null] } } }, key: 'fr.vote.what.0' },
  streets: { value: { entries: { vote: ['Bureau de vote'] } }, key: 'entries.vote.0' },
  'personal-data': { value: { numbers: { dizaine: -1 } }, key: 'numbers.dizaine' },
  signals: { value: { skiped: ['vraiment'] }, key: 'file' },
  choices: { value: { yes: ['ouep', 'oui ('] }, key: 'yes.1' },
  titles: { value: { wide: [' '] }, key: 'wide.0' },
}
const NAMES = Object.keys(SPOILT) as (keyof Tables)[]

let townDir: string
beforeEach(async () => {
  townDir = await mkdtemp(join(tmpdir(), 'guichet-words-'))
  await mkdir(join(townDir, 'lexicons'))
})
afterEach(() => rm(townDir, { recursive: true }))
const write = (name: string, value: unknown) =>
  writeFile(join(townDir, 'lexicons', name), typeof value === 'string' ? value : JSON.stringify(value))
const faultsOf = (reading: Promise<unknown>) =>
  reading.then(
    () => [],
    (error: unknown) => (error instanceof ContentError ? error.faults : [{ file: '', fault: String(error) }]),
  )

it('reads every file of intents/lexicons', async () => {
  const files = (await readdir(join(intentsDir, 'lexicons'))).filter((name) => name.endsWith('.json')).sort()
  expect(files).toEqual([...NAMES, 'plain-words'].map((name) => `${name}.json`).sort())
})

describe.each(NAMES)('lexicons/%s.json', (name) => {
  it('is as its schema says', async () => {
    expect(await faultsOf(readTable(name, { intentsDir }))).toEqual([])
  })

  it("is not read with a town's that is at fault, which is named with its key", async () => {
    const { value, key } = SPOILT[name]
    await write(`${name}.json`, value)
    const faults = await faultsOf(readTable(name, { intentsDir, townDir }))
    expect(faults).toEqual([
      { file: join(townDir, 'lexicons', `${name}.json`), fault: expect.stringMatching(`^${key}: ..`) },
    ])
  })
})

describe('the words that a town adds', () => {
  it('are heard beside those that are installed', async () => {
    await write('for-whom.json', { fr: { child: ['mon loupiot'] } })
    const hear = createForWhomHearer(await readTable('for-whom', { intentsDir, townDir }))
    expect(['pour mon loupiot', 'pour mon fils', 'pour mon cousin'].map(hear)).toEqual(['child', 'child', null])
    await write('choices.json', { yes: ['aye(p)?'] })
    const { saysYes } = createChoiceHearer(await readTable('choices', { intentsDir, townDir }))
    expect(['ayep', 'aye oui', 'oui', 'ayez'].map(saysYes)).toEqual([true, true, true, false])
    await write('plain-words.json', { faults: [{ plain: 'garderie', words: ['ALSH'] }] })
    expect((await readPlainWords({ intentsDir, townDir })).faults.at(-1)?.words).toEqual(['ALSH'])
  })

  it('come before those that are installed, of another language', async () => {
    await write('en.tsv', 'barn\tsalle des fêtes\n')
    const [first, second] = (await loadLexicons({ intentsDir, townDir })).get('en') ?? []
    expect([first?.foreign, second === undefined]).toEqual(['barn', false])
    await write('en.tsv', 'barn\n')
    expect(await faultsOf(loadLexicons({ intentsDir, townDir }))).toEqual([
      { file: join(townDir, 'lexicons', 'en.tsv'), fault: 'line 1: expected foreign<TAB>french' },
    ])
  })

  it('are named where they are no JSON, or what is installed is not whole', async () => {
    await write('titles.json', '{')
    expect(await faultsOf(readTable('titles', { intentsDir, townDir }))).toEqual([
      { file: join(townDir, 'lexicons', 'titles.json'), fault: expect.stringMatching('^file: .*JSON') },
    ])
    expect(await faultsOf(readTable('titles', { intentsDir: join(townDir, 'none') }))).toEqual([
      { file: 'lexicons/titles.json', fault: 'file: it is missing' },
    ])
  })
})
