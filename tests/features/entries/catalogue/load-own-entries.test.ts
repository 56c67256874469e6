import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import {
  mergeEntries,
  type OwnEntries,
  ownEntries,
} from '../../../../src/features/entries/catalogue/load-own-entries.js'
import { entry, entryText } from '../sample-entry.js'

let folder: string
let own: OwnEntries
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guichet-own-'))
  own = ownEntries(folder)
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const write = async (path: string, text: string) => {
  await mkdir(join(folder, path, '..'), { recursive: true })
  await writeFile(join(folder, path), text)
}
const questions = (...fr: string[]) => JSON.stringify({ name: 'x', contexts: [], utterances: { fr }, slots: [] })

describe('ownEntries', () => {
  it('reads a folder with its questions, and a file of one entry a line', async () => {
    expect(own.has('bourg')).toBe(false)
    await write('communes/bourg/fete.md', entryText('La fête'))
    await write('communes/bourg/intents/fete.json', questions('quand est la fête'))
    const row = entry('marche', 'Le marché')
    await write('communes/bourg.jsonl', `${JSON.stringify(row)}\n\n`)
    expect(own.has('bourg')).toBe(true)
    const [fete, marche] = (await own.load('bourg', new Map())).entries
    expect(fete).toMatchObject({ id: 'fete', title: 'La fête', questions: ['quand est la fête'] })
    expect(marche).toEqual(row)
  })

  it('names every line at fault', async () => {
    const row = entry('marche')
    await write('communes/bourg.jsonl', `{"id":1\n${JSON.stringify({ ...row, title: '' })}\n`)
    await expect(own.load('bourg', new Map())).rejects.toMatchObject({
      faults: [
        { file: 'bourg.jsonl:1', fault: expect.any(String) },
        { file: 'bourg.jsonl:2', fault: expect.stringContaining('title') },
      ],
    })
  })

  it('refuses an entry that is written twice', async () => {
    await write('communes/bourg/fete.md', entryText())
    await write('communes/bourg.jsonl', JSON.stringify(entry('fete')))
    await expect(own.load('bourg', new Map())).rejects.toMatchObject({ faults: [{ fault: '"fete" is written twice' }] })
  })
})

describe('mergeEntries', () => {
  it('puts own entries in the place of shared ones, which lend their questions to those that have none', () => {
    const mute = { ...entry('a', 'Ici'), questions: [] }
    const merged = mergeEntries([entry('b'), entry('a')], { entries: [mute, entry('c')], archivedIds: [] })
    expect(merged.map(({ id }) => id)).toEqual(['a', 'b', 'c'])
    expect(merged[0]).toMatchObject({ title: 'Ici', questions: ['question de a'] })
  })
})
