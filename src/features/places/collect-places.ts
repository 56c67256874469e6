import type { Place, Position } from '../../platform/model/place.js'
import { distanceKm } from './distance-km.js'
import type { PlaceRecord } from './place-record.js'
import { readOsmHours } from './read-osm-hours.js'
import { type PlaceRefusal, readPlace } from './read-place.js'

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
