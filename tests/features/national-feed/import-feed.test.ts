import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { openFeedFiles } from '../../../src/features/national-feed/feed-files.js'
import { readIndex } from '../../../src/features/national-feed/feed-index.js'
import { type FicheRow, linesOf, readRow, withRows } from '../../../src/features/national-feed/fiche-row.js'
import { type FeedImport, importFeed } from '../../../src/features/national-feed/import-feed.js'
import { paragraph, redirectionsXml, type SampleFiche, temporaryFolder, writeFeed } from './sample-fiche.js'

let root: Awaited<ReturnType<typeof temporaryFolder>>
let serial = 0
let folder = ''
let source = ''

beforeAll(async () => {
  root = await temporaryFolder()
})
afterAll(() => root.remove())
beforeEach(() => {
  serial += 1
  folder = join(root.path, `kept-${serial}`)
  source = join(root.path, `feed-${serial}`)
})

const many = (count: number): SampleFiche[] => Array.from({ length: count }, (_, index) => ({ id: `F${index + 1}` }))

async function run(
  fiches: readonly SampleFiche[],
  options: Partial<FeedImport> & { others?: Record<string, string>; day?: number } = {},
) {
  const { others = {}, day = 1, ...rest } = options
  await writeFeed(source, fiches, others)
  const now = new Date(Date.UTC(2026, 10, day))
  return importFeed({ folder, feed: await openFeedFiles(source), source: 'flux', now, ...rest })
}

async function rowOf(id: string): Promise<FicheRow | null> {
  return withRows(folder, async (index, rows) => {
    const fiche = index.fiches[id]
    return fiche ? readRow(rows, fiche) : null
  })
}

describe('importing the national feed', () => {
  it('tells new, changed, unchanged, gone, redirected and returned fiches apart', async () => {
    const first = await run(many(5), { others: { 'N1.xml': '<Publication/>', 'R1.xml': 'x' } })
    expect(first).toMatchObject({ schemas: { '3.4': 5 }, source: 'flux', faults: [] })
    expect(first.counts).toEqual({
      files: 7,
      fiches: 5,
      added: 5,
      changed: 0,
      unchanged: 0,
      gone: 0,
      redirected: 0,
      returned: 0,
    })
    const second = await run(
      [
        { id: 'F1', body: paragraph('Nouveau texte.') },
        // Another date alone is no other text.
        { id: 'F2', modified: '2026-11-02' },
        { id: 'F6' },
        { id: 'F9' },
      ],
      {
        day: 2,
        others: {
          'redirections.xml': redirectionsXml([
            ['F4', 'F7'],
            ['F7', 'F9'],
            ['F3', 'F33'],
            ['F33', 'F3'],
          ]),
        },
      },
    )
    expect(second.counts).toMatchObject({ fiches: 4, added: 2, changed: 1, unchanged: 1, gone: 3, redirected: 1 })
    const index = await readIndex(folder)
    expect(index?.fiches.F4?.gone).toEqual({ since: '2026-11-02T00:00:00.000Z', to: 'F9' })
    // A ring leads nowhere.
    expect(index?.fiches.F3?.gone).toMatchObject({ to: null })
    expect(index?.fiches.F2).toMatchObject({ modified: '2026-11-02', history: [] })
    const changed = await rowOf('F1')
    expect(changed?.history).toMatchObject([{ until: '2026-11-02T00:00:00.000Z' }])
    expect(changed?.history[0]?.lines).toContain('Vous pouvez faire cette démarche à la mairie.')
    const third = await run(many(5), { day: 3 })
    expect(third.counts).toMatchObject({ returned: 3, changed: 1, unchanged: 1, gone: 2 })
  })

  it('keeps three former texts', async () => {
    for (let day = 1; day <= 5; day += 1) await run([{ id: 'F1', body: paragraph(`Texte ${day}.`) }], { day })
    const row = await rowOf('F1')
    expect(row?.history.map(({ lines }) => lines.at(-1))).toEqual(['Texte 2.', 'Texte 3.', 'Texte 4.'])
    expect(row && linesOf(row.fiche).at(-1)).toBe('Texte 5.')
  })

  it('leaves the fiche of a damaged file as it was, and says so', async () => {
    await run(many(3))
    const report = await run(many(2), {
      day: 2,
      others: { 'F3.xml': '<Publication ID="F3"', 'redirections.xml': '<no' },
    })
    expect(report.faults).toEqual([
      { file: 'F3.xml:1', fault: 'not_xml' },
      { file: 'redirections.xml:1', fault: 'not_xml' },
    ])
    expect(report.counts).toMatchObject({ unchanged: 3, gone: 0 })
    expect((await rowOf('F3'))?.gone).toBeNull()
  })

  it('refuses a part of a feed for a feed, unless it is said to be one', async () => {
    await run(many(60))
    await expect(run(many(30), { day: 2 })).rejects.toMatchObject({ fault: 'too_many_lost', detail: '30/60' })
    expect((await readIndex(folder))?.report.at).toBe('2026-11-01T00:00:00.000Z')
    const report = await run(many(30), { day: 3, acceptLosses: true })
    expect(report.counts).toMatchObject({ gone: 30 })
  })

  it('leaves alone the volumes that a feed does not have', async () => {
    await run([{ id: 'F1' }, { id: 'F2', audience: 'Professionnels' }])
    const report = await run([{ id: 'F1' }], { day: 2 })
    expect(report.counts).toMatchObject({ gone: 0 })
    expect((await readIndex(folder))?.fiches.F2?.gone).toBeNull()
  })

  it('refuses a folder without a fiche', async () => {
    await expect(run([], { others: { 'N1.xml': '' } })).rejects.toMatchObject({ fault: 'no_fiche' })
    expect(await readIndex(folder)).toBeNull()
  })

  it('keeps nothing of a trial', async () => {
    const report = await run(many(2), { isTrial: true })
    expect(report.counts).toMatchObject({ added: 2 })
    expect(await readIndex(folder)).toBeNull()
    expect(await readdir(folder)).toEqual([])
  })

  it('serves all or nothing: cut at any file, the former texts stay, and the next import takes over what was done', async () => {
    await run(many(4))
    const next = many(12).map((fiche) => ({ ...fiche, body: paragraph(`Second texte de ${fiche.id}.`) }))
    const before = await readFile(join(folder, 'index.json'), 'utf8')
    for (const stopAt of [1, 5, 11]) {
      const stop = new AbortController()
      const onProgress = (done: number) => done === stopAt && stop.abort()
      await expect(run(next, { day: 2, signal: stop.signal, onProgress })).rejects.toThrow()
      expect(await readFile(join(folder, 'index.json'), 'utf8')).toBe(before)
      expect(await rowOf('F1')).toMatchObject({ history: [] })
      // A row that a power cut left half-written.
      await writeFile(join(folder, 'import.part.jsonl'), '{"fiche":{"id":"F', { flag: 'a' })
    }
    const part = (await readFile(join(folder, 'import.part.jsonl'), 'utf8')).split('\n')
    expect(part.length).toBeGreaterThan(8)
    const report = await run(next, { day: 3 })
    expect(report.counts).toMatchObject({ fiches: 12, added: 8, changed: 4 })
    for (const { id } of next)
      expect((await rowOf(id))?.fiche.parts[0]?.blocks).toMatchObject([{ spans: [{ text: `Second texte de ${id}.` }] }])
    expect((await readdir(folder)).sort()).toEqual(['fiches-2.jsonl', 'index.json'])
  })

  it('does not take over what a try that began from other texts had done', async () => {
    const stop = new AbortController()
    const onProgress = (done: number) => done === 2 && stop.abort()
    const other = many(3).map((fiche) => ({ ...fiche, body: paragraph('Autre.') }))
    await expect(run(other, { signal: stop.signal, onProgress })).rejects.toThrow()
    await run(many(3), { day: 2 })
    expect((await rowOf('F1'))?.fiche.parts[0]?.blocks).toMatchObject([
      { spans: [{ text: expect.stringContaining('mairie') }] },
    ])
  })

  it('refuses to run twice at once, and passes over what a killed process left', async () => {
    const first = run(many(40))
    await expect(first.then(() => 'done')).resolves.toBe('done')
    await writeFile(join(folder, 'import.lock'), String(process.pid))
    await expect(run(many(40), { day: 2 })).rejects.toMatchObject({ fault: 'busy' })
    await writeFile(join(folder, 'import.lock'), '999999999')
    await expect(run(many(40), { day: 3 })).resolves.toMatchObject({ counts: { unchanged: 40 } })
  })
})

describe('what the server has of the feed, damaged,', () => {
  const damage = async (name: string, change: (text: string) => string) => {
    const file = join(folder, name)
    await writeFile(file, change(await readFile(file, 'utf8')))
  }
  const counted = async () => (await run(many(5), { day: 3 })).counts

  it.each([
    ['cut', (text: string) => text.slice(0, text.length / 2)],
    ['emptied', () => ''],
    ['altered', (text: string) => text.replace('"F2"', '"F3"')],
  ])('is not believed when its index is %s, and is made again by the next import', async (_, change) => {
    await run(many(5))
    await damage('index.json', change)
    await expect(readIndex(folder)).rejects.toThrow(/damaged: import the feed again/)
    expect(await counted()).toMatchObject({ added: 5 })
    expect(Object.keys((await readIndex(folder))?.fiches ?? {})).toHaveLength(5)
  })

  it('is not believed where a row is, and that row alone is read from the feed again', async () => {
    await run(many(5))
    const [, first] = (await readFile(join(folder, 'fiches-1.jsonl'), 'utf8')).split('\n')
    const { id } = JSON.parse(first ?? '').fiche
    await damage('fiches-1.jsonl', (text) => text.replace(/"title":"([^"]*)[^"]"/, '"title":"$1X"'))
    await expect(rowOf(id)).rejects.toThrow(/damaged/)
    expect(await counted()).toMatchObject({ added: 0, unchanged: 5 })
    expect((await rowOf(id))?.fiche.title).not.toMatch(/X$/)
  })

  it('is made again when the file of rows is gone, and when what a former try had left is', async () => {
    await run(many(5))
    await rm(join(folder, 'fiches-1.jsonl'))
    await writeFile(join(folder, 'import.part.jsonl'), '{"from":"0"}\n5\n')
    expect(await counted()).toMatchObject({ added: 5 })
    expect((await rowOf('F1'))?.fiche.id).toBe('F1')
  })
})
