/** What a town's files say of an address, by the name of the file: days of the bins, school, polling station, district council. */
export const ADDRESS_KINDS = ['collecte', 'ecole', 'vote', 'quartier'] as const

/** One of {@link ADDRESS_KINDS}. */
export type AddressKind = (typeof ADDRESS_KINDS)[number]

/** Which numbers of a street a row is about. */
export const STREET_SIDES = ['pair', 'impair', 'tous'] as const

/** One of {@link STREET_SIDES}. */
export type StreetSide = (typeof STREET_SIDES)[number]

/** A row of a file: numbers of a street, and what is so there. */
export interface AddressRow {
  /** The street as it is written. */
  rue: string
  /** First and last number, included; absent: the street has no end there. */
  du?: number
  au?: number
  cote: StreetSide
  /** Told as it is written. */
  valeur: string
}

/** A street, with its rows of each file. */
export interface Street {
  /** Of `a-z0-9-`, at most 80 characters: one street of the commune. */
  key: string
  /** As the town writes it. */
  name: string
  /** "rue", "avenue"…, written out; `null` for a street without one: "Le Bourg". */
  type: string | null
  /** Folded words of its name, written out, without its type and without articles. */
  words: readonly string[]
  rows: Partial<Record<AddressKind, readonly AddressRow[]>>
}

/** The streets of a commune by their keys. */
export type Streets = ReadonlyMap<string, Street>

/** What is told of an address: the values of its rows, none where no row has its number, and the side that they are all about. */
export interface AddressAnswer {
  side: StreetSide
  values: string[]
}

/** A street that was matched, and what its files say at the number that was said, where that is known: never the number. */
export interface KnownStreet {
  key: string
  told: Partial<Record<AddressKind, AddressAnswer>>
}

/** What a conversation remembers of an address. */
export interface AddressTalk {
  /** What was asked last. */
  kind: AddressKind
  /** Whether the last reply asks for its street, its number, or which of several streets is meant. */
  asking?: true
  /** The street that was matched; several while it is asked which. */
  streets: KnownStreet[]
}

/** What is known of a street at a number; without one, of what its number does not matter for. Pure. */
export function knownAt({ key, rows }: Street, number: number | null): KnownStreet {
  const told: KnownStreet['told'] = {}
  for (const kind of ADDRESS_KINDS) {
    const found = rowsAt(rows[kind] ?? [], number)
    if (!found) continue
    const [first, ...others] = found
    const side = first && others.every(({ cote }) => cote === first.cote) ? first.cote : 'tous'
    told[kind] = { side, values: [...new Set(found.map(({ valeur }) => valeur))] }
  }
  return { key, told }
}

/** Rows of a street that hold for a number; without one, those of the whole street, or `null` where the number matters. */
function rowsAt(rows: readonly AddressRow[], number: number | null): readonly AddressRow[] | null {
  if (number !== null) return rows.filter((row) => holds(row, number))
  return rows.every(isWhole) ? rows : null
}

function isWhole({ du, au, cote }: AddressRow): boolean {
  return du === undefined && au === undefined && cote === 'tous'
}

function holds({ du = 0, au = Number.POSITIVE_INFINITY, cote }: AddressRow, number: number): boolean {
  return number >= du && number <= au && (cote === 'tous' || (number % 2 === 0) === (cote === 'pair'))
}
