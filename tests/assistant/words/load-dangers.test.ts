import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { DANGER_SIGNALS, loadDangers, sayDanger } from '../../../src/assistant/words/load-dangers.js'
import { ContentError } from '../../../src/features/entries/catalogue/load-entries.js'
import { EXAMPLE_LANGUAGES, RECOGNISED_LANGUAGES } from '../../../src/platform/model/language.js'
import { idsIn, intentsDir, knowledgeDir } from '../../features/entries/installed.js'

const installed = await loadDangers(knowledgeDir)

describe('the installed dangers', () => {
  it('are gravest first, and every signal of words has a sentence of its own kind', () => {
    expect(installed.map(({ rank }) => rank)).toEqual(installed.map((_, place) => place + 1))
    const defaults = DANGER_SIGNALS.map((signal) => installed.find((one) => one.signal === signal)?.kind)
    expect(defaults).toEqual(['vital', 'despair', 'child', 'couple-violence', 'shelter'])
  })

  it.each(installed.map((one) => [one.kind, one] as const))(
    '%s says its numbers first, and has examples in every language',
    (_, { numbers, says, examples, harmless }) => {
      for (const language of RECOGNISED_LANGUAGES) {
        const [first] = numbers
        if (first) expect(says[language].startsWith(first.number)).toBe(true)
      }
      expect(examples.fr.length).toBeGreaterThanOrEqual(25)
      expect(harmless.fr.length).toBeGreaterThanOrEqual(20)
      for (const language of EXAMPLE_LANGUAGES) {
        expect(examples[language].length).toBeGreaterThanOrEqual(6)
        expect(harmless[language].length).toBeGreaterThanOrEqual(4)
      }
    },
  )

  it('name entries that exist, and say nothing twice', () => {
    const entries = installed.flatMap((one) => one.entries)
    expect(entries.filter((id) => !idsIn(intentsDir, '.json').includes(id))).toEqual([])
    const texts = installed.flatMap(({ examples, harmless }) => [examples, harmless].flatMap(Object.values).flat())
    expect(texts.filter((text, place) => texts.indexOf(text) !== place)).toEqual([])
  })

  it('are said with French typography', () => {
    const vital = installed[0]
    expect(vital && sayDanger(vital, 'fr')).toContain('112\u00a0: appelez')
    expect(vital && sayDanger(vital, 'en')).toContain('112: call now')
  })
})

describe('loadDangers', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'guichet-dangers-'))
    await cp(join(knowledgeDir, 'dangers'), join(folder, 'dangers'), { recursive: true })
  })
  afterEach(() => rm(folder, { recursive: true }))

  const change = async (kind: string, by: (text: string) => string) => {
    const path = join(folder, 'dangers', `${kind}.json`)
    await writeFile(path, by(await readFile(path, 'utf8')))
    const failure = await loadDangers(folder).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(ContentError)
    return (failure as ContentError).faults.map(({ file, fault }) => `${file}: ${fault}`)
  }

  it.each([
    ['what is not JSON', (text: string) => text.slice(1), /shelter\.json: not JSON/],
    ['another rank', (text: string) => text.replace('"rank": 11', '"rank": 1'), /rank: 1 is that of shelter too/],
    [
      'another kind',
      (text: string) => text.replace('"shelter"', '"night"'),
      /kind: "night" is not the name of the file/,
    ],
    ['a number unsaid', (text: string) => text.replace('"tr": "115: ', '"tr": "'), /says\.tr: 115 is missing/],
    ['no language', (text: string) => text.replace(/ {4}"ro": "115.*\n/u, ''), /says\.ro: /],
    ['no source', (text: string) => text.replace(/ {2}"source": \{[^}]*\},\n/u, ''), /source: the numbers need one/],
    ['no signal', (text: string) => text.replace(/ {2}"signal": .*\n/u, ''), /signal: a danger has numbers/],
    [
      'a harmless example',
      (text: string) => text.replace('demander un logement social', 'je suis à la rue ce soir'),
      /harmless: "je suis à la rue ce soir" is an example too/,
    ],
  ])('names the fault of a file with %s', async (_, by, fault) => {
    expect((await change('shelter', by)).join('\n')).toMatch(fault)
  })
})
