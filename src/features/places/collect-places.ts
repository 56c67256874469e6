import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import type { Place, Position } from '../../platform/model/place.js'
import { toUrl } from '../../platform/text/to-url.js'
import type { PlaceRecord } from './csv-records.js'
import { distanceKm } from './nearest-offices.js'
import { readOsmHours } from './read-osm-hours.js'

/** Why a record is no place that could be told to somebody. */
type PlaceRefusal = 'no_id' | 'no_name' | 'no_address' | 'no_position' | 'bad_position'

/** What a record holds. */
type ReadPlace = { kind: 'read'; place: Place } | { kind: 'refused'; reason: PlaceRefusal }

/** Longest text kept of a value, in characters. */
const MOST_CHARACTERS = 300

/** Columns of the standard, and the names that older versions and neighbouring schemas give them. */
const COLUMNS = {
  fees: ['frais_a_charge', 'conditions_acces', 'frais'],
  audiences: ['publics_specifiquement_adresses', 'publics_accueillis'],
  care: ['prise_en_charge_specifique', 'modalites_acces_specifiques'],
  programmes: ['dispositif_programmes_nationaux', 'labels_nationaux'],
  accessibility: ['fiche_acces_libre', 'accessibilite', 'accessibilite_lieu'],
  emails: ['courriels', 'courriel'],
  hours: ['horaires', 'horaires_accueil', 'horaires_ouverture'],
} as const

/**
 * Reads a record of the standard. What cannot be used of an optional column (a phone of three digits, an address of the web that is none) is left
 * out; what a person needs to find the place must be there. Source: schéma des lieux de médiation numérique, 1.0.1
 */
export function readPlace({ values }: PlaceRecord): ReadPlace {
  const text = (...columns: readonly string[]) => firstText(values, columns)
  const list = (...columns: readonly string[]) => firstList(values, columns)
  const [id, name, street, town] = [text('id'), text('nom'), text('adresse'), text('commune')]
  if (id === '') return refused('no_id')
  if (name === '') return refused('no_name')
  if (street === '' || town === '') return refused('no_address')
  const [latitude, longitude] = [text('latitude'), text('longitude')]
  if (latitude === '' || longitude === '') return refused('no_position')
  const position = toPosition(latitude, longitude)
  if (!position) return refused('bad_position')
  const place: Place = {
    id,
    name,
    address: `${street}, ${[text('code_postal'), town].filter((part) => part !== '').join(' ')}`,
    position,
    phone: toPhone(text('telephone')),
    email: list(...COLUMNS.emails).find((email) => /^[^\s@]{1,64}@[^\s@]{1,190}\.[^\s@.]{2,}$/.test(email)) ?? null,
    website: list('site_web').map(toWebAddress).find(Boolean) ?? null,
    hours: text(...COLUMNS.hours),
    services: list('services', 'thematiques'),
    audiences: list(...COLUMNS.audiences),
    care: list(...COLUMNS.care),
    fees: list(...COLUMNS.fees),
    programmes: list(...COLUMNS.programmes),
    accessibility: toWebAddress(text(...COLUMNS.accessibility)),
    summary: text('presentation_resume'),
    updatedAt: toDay(text('date_maj')),
    source: text('source'),
  }
  return { kind: 'read', place }
}

function refused(reason: PlaceRefusal): ReadPlace {
  return { kind: 'refused', reason }
}

/** The first of the columns that holds something. */
function firstText(values: PlaceRecord['values'], columns: readonly string[]): string {
  return columns.map((column) => toText(values[column])).find((text) => text !== '') ?? ''
}

function toText(value: unknown): string {
  const text = Array.isArray(value) ? value.map(toText).join('|') : typeof value === 'number' ? `${value}` : value
  return typeof text === 'string'
    ? text
        .replace(/[\s\p{C}]+/gu, ' ')
        .trim()
        .slice(0, MOST_CHARACTERS)
    : ''
}

/** Values of a list: a JSON list, or a cell in which the standard puts `|` between them, older files `;`. */
function firstList(values: PlaceRecord['values'], columns: readonly string[]): string[] {
  const value = columns.map((column) => values[column]).find((one) => toText(one) !== '')
  const parts = Array.isArray(value) ? value.map(toText) : toText(value).split(/[|;]/)
  return [...new Set(parts.map((part) => part.trim()).filter((part) => part !== ''))]
}

/** `null` outside the earth, and at the zero point of the Atlantic where unknown places are put. */
function toPosition(latitudeText: string, longitudeText: string): Position | null {
  const [latitude = Number.NaN, longitude = Number.NaN] = [latitudeText, longitudeText].map((text) =>
    Number(text.replace(',', '.')),
  )
  const isOnEarth = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180
  return isOnEarth && (latitude !== 0 || longitude !== 0) ? { latitude, longitude } : null
}

function toPhone(text: string): string | null {
  const phone = parsePhoneNumberFromString(text.split(/[|;/]/)[0] ?? '', 'FR')
  return phone?.isValid() ? phone.number : null
}

function toWebAddress(text: string): string | null {
  const address = toUrl(text)
  return address && /^https?:$/.test(address.protocol) ? address.href : null
}

/** `2026-03-01`, the same with a time behind, or `01/03/2026`. */
function toDay(text: string): string | null {
  const [, day, month, year] = /^(\d{2})\/(\d{2})\/(\d{4})/.exec(text) ?? []
  const iso = year ? `${year}-${month}-${day}` : text.slice(0, 10)
  return /^\d{4}-\d{2}-\d{2}$/.test(iso) && !Number.isNaN(Date.parse(iso)) ? iso : null
}

/** Why a record is not kept. `repeated`: another record has its id, and is as recent or more. */
export type SkipReason = PlaceRefusal | 'too_far' | 'repeated' | 'too_many'

/** What came of a file of places. */
export interface CollectedPlaces {
  /** Nearest first, then by id. */
  places: Place[]
  /** Rows left out by reason; the first few are named. */
  skipped: Map<SkipReason, { count: number; rows: number[] }>
  /** Kept places whose hours are not read: they are told as they are written. */
  unreadHours: number
}

/** Most places kept: far more than a person looks at, and little memory. */
const MOST_PLACES = 500
/** Rows named by reason. */
const MOST_ROWS_NAMED = 5

/** Keeps the places within `withinKm` of a position, however long the file is: what is too far is forgotten at once. */
export async function collectPlaces(
  records: AsyncIterable<PlaceRecord>,
  { position, withinKm }: { position: Position; withinKm: number },
): Promise<CollectedPlaces> {
  const kept = new Map<string, { place: Place; row: number }>()
  const skipped: CollectedPlaces['skipped'] = new Map()
  const skip = (reason: SkipReason, row: number) => {
    const { count, rows } = skipped.get(reason) ?? { count: 0, rows: [] }
    skipped.set(reason, { count: count + 1, rows: rows.length < MOST_ROWS_NAMED ? [...rows, row] : rows })
  }
  for await (const record of records) {
    const read = readPlace(record)
    if (read.kind === 'refused') {
      skip(read.reason, record.row)
      continue
    }
    const { place } = read
    if (distanceKm(position, place.position) > withinKm) {
      skip('too_far', record.row)
      continue
    }
    const known = kept.get(place.id)
    const isNews = !known || (place.updatedAt ?? '') > (known.place.updatedAt ?? '')
    if (known) skip('repeated', isNews ? known.row : record.row)
    if (isNews) kept.set(place.id, { place, row: record.row })
    if (kept.size > MOST_PLACES) {
      const [farthest] = byDistance(kept.values(), position).reverse()
      if (!farthest) continue
      kept.delete(farthest.place.id)
      skip('too_many', farthest.row)
    }
  }
  const places = byDistance(kept.values(), position).map(({ place }) => place)
  const unread = places.filter(({ hours }) => hours !== '' && readOsmHours(hours) === null)
  return { places, skipped, unreadHours: unread.length }
}

function byDistance<T extends { place: Place }>(rows: Iterable<T>, position: Position): T[] {
  const measured = [...rows].map((row) => ({ row, km: distanceKm(position, row.place.position) }))
  measured.sort((a, b) => a.km - b.km || (a.row.place.id < b.row.place.id ? -1 : 1))
  return measured.map(({ row }) => row)
}
