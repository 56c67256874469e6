import { describe, expect, it } from '@jest/globals'
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { readCsv, writeCsv } from '../../../src/content/exchange/csv-table.js'
import { guardFormula, unguardFormula } from '../../../src/content/exchange/guard-formula.js'
import { guessMapping } from '../../../src/content/exchange/table-columns.js'
import { readXlsx, writeXlsx } from '../../../src/content/exchange/xlsx-table.js'
import { fc } from '../../properties.js'

const bytes = (text: string) => new TextEncoder().encode(text)
const table = {
  headings: ['Titre', 'Exemples de questions'],
  rows: [
    { line: 2, cells: ['Cantine', 'tarif cantine\nla "cantine" ; combien ?'] },
    { line: 3, cells: ['=1+1', '- Une liste'] },
  ],
}

describe('readCsv', () => {
  it('reads what French and other spreadsheets write: separators, marks, Windows letters', () => {
    expect(readCsv(bytes('\ufeffTitre;Réponse\r\nCantine;3,50 €\r\n')).rows).toEqual([
      { line: 2, cells: ['Cantine', '3,50 €'] },
    ])
    expect(readCsv(bytes('Titre,Réponse\nCantine,"a, b"\n')).rows[0]?.cells).toEqual(['Cantine', 'a, b'])
    const windows = Uint8Array.from([...'Titre;R'].map((c) => c.charCodeAt(0)).concat(0xe9, 0x0a, 0x80, 0x3b, 0x61))
    expect(readCsv(windows)).toEqual({ headings: ['Titre', 'Ré'], rows: [{ line: 2, cells: ['€', 'a'] }] })
  })

  it('keeps the numbers of lines past empty ones', () => {
    expect(readCsv(bytes('Titre;B\n;\n\nCantine;x\n')).rows).toEqual([{ line: 4, cells: ['Cantine', 'x'] }])
  })

  it('refuses what is no sheet, what has no row, and what is too large', () => {
    expect(() => readCsv(bytes('PNG\0\0\0'))).toThrow('not_a_table')
    expect(() => readCsv(bytes('Titre;B\n'))).toThrow('no_rows')
    expect(() => readCsv(bytes(`a\n${'b\n'.repeat(5_001)}`))).toThrow('table_too_large')
    expect(() => readCsv(bytes(`${'a;'.repeat(101)}\nb`))).toThrow('table_too_large')
  })
})

describe('writeCsv', () => {
  it('writes what it reads back, and nothing that a spreadsheet would run', () => {
    const text = writeCsv(table)
    expect(text).toContain("'=1+1")
    expect(readCsv(bytes(text))).toEqual(table)
  })

  it('guards any text, and takes the guard away again', () => {
    // Each way in which a formula may begin, as often as any other text: by chance they are rare.
    const head = fc.constantFrom('', '=', '+', '-', '@', '\t', '\r', "'", "'=")
    const written = fc.tuple(head, fc.string()).map(([first, rest]) => first + rest)
    fc.assert(
      fc.property(written, (text) => {
        expect(guardFormula(text)).not.toMatch(/^[=+\-@\t\r]/)
        expect(unguardFormula(guardFormula(text))).toBe(text)
      }),
    )
  })
})

describe('readXlsx', () => {
  it('reads what it writes, every cell a text', async () => {
    const written = await writeXlsx(table)
    expect(await readXlsx(written)).toEqual(table)
    expect(strFromU8(unzipSync(written)['xl/worksheets/sheet1.xml'] ?? new Uint8Array())).not.toContain('<f>')
  })

  it('refuses a cell far away before a row is made of each line up to it', async () => {
    for (const address of ['XFD1048576', 'A1048576', 'XFD1', '&#88;FD9']) {
      const files = unzipSync(await writeXlsx(table))
      const sheet = strFromU8(files['xl/worksheets/sheet1.xml'] ?? new Uint8Array())
      files['xl/worksheets/sheet1.xml'] = strToU8(sheet.replace('"A3"', `"${address}"`))
      await expect(readXlsx(zipSync(files))).rejects.toThrow('table_too_large')
    }
  })

  it('refuses what unpacks to too much, and what is no workbook', async () => {
    const bomb = zipSync({ 'xl/worksheets/sheet1.xml': new Uint8Array(70 * 1024 * 1024) })
    expect(bomb.length).toBeLessThan(200_000)
    await expect(readXlsx(bomb)).rejects.toThrow('table_too_large')
    await expect(readXlsx(zipSync({ 'a.txt': bytes('a') }))).rejects.toThrow('not_a_table')
    await expect(readXlsx(bytes('a;b'))).rejects.toThrow('not_a_table')
  })
})

describe('guessMapping', () => {
  it('recognises what towns, Botpress and this project call their columns', () => {
    expect(guessMapping(['Question', 'Réponse', 'Rubrique', 'N°'])).toEqual([
      'questions',
      'brief',
      'category',
      'ignore',
    ])
    expect(guessMapping(['question', 'action', 'answer', 'answer2', 'category'])).toEqual([
      'questions',
      'ignore',
      'brief',
      'otherAnswers',
      'category',
    ])
    expect(
      guessMapping(['Intitulé de la démarche', 'Pièces à fournir', 'Tarif', 'Source', 'Date de la source']),
    ).toEqual(['title', 'papers', 'cost', 'sourceName', 'sourceDate'])
  })
})
