import { describe, expect, it } from '@jest/globals'
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { guardFormula, readCsv, unguardFormula, writeCsv } from '../../../src/features/exchange/csv-table.js'
import { guessMapping } from '../../../src/features/exchange/table-columns.js'
import { readXlsx, writeXlsx } from '../../../src/features/exchange/xlsx-table.js'
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

  it('names the line or the cell where a sheet goes beyond what is read', () => {
    const refusal = (text: string) => {
      try {
        return readCsv(bytes(text))
      } catch (error) {
        return error
      }
    }
    expect(refusal(`a\n${'b\n'.repeat(5_000)}`)).toMatchObject({ headings: ['a'] })
    expect(refusal(`a\n${'b\n'.repeat(5_001)}`)).toMatchObject({ code: 'too_many_rows', parameters: { line: '5002' } })
    expect(refusal(`a;b\n${'a;'.repeat(101)}\nb`)).toMatchObject({
      code: 'too_many_columns',
      parameters: { line: '2' },
    })
    const long = `a;b\nc;d\n${';'.repeat(27)}"${'e'.repeat(100_001)}`
    expect(refusal(long)).toMatchObject({ code: 'cell_too_long', parameters: { cell: 'AB3' } })
  })

  it('reads any number of quotes without a stack of them', () => {
    // Eight million of them ended the reading by a RangeError.
    expect(() => readCsv(bytes('"'.repeat(8_000_000)))).toThrow('cell_too_long')
  })

  it('refuses what is no sheet, what has no row, and what is too large', () => {
    expect(() => readCsv(bytes('PNG\0\0\0'))).toThrow('not_a_table')
    expect(() => readCsv(bytes('Titre;B\n'))).toThrow('no_rows')
    expect(() => readCsv(new Uint8Array(17 * 1024 * 1024))).toThrow('table_too_large')
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

  it('reads days, and shows a number that is none as a spreadsheet does', async () => {
    const files = unzipSync(await writeXlsx({ headings: ['Titre'], rows: [{ line: 2, cells: ['x'] }] }))
    const part = (path: string) => strFromU8(files[path] ?? new Uint8Array())
    const ofDates = part('xl/styles.xml').replaceAll('numFmtId="100" app', 'numFmtId="14" app')
    const read = (number: string) => {
      const sheet = part('xl/worksheets/sheet1.xml').replace(
        /<c r="A2".*?<\/c>/,
        `<c r="A2" s="2"><v>${number}</v></c>`,
      )
      return readXlsx(
        zipSync({ ...files, 'xl/styles.xml': strToU8(ofDates), 'xl/worksheets/sheet1.xml': strToU8(sheet) }),
      )
    }
    for (const [number, shown] of [
      ['45000', '2023-03-15'],
      ['2958466', '########'],
      ['100025570', '########'],
      ['-1e300', '########'],
    ] as const)
      expect((await read(number)).rows).toEqual([{ line: 2, cells: [shown] }])
  })

  it('refuses a cell far away before a row is made of each line up to it', async () => {
    for (const [address, code] of [
      ['XFD1048576', 'too_many_rows'],
      ['A1048576', 'too_many_rows'],
      ['XFD1', 'too_many_columns'],
      ['&#88;FD9', 'table_too_large'],
    ] as const) {
      const files = unzipSync(await writeXlsx(table))
      const sheet = strFromU8(files['xl/worksheets/sheet1.xml'] ?? new Uint8Array())
      files['xl/worksheets/sheet1.xml'] = strToU8(sheet.replace('"A3"', `"${address}"`))
      await expect(readXlsx(zipSync(files))).rejects.toThrow(code)
    }
  })

  it('refuses more rows, cells and shared texts than there may be, and what declares entities', async () => {
    const files = unzipSync(await writeXlsx(table))
    const withSheet = (sheet: string) => zipSync({ ...files, 'xl/worksheets/sheet1.xml': strToU8(sheet) })
    const rows = (count: number) => `<worksheet><sheetData>${'<row/>'.repeat(count)}</sheetData></worksheet>`
    await expect(readXlsx(withSheet(rows(1_000_000)))).rejects.toThrow('too_many_rows')
    const cells = `<worksheet><sheetData><row>${'<c/>'.repeat(600_000)}</row></sheetData></worksheet>`
    await expect(readXlsx(withSheet(cells))).rejects.toThrow('table_too_large')
    const texts = { 'xl/sharedStrings.xml': strToU8(`<sst>${'<si/>'.repeat(600_000)}</sst>`) }
    await expect(readXlsx(zipSync({ ...files, ...texts }))).rejects.toThrow('table_too_large')
    const laughs = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>'
    await expect(readXlsx(withSheet(laughs))).rejects.toThrow('not_a_table')
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
