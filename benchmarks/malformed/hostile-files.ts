import { randomBytes } from 'node:crypto'
import { strToU8, zipSync } from 'fflate'

/** A file, or a whole body, that is made to hold or to end whatever reads it. */
export interface HostileFile {
  /** What is done with it: `file` is imported as entries, `body` is sent in place of the JSON that would hold a file, `pack` is the text of a pack. */
  kind: 'file' | 'body' | 'pack'
  name: string
  bytes: () => Uint8Array
}

const MILLION = 1_000_000
const utf8 = (text: string) => new TextEncoder().encode(text)

/** Hostile files by what is wrong with them; each is as large as its door lets in, or unpacks to what no door would. */
export const HOSTILE_FILES: Record<string, HostileFile> = {
  'a CSV of eight million quotes': { kind: 'file', name: 'a.csv', bytes: () => utf8('"'.repeat(8 * MILLION)) },
  'a CSV of eight million half-open quotes': {
    kind: 'file',
    name: 'a.csv',
    bytes: () => utf8(`Titre;Réponse\n${'"a'.repeat(4 * MILLION)}`),
  },
  'a CSV of one cell of a million questions': {
    kind: 'file',
    name: 'a.csv',
    bytes: () => utf8(`Titre;Question\nx;"${Array.from({ length: 1.5 * MILLION }, (_, i) => `q ${i}`).join('\n')}"`),
  },
  'a CSV of one entry in five thousand lines': {
    kind: 'file',
    name: 'a.csv',
    bytes: () => utf8(`Titre;${'Question;'.repeat(90)}\n${lines(5_000, (i) => `x;${cells(90, i)}`)}`),
  },
  'a CSV of eight million columns': { kind: 'file', name: 'a.csv', bytes: () => utf8(`a${';'.repeat(8 * MILLION)}`) },
  'a CSV of eight million empty lines': {
    kind: 'file',
    name: 'a.csv',
    bytes: () => utf8(`a;b\n${'\n'.repeat(8 * MILLION)}`),
  },
  'a bot of four million nothings': {
    kind: 'file',
    name: 'a.json',
    bytes: () => utf8(`[${'{},'.repeat(4 * MILLION)}{}]`),
  },
  'a bot a million levels deep': {
    kind: 'file',
    name: 'a.json',
    bytes: () => utf8(`[{"id":"a","data":${'['.repeat(MILLION)}${']'.repeat(MILLION)}}]`),
  },
  'an archive of sixty megabytes of brackets': {
    kind: 'file',
    name: 'a.zip',
    bytes: () => zipSync({ 'intents/a.json': strToU8(`[${'[],'.repeat(20 * MILLION)}[]]`) }, { level: 1 }),
  },
  'a workbook of a million empty rows': {
    kind: 'file',
    name: 'a.xlsx',
    bytes: () => workbook(`<sheetData>${'<row/>'.repeat(MILLION)}</sheetData>`, ''),
  },
  'a workbook of a million shared texts': {
    kind: 'file',
    name: 'a.xlsx',
    bytes: () => workbook('<sheetData/>', '<si><t>a</t></si>'.repeat(3 * MILLION)),
  },
  'a workbook of entities in entities': {
    kind: 'file',
    name: 'a.xlsx',
    bytes: () => workbook('<sheetData><row><c t="inlineStr"><is><t>&z;</t></is></c></row></sheetData>', '', LAUGHS),
  },
  'a body of brackets': { kind: 'body', name: '', bytes: () => utf8(`[${'[],'.repeat(8 * MILLION)}[]]`) },
  'a body twelve million levels deep': {
    kind: 'body',
    name: '',
    bytes: () => utf8('['.repeat(12 * MILLION) + ']'.repeat(12 * MILLION)),
  },
  'a body of five million fields': {
    kind: 'body',
    name: '',
    bytes: () => utf8(`{${lines(1.8 * MILLION, (i) => `"${i}":0`, ',')}}`),
  },
  'a pack of brackets': {
    kind: 'pack',
    name: '',
    bytes: () => utf8(`{"format":1,"pack":{"licence":[${'[],'.repeat(7 * MILLION)}[]]},"key":"a","signature":"a"}`),
  },
  'a pack four million levels deep': {
    kind: 'pack',
    name: '',
    bytes: () =>
      utf8(
        `{"format":1,"pack":{"licence":${'['.repeat(4 * MILLION)}${']'.repeat(4 * MILLION)}},"key":"${randomBytes(32).toString('base64')}","signature":"a"}`,
      ),
  },
}

const LAUGHS = `<!DOCTYPE a [<!ENTITY a "${'ha'.repeat(500)}">${lines(25, (i) => `<!ENTITY ${letter(i + 1)} "${`&${letter(i)};`.repeat(10)}">`, '')}]>`

function letter(index: number): string {
  return String.fromCharCode(97 + index)
}

function lines(count: number, line: (index: number) => string, by = '\n'): string {
  return Array.from({ length: count }, (_, index) => line(index)).join(by)
}

function cells(count: number, row: number): string {
  return lines(count, (index) => `q ${row * count + index}`, ';')
}

/** The parts of a workbook that a reader asks for, with a sheet and shared texts of one's own. */
function workbook(sheet: string, texts: string, doctype = ''): Uint8Array {
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
  const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  const packages = 'http://schemas.openxmlformats.org/package/2006/relationships'
  return zipSync({
    '_rels/.rels': strToU8(
      `<Relationships xmlns="${packages}"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ),
    'xl/workbook.xml': strToU8(
      `<workbook xmlns="${main}" xmlns:r="${relations}"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': strToU8(
      `<Relationships xmlns="${packages}"><Relationship Id="rId1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${relations}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
    ),
    'xl/worksheets/sheet1.xml': strToU8(
      `<?xml version="1.0"?>${doctype}<worksheet xmlns="${main}">${sheet}</worksheet>`,
    ),
    'xl/sharedStrings.xml': strToU8(`<sst xmlns="${main}">${texts}</sst>`),
  })
}
