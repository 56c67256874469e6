import { describe, expect, it } from '@jest/globals'
import { openCuratedEntries } from '../../src/content/curated-entries.js'
import { createCuration } from '../../src/content/curation.js'
import { openLibrary } from '../../src/content/library.js'
import type { OwnEntries } from '../../src/content/load-own-entries.js'
import type { EntryContent } from '../../src/domain/curation/entry-record.js'
import type { Entry } from '../../src/domain/entry.js'
import { createMemoryStore } from '../../src/storage/memory-store.js'
import { action, publication } from '../contract/sample-entry-content.js'
import { commune } from '../domain/sample-commune.js'
import { FAKE_CALIBRATION, FakeEncoder } from './fake-encoder.js'
import { entry } from './sample-entry.js'

const shared = [entry('acte', 'Demander un acte'), entry('piscine', 'Nager à la piscine')]
const communes = new Map(['bourg', 'ailleurs'].map((id) => [id, commune({ id })]))
const files: OwnEntries = {
  has: (id) => id === 'ailleurs',
  load: async () => ({ entries: [entry('fete', 'La fête')], archivedIds: [] }),
}
const contentOf = ({ id, ...content }: Entry): EntryContent => content
const idle = { start: () => null, runOf: () => null, cancel() {}, idle: async () => {}, stop: async () => {} } as never

async function open(store = createMemoryStore()) {
  const curated = await openCuratedEntries(files, store, communes.keys())
  const library = await openLibrary({ communes, entries: shared, calibration: FAKE_CALIBRATION, own: curated })
  const faults: unknown[] = []
  const curation = createCuration({
    library,
    curated,
    store,
    gate: idle,
    communeIds: [...communes.keys()],
    onServed: () => {},
    onFault: (_, error) => faults.push(error),
  })
  const titles = async (id: string) => [...(await library.snapshotOf(id)).entries.values()].map(({ title }) => title)
  return { store, library, curation, titles, faults }
}

const published = (id: string, title: string, request: string) => {
  const content = contentOf(entry(id, title))
  return publication([{ entryId: id, source: { type: 'content', content } }], { id: request })
}

describe('what curators publish', () => {
  it('is served to its commune alone, at once and after a restart', async () => {
    const { store, curation, library, titles } = await open()
    await store.recordPublication(published('acte', 'Acte, chez nous', 'p1'))
    await curation.served('bourg')
    expect(await titles('bourg')).toEqual(['Acte, chez nous', 'Nager à la piscine'])
    expect(await titles('ailleurs')).toEqual(['Demander un acte', 'La fête', 'Nager à la piscine'])
    const { version } = await library.snapshotOf('bourg')
    const again = await open(store)
    expect(await again.titles('bourg')).toEqual(['Acte, chez nous', 'Nager à la piscine'])
    expect((await again.library.snapshotOf('bourg')).version).toBe(version)
  })

  it('goes over the commune’s own files, and what is archived is gone', async () => {
    const { store, curation, titles } = await open()
    await store.recordPublication({ ...published('fete', 'La fête du lac', 'p1'), communeId: 'ailleurs' })
    const scope = { communeId: 'ailleurs', entryId: 'piscine', installed: contentOf(shared[1] as Entry) }
    await store.applyToEntry(scope, action({ type: 'archive' }))
    await curation.served('ailleurs')
    expect(await titles('ailleurs')).toEqual(['Demander un acte', 'La fête du lac'])
    expect([...(await curation.installedOf('ailleurs')).values()].map(({ title }) => title)).toEqual([
      'Demander un acte',
      'La fête',
      'Nager à la piscine',
    ])
  })

  it('embeds only what changed, and never answers by words alone meanwhile', async () => {
    const { store, curation, library } = await open()
    const encoder = new FakeEncoder()
    await library.useEncoder(encoder, {})
    encoder.texts.length = 0
    await store.recordPublication(published('acte', 'Acte, chez nous', 'p1'))
    expect((await library.snapshotOf('bourg')).index.encoderVersion).toBe(encoder.version)
    await curation.served('bourg')
    expect((await library.snapshotOf('bourg')).index.encoderVersion).toBe(encoder.version)
    expect(encoder.texts.every((text) => text.startsWith('Acte, chez nous'))).toBe(true)
    expect(encoder.texts).not.toEqual([])
  })
})
