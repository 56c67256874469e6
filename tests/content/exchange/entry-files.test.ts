import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { readBotpress } from '../../../src/content/exchange/botpress/read-botpress.js'
import { writeBotpress } from '../../../src/content/exchange/botpress/write-botpress.js'
import { unzipTexts, zipTexts } from '../../../src/content/exchange/bounded-zip.js'
import { entryFile } from '../../../src/content/exchange/entry-file.js'
import { entryFiles } from '../../../src/content/exchange/entry-files.js'
import { loadEntries } from '../../../src/content/load-entries.js'
import type { Entry } from '../../../src/domain/entry.js'

let folder: string
let entries: Entry[]
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guichet-files-'))
  entries = await loadEntries({ knowledgeDir: 'knowledge', intentsDir: 'intents' })
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
})

describe('writeBotpress', () => {
  it('writes a bot whose sections and questions are read back', () => {
    const { rows, faults } = readBotpress(writeBotpress(entries))
    expect(faults).toEqual([])
    expect(rows).toHaveLength(entries.length)
    const read = new Map(rows.map(({ fields }) => [fields.id, fields]))
    for (const { id, sections, simple, questions, category } of entries) {
      expect(read.get(id)).toMatchObject({ sections, questions, category, ...(simple === null ? {} : { simple }) })
    }
  })
})
