import type { PlaceRecord } from '../../../src/features/places/csv-records.js'

/** A text in pieces of a few characters, as a stream may cut it. */
export async function* pieces(text: string, size = 7): AsyncGenerator<string> {
  for (let from = 0; from < text.length; from += size) yield text.slice(from, from + size)
}

/** Every record of a reader. */
export async function all(records: AsyncIterable<PlaceRecord>): Promise<PlaceRecord[]> {
  const list: PlaceRecord[] = []
  for await (const record of records) list.push(record)
  return list
}

/** A record of the standard, with only what is compulsory unless `patch` says more. */
export function record(patch: Record<string, unknown> = {}, row = 2): PlaceRecord {
  const values = {
    id: 'a',
    nom: 'Le Lieu',
    adresse: '1 rue Haute',
    commune: 'Bourg',
    latitude: '47.8',
    longitude: '1.7',
  }
  return { row, values: { ...values, ...patch } }
}
