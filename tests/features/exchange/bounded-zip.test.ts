import { describe, expect, it } from '@jest/globals'
import { strToU8, zipSync } from 'fflate'
import { unzipBounded, unzipTexts, zipTexts } from '../../../src/features/exchange/bounded-zip.js'
import { readXlsx, writeXlsx } from '../../../src/features/exchange/xlsx-table.js'

const BOUNDS = { files: 10, bytes: 1_000_000 }

/** An archive whose directory says that each file unpacks to so many bytes. */
function lying(archive: Uint8Array, said: number): Uint8Array {
  const bytes = Buffer.from(archive)
  for (const [signature, at] of [
    ['PK\u0003\u0004', 22],
    ['PK\u0001\u0002', 24],
  ] as const) {
    for (
      let from = bytes.indexOf(signature, 0, 'latin1');
      from >= 0;
      from = bytes.indexOf(signature, from + 4, 'latin1')
    )
      bytes.writeUInt32LE(said, from + at)
  }
  return bytes
}

describe('unzipBounded', () => {
  it('gives the texts that were zipped', async () => {
    const files = new Map([
      ['a/é.txt', 'bonjour'],
      ['b.json', '{}'],
    ])
    expect(await unzipTexts(zipTexts(files))).toEqual(files)
  })

  it('stops where a file goes beyond the size that its archive says', async () => {
    const bomb = lying(zipSync({ 'a.json': new Uint8Array(200_000_000) }, { level: 9 }), 10)
    expect(bomb.length).toBeLessThan(250_000)
    await expect(unzipBounded(bomb, BOUNDS)).rejects.toThrow('not_a_zip')
    const short = lying(zipSync({ 'a.json': strToU8('{}') }), 10)
    await expect(unzipBounded(short, BOUNDS)).rejects.toThrow('not_a_zip')
  })

  it('refuses too many files, too many bytes, and what is no archive, before unpacking', async () => {
    const many = Object.fromEntries(Array.from({ length: 11 }, (_, n) => [`${n}.json`, strToU8('{}')]))
    await expect(unzipBounded(zipSync(many), BOUNDS)).rejects.toThrow('archive_too_many')
    await expect(unzipBounded(zipSync({ 'a.json': new Uint8Array(1_000_001) }), BOUNDS)).rejects.toThrow(
      'archive_too_large',
    )
    await expect(unzipBounded(strToU8('PK\u0003\u0004 not really'), BOUNDS)).rejects.toThrow('not_a_zip')
  })

  it.each(['../a.json', 'a/../../b.json', '/etc/passwd', 'C:/a.json', 'a\\..\\b.json'])(
    'refuses the path %s',
    async (path) => {
      await expect(unzipBounded(zipSync({ [path]: strToU8('{}') }), BOUNDS)).rejects.toThrow('unsafe_path')
    },
  )

  it('takes a name of the language for a name', async () => {
    const files = await unzipTexts(zipTexts(new Map([['constructor', 'a']])))
    expect([...files]).toEqual([['constructor', 'a']])
  })
})

describe('readXlsx', () => {
  it('refuses a workbook whose archive lies of its size', async () => {
    const table = { headings: ['Question'], rows: [{ line: 2, cells: ['Où voter ?'] }] }
    const written = await writeXlsx(table)
    await expect(readXlsx(lying(written, 5))).rejects.toThrow('not_a_table')
    expect((await readXlsx(written)).rows).toEqual(table.rows)
  })
})
