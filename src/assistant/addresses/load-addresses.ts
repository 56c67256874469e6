import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { ContentError, type EntryFault } from '../../features/entries/catalogue/load-entries.js'
import { ADDRESSES, communesFolder } from '../../features/entries/catalogue/load-own-entries.js'
import { csvRecords, type PlaceRecord, RecordsFault } from '../../features/places/csv-records.js'
import {
  ADDRESS_KINDS,
  type AddressKind,
  type AddressRow,
  STREET_SIDES,
  type Street,
  type Streets,
} from '../../platform/model/address.js'
import { decodeText } from '../../platform/text/clean-text.js'
import { nearestName } from '../../platform/text/nearest-name.js'
import { type StreetLexicon, streetWords } from './street-words.js'

/** Rows of a file at most. */
const MOST_ROWS = 50_000
/** Faults of a file that are said. */
const MOST_FAULTS = 20
const COLUMNS = ['rue', 'du', 'au', 'cote', 'valeur'] as const
/** Characters of a value. */
const LONGEST = 300
/** Of a key. */
const LONGEST_KEY = 80

/**
 * Reads `<townDir>/communes/<id>/addresses/<kind>.csv` of each commune; one without such files is left out.
 * @throws ContentError naming every line at fault
 */
export async function loadAddresses(
  townDir: string,
  communeIds: Iterable<string>,
  lexicon: StreetLexicon,
): Promise<Map<string, Streets>> {
  const all = new Map<string, Streets>()
  const faults: EntryFault[] = []
  for (const communeId of communeIds) {
    const folder = join(communesFolder(townDir), communeId, ADDRESSES)
    const streets = new Map<string, Street>()
    for (const name of await csvFilesOf(folder)) {
      const kind = basename(name, '.csv')
      const read = isKind(kind) ? await readRows(await readFile(join(folder, name)), lexicon) : unknownKind(kind)
      faults.push(...read.faults.map((fault) => ({ file: `communes/${communeId}/${ADDRESSES}/${name}`, fault })))
      if (isKind(kind)) for (const row of read.rows) addTo(streets, { kind, row }, lexicon)
    }
    if (streets.size > 0) all.set(communeId, streets)
  }
  if (faults.length > 0) throw new ContentError(faults)
  return all
}

interface ReadRows {
  rows: AddressRow[]
  /** In words, each with its line: the columns are line 1, the first row is line 2. */
  faults: string[]
}

/** Columns are parted by commas, semicolons or tabs, in UTF-8, UTF-16 or Windows-1252. */
async function readRows(bytes: Uint8Array, lexicon: StreetLexicon): Promise<ReadRows> {
  const rows: AddressRow[] = []
  const faults: string[] = []
  let isBegun = false
  try {
    for await (const { row: line, values } of csvRecords(whole(decodeText(bytes)))) {
      if (!isBegun) faults.push(...columnFaults(Object.keys(values)))
      if (faults.length >= MOST_FAULTS || (!isBegun && faults.length > 0)) return { rows, faults }
      isBegun = true
      if (rows.length >= MOST_ROWS) return { rows, faults: [...faults, `line ${line}: more than ${MOST_ROWS} rows`] }
      const row = readRow(values, lexicon)
      if (typeof row === 'string') faults.push(`line ${line}: ${row}`)
      else rows.push(row)
    }
  } catch (error) {
    if (!(error instanceof RecordsFault)) throw error
    faults.push(error.message)
  }
  return { rows, faults: rows.length + faults.length > 0 ? faults : ['line 1: no rows'] }
}

async function* whole(text: string): AsyncGenerator<string> {
  yield text.replace(/^\ufeff/, '')
}

function columnFaults(columns: readonly string[]): string[] {
  return COLUMNS.filter((column) => !columns.includes(column)).map((column) => {
    const written = nearestName(column, columns)
    return `line 1: no column "${column}"${written === null ? '' : `; is it "${written}"?`}`
  })
}

/** @returns the row, or what is wrong with it */
function readRow(values: PlaceRecord['values'], lexicon: StreetLexicon): AddressRow | string {
  const [rue = '', from = '', to = '', side = '', valeur = ''] = COLUMNS.map((name) =>
    String(values[name] ?? '').trim(),
  )
  const cote = STREET_SIDES.find((one) => one === (side.toLowerCase() || 'tous'))
  if (keyOf(rue, lexicon) === '') return 'rue: no street'
  if (valeur === '') return 'valeur: nothing is written'
  if (valeur.length > LONGEST) return `valeur: more than ${LONGEST} characters`
  if (!cote) return `cote: "${side}" is neither pair, impair nor tous`
  const wrong = Object.entries({ du: from, au: to }).find(([, number]) => !/^\d{0,5}$/.test(number))
  if (wrong) return `${wrong[0]}: "${wrong[1]}" is no number`
  if (from !== '' && to !== '' && Number(from) > Number(to)) return `du: ${from} comes after ${to}`
  return {
    rue,
    ...(from === '' ? {} : { du: Number(from) }),
    ...(to === '' ? {} : { au: Number(to) }),
    cote,
    valeur,
  }
}

function addTo(
  streets: Map<string, Street>,
  { kind, row }: { kind: AddressKind; row: AddressRow },
  lexicon: StreetLexicon,
) {
  const key = keyOf(row.rue, lexicon)
  const street = streets.get(key) ?? { key, name: row.rue, ...streetWords(row.rue, lexicon), rows: {} }
  const rows = (street.rows[kind] ?? []) as AddressRow[]
  rows.push(row)
  street.rows[kind] = rows
  streets.set(key, street)
}

/** Two spellings of a street are one: "av. de la Gare", "Avenue de la gare". */
function keyOf(rue: string, lexicon: StreetLexicon): string {
  const { type, words } = streetWords(rue, lexicon)
  const written = [...(type === null ? [] : [type]), ...words].join('-')
  return written.replace(/[^a-z0-9-]/g, '').slice(0, LONGEST_KEY)
}

function isKind(name: string): name is AddressKind {
  return ADDRESS_KINDS.some((kind) => kind === name)
}

function unknownKind(name: string): ReadRows {
  const meant = nearestName(name, ADDRESS_KINDS)
  const fault = `"${name}" is none of ${ADDRESS_KINDS.join(', ')}${meant === null ? '' : `; did you mean "${meant}.csv"?`}`
  return { rows: [], faults: [fault] }
}

async function csvFilesOf(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => name.endsWith('.csv')).sort()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
