import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { loadEntries, parseEntry } from '../../../src/features/entries/catalogue/load-entries.js'
import { loadGuidedEntries } from '../../../src/features/entries/catalogue/load-guides.js'
import { contentOf, curatedEntry } from '../../../src/features/entries/editing/curated-entries.js'
import { guideWordsOf, writtenOf } from '../../../src/features/entries/model/bind-guide.js'
import { writeBotpress } from '../../../src/features/exchange/botpress-shapes.js'
import { unzipTexts, zipTexts } from '../../../src/features/exchange/bounded-zip.js'
import { entryFile, entryFiles } from '../../../src/features/exchange/entry-file.js'
import { readBotpress } from '../../../src/features/exchange/read-botpress.js'
import type { Entry } from '../../../src/platform/model/entry.js'
import type { Guide, WrittenGuide } from '../../../src/platform/model/guide.js'

let folder: string
let entries: Entry[]
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guichet-files-'))
  const installed = await loadEntries({ knowledgeDir: 'knowledge', intentsDir: 'intents' })
  entries = installed.filter(({ office }) => !office)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('entryFiles', () => {
  it('writes the installed entries as files that say the same, translations included', async () => {
    const files = await unzipTexts(zipTexts(entryFiles(entries)))
    expect(files.size).toBeGreaterThan(2 * entries.length)
    for (const [path, text] of files) {
      await mkdir(dirname(join(folder, path)), { recursive: true })
      await writeFile(join(folder, path), text)
    }
    const read = await loadEntries({ knowledgeDir: join(folder, 'knowledge'), intentsDir: join(folder, 'intents') })
    expect(read).toEqual(entries)
    // Written again, they are the same bytes.
    expect(entryFiles(read)).toEqual(new Map(files))
  })

  it('writes a file as the project’s own are written, and the slots of an intent that it is given', async () => {
    const entry = entries.find(({ id }) => id === 'abri-jardin') as Entry
    expect(entryFile(entry)).toBe(await readFile('knowledge/abri-jardin.md', 'utf8'))
    const own = await readFile('intents/abri-jardin.json', 'utf8')
    const slots = [{ name: 'taille', entities: ['number'] }]
    expect(entryFiles([entry]).get('intents/abri-jardin.json')).toBe(own)
    expect(entryFiles([entry], () => slots).get('intents/abri-jardin.json')).toContain('"entities": [')
  })

  it('keeps the window of an entry, and which questions citizens really asked', () => {
    const entry = entries[0] as Entry
    const [question = ''] = entry.questions
    const known = { question, addedBy: 'Ada', addedOn: '2026-11-24', people: 3 }
    const fromCitizens = [known, { ...known, question: entry.questions[1] ?? '', reportedBy: 'Camille' }]
    const whole = { ...entry, validFrom: '2026-01-01', validUntil: '2026-12-31', fromCitizens }
    const { translations: _, abroad: __, inShort: ___, ...expected } = whole
    expect(parseEntry(entry.id, entryFile(whole), entry.questions)).toEqual(expected)
    const corrected = { ...whole, fromCitizens: [{ ...known, question: 'corrigée depuis' }] }
    expect(entryFile(corrected)).not.toContain('fromCitizens')
  })
})

describe('a guide that a curator wrote', () => {
  it('goes out with the files of its entry, and is read back as it was', async () => {
    const own = await mkdtemp(join(tmpdir(), 'guichet-guides-'))
    const guides = await loadGuidedEntries({ knowledgeDir: 'knowledge', intentsDir: 'intents' })
    const file = guides.find(({ guide }) => guide) as Entry
    const written = writtenOf(file.guide as Guide)
    const [first] = written.questions
    if (!first) throw new Error('no question')
    const renamed = {
      ...first,
      slot: 'question-1',
      choices: first.choices.map((one) => ({ ...one, replies: ['oui'] })),
    }
    const guide: WrittenGuide = {
      title: 'Le mien',
      questions: [renamed],
      branches: renamed.choices.map(({ value }) => ({
        when: { 'question-1': [value] },
        entryId: file.id,
        note: value,
      })),
      otherwise: { entryId: file.id },
      given: {},
    }
    const words = guideWordsOf(new Map(guides.map((one) => [one.id, one])))
    const entry = curatedEntry(file.id, { ...contentOf(file), guide }, { file, words })
    for (const [path, text] of [
      ...entryFiles([entry]),
      ['intents/entities/guide-commands.json', await readFile('intents/entities/guide-commands.json', 'utf8')] as const,
    ]) {
      await mkdir(dirname(join(own, path)), { recursive: true })
      await writeFile(join(own, path), text)
    }
    const [read] = await loadGuidedEntries({ knowledgeDir: join(own, 'knowledge'), intentsDir: join(own, 'intents') })
    expect(writtenOf(read?.guide as Guide)).toEqual(guide)
    await rm(own, { recursive: true, force: true })
  })
})

describe('writeBotpress', () => {
  it('writes a bot whose sections and questions are read back, with its questions in other languages', () => {
    const files = writeBotpress(entries)
    for (const { id, questions, abroad } of entries) {
      const intent = JSON.parse(files.get(`intents/__qna__${id}.json`) ?? '')
      expect(intent.utterances).toEqual({ fr: questions, ...abroad })
    }
    expect(entries.some(({ abroad }) => abroad?.en && abroad.tr)).toBe(true)
    const { rows, faults } = readBotpress(files)
    expect(faults).toEqual([])
    expect(rows).toHaveLength(entries.length)
    const read = new Map(rows.map(({ fields }) => [fields.id, fields]))
    for (const { id, sections, simple, questions, category } of entries) {
      expect(read.get(id)).toMatchObject({ sections, questions, category, ...(simple === null ? {} : { simple }) })
    }
  })
})
