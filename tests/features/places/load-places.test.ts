import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { loadPlaces, placesFile, savePlaces } from '../../../src/features/places/load-places.js'
import type { Commune } from '../../../src/platform/model/commune.js'
import { commune } from '../../platform/model/sample-commune.js'
import { knowledgeDir, villebourg } from '../entries/installed.js'
import { CENTRE, nearby, place } from './sample-places.js'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guichet-places-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const load = (...towns: Commune[]) => loadPlaces(folder, new Map(towns.map((town) => [town.id, town])))

describe('loadPlaces', () => {
  it('reads what was saved, by commune; a commune may have none', async () => {
    const saved = nearby(place())
    await savePlaces(folder, 'a', saved)
    const loaded = await load(commune({ id: 'a', position: CENTRE }), commune({ id: 'b' }))
    expect([...loaded]).toEqual([['a', saved]])
  })

  it('reads a file that begins with the mark of UTF-8', async () => {
    const path = await savePlaces(folder, 'a', nearby(place()))
    await writeFile(path, `\ufeff${await readFile(path, 'utf8')}`)
    expect((await load(commune({ id: 'a', position: CENTRE }))).size).toBe(1)
  })

  it('saves the same places as the same bytes', async () => {
    const path = await savePlaces(folder, 'a', nearby(place()))
    const first = await readFile(path, 'utf8')
    await savePlaces(folder, 'a', nearby(place()))
    expect(await readFile(path, 'utf8')).toBe(first)
  })

  it('names every file at fault: what it cannot read, and a commune without a position', async () => {
    await savePlaces(folder, 'a', nearby(place()))
    await savePlaces(folder, 'b', nearby(place({ website: 'javascript:alert(1)' })))
    await writeFile(placesFile(folder, 'c'), '{')
    const towns = [commune({ id: 'a' }), ...['b', 'c'].map((id) => commune({ id, position: CENTRE }))]
    await expect(load(...towns)).rejects.toMatchObject({
      faults: [
        { file: 'places/a.json', fault: expect.stringContaining('position') },
        { file: 'places/b.json', fault: expect.stringContaining('website') },
        { file: 'places/c.json' },
      ],
    })
  })

  it('reads the demonstration, all of which says that it is invented', async () => {
    const loaded = await loadPlaces(knowledgeDir, new Map([['villebourg', villebourg]]))
    const { source, places } = loaded.get('villebourg') ?? nearby()
    expect(source.name).toContain('inventés')
    expect(places.length).toBeGreaterThanOrEqual(8)
    for (const { summary, source: own, website } of places) {
      expect(summary).toContain('Lieu inventé pour la démonstration')
      expect(own).toContain('inventés')
      expect(website ?? 'https://x.example.org/').toMatch(/example\.org\/$/)
    }
  })
})
