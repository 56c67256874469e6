import { describe, expect, it } from '@jest/globals'
import { collectPlaces } from '../../../src/features/places/collect-places.js'
import type { PlaceRecord } from '../../../src/features/places/csv-records.js'
import { record } from './pieces.js'

const AREA = { position: { latitude: 47.8, longitude: 1.7 }, withinKm: 10 }

async function collect(records: PlaceRecord[]) {
  const { places, skipped, unreadHours } = await collectPlaces(stream(records), AREA)
  return { ids: places.map(({ id }) => id), skipped: Object.fromEntries(skipped), unreadHours, places }
}

async function* stream(records: Iterable<PlaceRecord>): AsyncGenerator<PlaceRecord> {
  yield* records
}

describe('collectPlaces', () => {
  it('keeps what is near, nearest first, and says what it left and why', async () => {
    const { ids, skipped, unreadHours } = await collect([
      record({ id: 'far', latitude: '48.8' }, 2),
      record({ id: 'b', latitude: '47.85', horaires: 'le matin' }, 3),
      record({ id: 'a', latitude: '47.81', horaires: 'Mo 09:00-12:00' }, 4),
      record({ nom: '' }, 5),
    ])
    expect(ids).toEqual(['a', 'b'])
    expect(skipped).toEqual({ too_far: { count: 1, rows: [2] }, no_name: { count: 1, rows: [5] } })
    expect(unreadHours).toBe(1)
  })

  it('keeps the latest of two records with one id, whatever their order', async () => {
    const older = record({ nom: 'Avant', date_maj: '2025-01-01' }, 2)
    const newer = record({ nom: 'Après', date_maj: '2026-01-01' }, 3)
    for (const records of [
      [older, newer],
      [newer, older],
    ]) {
      const { places, skipped } = await collect(records)
      expect(places.map(({ name }) => name)).toEqual(['Après'])
      expect(skipped).toEqual({ repeated: { count: 1, rows: [2] } })
    }
  })

  it('puts places at the same distance in the order of their ids', async () => {
    expect((await collect(['c', 'a', 'b'].map((id) => record({ id })))).ids).toEqual(['a', 'b', 'c'])
  })

  it('holds the 500 nearest at most', async () => {
    const records = Array.from({ length: 510 }, (_, index) =>
      record({ id: String(index), latitude: String(47.8 + index / 10_000) }, index + 2),
    )
    const { ids, skipped } = await collect(records.reverse())
    expect(ids).toHaveLength(500)
    expect(ids).toContain('0')
    expect(ids).not.toContain('509')
    expect(skipped.too_many?.count).toBe(10)
  })
})
