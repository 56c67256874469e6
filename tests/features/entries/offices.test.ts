import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { loadMessages } from '../../../src/assistant/words/messages.js'
import { readBase } from '../../../src/commands/read-base.js'
import { loadEntries, parseOffice } from '../../../src/features/entries/catalogue/load-entries.js'
import { contentOf, curatedEntry } from '../../../src/features/entries/editing/curated-entries.js'
import { checkContent } from '../../../src/features/entries/lint/check-content.js'
import { answerIn } from '../../../src/features/entries/render/answer-in.js'
import { titleIn } from '../../../src/features/entries/render/translation-of.js'
import type { Commune } from '../../../src/platform/model/commune.js'
import type { Entry } from '../../../src/platform/model/entry.js'
import { EXAMPLE_LANGUAGES, type RecognisedLanguage } from '../../../src/platform/model/language.js'
import { sayIn } from '../../../src/platform/model/say.js'
import { blocksToText } from '../../../src/platform/text/rich-links.js'
import { idsIn, intentsDir, knowledgeDir, villebourg } from './installed.js'

const text = await readFile(join(knowledgeDir, 'offices', 'caf.md'), 'utf8')
const installed = await loadEntries({ knowledgeDir, intentsDir })
const caf = parseOffice('caf', text, ['numéro de la caf'])
const say = await loadMessages(knowledgeDir)

const NEAR: Commune = {
  ...villebourg,
  offices: {
    caf: {
      nom: 'Caf du Loiret - accueil de Villebourg',
      adresse: '3 rue du Pont, 45990 Villebourg-sur-Loire',
      telephone: '02 61 91 00 09',
      hours: { '1': [['09:00', '12:00']] },
      date: '2026-10-01',
    },
  },
}

/** What a citizen reads of an office. */
function read(entry: Entry, commune: Commune, language: RecognisedLanguage) {
  const answer = answerIn(entry, commune, { say: sayIn(say, language), now: new Date() })
  const sections = answer.sections.map(({ title, blocks }) => `${title}\n${blocksToText(blocks)}`)
  return { ...answer, whole: [answer.title, answer.summary, ...sections].join('\n').replace(/\s/g, ' ') }
}

describe('the files of offices', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'guichet-offices-'))
    await mkdir(join(folder, 'offices'))
    await mkdir(join(folder, 'intents', 'offices'), { recursive: true })
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))
  const load = () => loadEntries({ knowledgeDir: folder, intentsDir: join(folder, 'intents') })

  it('become entries with their questions, and with the sections that they have', async () => {
    await writeFile(join(folder, 'offices', 'caf.md'), text.replace('who: autre', 'who: departement'))
    const intent = { name: 'caf', contexts: [], utterances: { fr: ['la caf'], en: ['the caf'] }, slots: [] }
    await writeFile(join(folder, 'intents', 'offices', 'caf.json'), JSON.stringify(intent))
    const [entry] = await load()
    expect(entry).toMatchObject({
      id: 'office-caf',
      who: 'autre',
      questions: ['la caf'],
      abroad: { en: ['the caf'] },
      office: { phones: [{ number: '3230' }], directory: 'caf' },
    })
    expect(Object.entries(entry?.sections ?? {}).flatMap(([key, words]) => (words ? [key] : []))).toEqual([
      'brief',
      'place',
      'online',
    ])
  })

  it.each([
    ['a number that nobody can call', text.replace('"3230"', '"323"'), /phones\.0\.number: is no phone number/],
    ['a language without the name', text.replace(/ {2}tr: "CAF.*\n/, ''), /names\.tr/],
    ['a summary that is too long', text.replace(/summary: "/, `summary: "${'a'.repeat(200)}`), /summary.*220/],
    ['a kind that no directory has', text.replace('directory: caf', 'directory: la Caf'), /kind of the national/],
    ['a field that is misspelt', text.replace('phones:', 'phone:'), /phone/],
    ['a section of an entry', `${text}\n## Coût\n\nGratuit.\n`, /section "Coût" is not one of the three/],
    [
      'a section that is missing',
      text.replace(/## Qui peut vous aider[\s\S]*/, ''),
      /"Qui peut vous aider" is missing/,
    ],
  ])('are refused for %s, with the name of the file', async (_, spoilt, fault) => {
    await writeFile(join(folder, 'offices', 'caf.md'), spoilt)
    await expect(load()).rejects.toMatchObject({
      faults: [{ file: 'offices/caf.md', fault: expect.stringMatching(fault) }],
    })
  })
})

describe('the installed offices', () => {
  const offices = installed.filter(({ office }) => office)

  it('have questions in each language, and no question of another entry', () => {
    expect(offices.map(({ id }) => id)).toEqual(idsIn(join(knowledgeDir, 'offices'), '.md').map((id) => `office-${id}`))
    expect(idsIn(join(intentsDir, 'offices'), '.json')).toEqual(idsIn(join(knowledgeDir, 'offices'), '.md'))
    const few = offices.filter(
      ({ questions, abroad }) =>
        questions.length < 10 || EXAMPLE_LANGUAGES.some((language) => (abroad?.[language] ?? []).length < 4),
    )
    expect(few.map(({ id }) => id)).toEqual([])
    const owners = new Map<string, string[]>()
    for (const { id, questions } of installed) {
      for (const question of new Set(questions.map((one) => one.toLowerCase())))
        owners.set(question, [...(owners.get(question) ?? []), id])
    }
    expect([...owners].filter(([, ids]) => ids.length > 1)).toEqual([])
  })

  it('are measured only when they are asked for', async () => {
    const source = { knowledge: knowledgeDir, intentsDir, withIntents: true }
    const [without, all] = [await readBase(source), await readBase({ ...source, withOffices: true })]
    expect(without.filter(({ id }) => id.startsWith('office-'))).toEqual([])
    expect(all.length - without.length).toBe(offices.length)
  })

  it('fill every variable, and may be edited as they are', () => {
    for (const entry of offices) {
      expect(read(entry, villebourg, 'fr').whole).not.toContain('{{')
      expect(
        checkContent(contentOf(entry), villebourg, { file: entry, entryIds: new Set(), fileIds: new Set() }),
      ).toEqual([])
    }
  })
})

describe('an office that is read', () => {
  it('says first that it is not the town hall’s and whose it is, then how to reach it, then who helps', () => {
    const { title, summary, whole, language, sections } = read(caf, villebourg, 'fr')
    expect(title).toMatch(/^CAF/)
    expect(summary).toMatch(
      /^Ce n’est pas la mairie qui s’en occupe.: c’est la CAF \(caisse d’allocations familiales\)\. La CAF verse/,
    )
    expect(whole).toMatch(
      /Ce que fait cet organisme .*Comment le joindre .*Appeler le 3230 .*Qui peut vous aider .*CCAS/,
    )
    expect(JSON.stringify(sections)).toContain('"href":"tel:3230"')
    expect(language).toBeUndefined()
    // Without an import, nothing is said of the nearest place.
    expect(whole).not.toContain('annuaire')
  })

  it('says in another language what it has in it, and marks the rest as French', () => {
    const { title, summary, language, translation, sections } = read(caf, NEAR, 'tr')
    expect(title).toBe('CAF (aile yardımları sandığı)')
    expect(summary).toMatch(/^Bu işe belediye değil, CAF \(aile yardımları sandığı\) bakar\. CAF; aile/)
    expect([language, translation]).toEqual(['tr', 'Yanıtın devamı Fransızcadır.'])
    const spans = sections.flatMap(({ blocks }) =>
      blocks.flatMap((block) => (block.kind === 'paragraph' ? block.spans : block.items.flat())),
    )
    const unmarked = spans.filter((span) => span.language !== 'fr').map((span) => span.text)
    expect(unmarked).toEqual([
      'Ara: 3230',
      expect.stringContaining('1 Ekim 2026'),
      '02\u00a061\u00a091\u00a000\u00a009',
      'Pazartesi: 09:00–12:00',
    ])
    expect(titleIn(caf, 'tr').language).toBe('tr')
    // A language in which it has no name: French, and told so.
    expect(titleIn(caf, 'de')).toMatchObject({ language: 'fr' })
  })

  it('names the nearest place that the directory knows, with its day', () => {
    const { whole } = read(caf, NEAR, 'fr')
    expect(whole).toMatch(
      /annuaire de l’administration \(DILA, Licence Ouverte 2\.0, 1er octobre 2026\) : - Caf du Loiret - accueil de Villebourg - 3 rue du Pont, 45990 Villebourg-sur-Loire - 02 61 91 00 09 - le lundi de 9 h à 12 h/,
    )
  })

  it('stays an office when a curator edits it: its name, numbers and links follow its file', () => {
    const written = { ...contentOf(caf), title: 'Autre', sections: { ...caf.sections, place: 'À la mairie annexe.' } }
    const edited = curatedEntry(caf.id, written, { file: caf, words: new Map() as never })
    expect(edited).toMatchObject({ title: caf.title, office: caf.office })
    expect(read(edited, villebourg, 'fr').whole).toContain('À la mairie annexe.')
  })
})
