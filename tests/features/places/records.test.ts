import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { csvRecords } from '../../../src/features/places/csv-records.js'
import { jsonRecords, openRecords } from '../../../src/features/places/open-records.js'
import { fc } from '../../properties.js'
import { all, pieces } from './pieces.js'

const csv = (text: string, size?: number) => all(csvRecords(pieces(text, size)))
const json = (text: string, size?: number) => all(jsonRecords(pieces(text, size)))

describe('csvRecords', () => {
  it.each([
    ['commas', 'id,nom\n1,Poste\n2,Mairie\n'],
    ['semicolons', 'id;nom\r\n1;Poste\r\n2;Mairie'],
    ['tabs and old line ends', 'ID\t Nom \r1\tPoste\r2\tMairie\r'],
    ['empty lines', 'id,nom\n\n1,Poste\n,\n2,Mairie\n\n'],
  ])('reads %s', async (_, text) => {
    const values = (await csv(text)).map((record) => record.values)
    expect(values).toEqual([
      { id: '1', nom: 'Poste' },
      { id: '2', nom: 'Mairie' },
    ])
  })

  it('reads quotes, with what would otherwise separate inside', async () => {
    const [first, second] = await csv('id;nom\n1;"La ""Poste""; rue\nHaute"\n2;"";x\n')
    expect(first).toEqual({ row: 2, values: { id: '1', nom: 'La "Poste"; rue\nHaute' } })
    expect(second?.values).toEqual({ id: '2', nom: '' })
  })

  it('gives empty values to a line that is too short', async () => {
    expect((await csv('id,nom,commune\n1\n'))[0]?.values).toEqual({ id: '1', nom: '', commune: '' })
  })

  it('does not hold a file whose quote is never closed', async () => {
    const text = `id,nom\n1,"${'x'.repeat(300_000)}`
    await expect(csv(text, 10_000)).rejects.toMatchObject({ fault: 'record_too_long', row: 2 })
  })

  it('reads back whatever cells were quoted, however the stream is cut', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', ';', '\n', 'é', ' ') }).map((text) => `x${text}`)
    await fc.assert(
      fc.asyncProperty(
        fc.array(cell, { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 9 }),
        async (cells, size) => {
          const names = cells.map((_, index) => `c${index}`)
          const text = `${names.join(',')}\n${cells.map((one) => `"${one.replaceAll('"', '""')}"`).join(',')}`
          const [read] = await csv(text, size)
          expect(names.map((name) => read?.values[name])).toEqual(cells)
        },
      ),
      { numRuns: 60 },
    )
  })
})

describe('jsonRecords', () => {
  const values = [
    { id: '1', nom: 'a } "b" {' },
    { id: '2', services: ['x', 'y'] },
  ]

  it('reads a list, however the stream is cut', async () => {
    for (const size of [1, 3, 1000]) {
      const read = await json(JSON.stringify(values, null, 1), size)
      expect(read.map((one) => one.values)).toEqual(values)
      expect(read.map(({ row }) => row)).toEqual([1, 2])
    }
  })

  it('reads objects one a line', async () => {
    const read = await json(values.map((one) => JSON.stringify(one)).join('\n'))
    expect(read.map((one) => one.values)).toEqual(values)
  })

  it.each([
    ['a word', '[nope]', 1],
    ['an object that is cut', '[{"id":"1"},{"id":', 2],
    ['an object that is none', '[{"id":"1"},{id:2}]', 2],
  ])('says where it meets %s', async (_, text, row) => {
    await expect(json(text)).rejects.toMatchObject({ fault: 'not_json', row })
  })

  it('says where one goes deeper than any honest one', async () => {
    const nested = (levels: number) => `[{"id":"1"},{"id":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}]`
    expect(await json(nested(100))).toHaveLength(2)
    await expect(json(nested(101))).rejects.toMatchObject({ fault: 'too_deep', row: 2 })
  })
})

describe('openRecords', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'guichet-records-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  async function open(content: string | Buffer) {
    const path = join(folder, 'lieux')
    await writeFile(path, content)
    return all(openRecords(path))
  }

  it('sees at the first character what the file is, byte order mark aside', async () => {
    expect((await open('\ufeffid;nom\n1;Été\n'))[0]?.values).toEqual({ id: '1', nom: 'Été' })
    expect((await open('\ufeff\n [{"id":"1"}]'))[0]?.values).toEqual({ id: '1' })
  })

  it('refuses another encoding than UTF-8, and an empty file', async () => {
    await expect(open(Buffer.from('id,nom\n1,\xc9t\xe9\n', 'latin1'))).rejects.toMatchObject({ fault: 'not_utf8' })
    await expect(open('\ufeff \n')).rejects.toMatchObject({ fault: 'empty' })
  })
})
