import { describe, expect, it } from '@jest/globals'
import { openLibrary } from '../../../../src/features/entries/catalogue/library.js'
import { mergeEntries, type OwnEntries } from '../../../../src/features/entries/catalogue/load-own-entries.js'
import { toSearchDocument } from '../../../../src/features/entries/catalogue/snapshot.js'
import {
  contentOf,
  curatedEntry,
  openCuratedEntries,
} from '../../../../src/features/entries/editing/curated-entries.js'
import { createCuration } from '../../../../src/features/entries/editing/curation.js'
import type { Entry } from '../../../../src/platform/model/entry.js'
import { createMemoryStore } from '../../../../src/store/memory-store.js'
import { action, publication } from '../../../contract/sample-entry-content.js'
import { commune } from '../../../platform/model/sample-commune.js'
import { FAKE_CALIBRATION, FakeEncoder } from '../fake-encoder.js'
import { entry } from '../sample-entry.js'

const shared = [entry('acte', 'Demander un acte'), entry('piscine', 'Nager à la piscine')]
const communes = new Map(['bourg', 'ailleurs'].map((id) => [id, commune({ id })]))
/** A national fiche, which quotes its source. */
const national: Entry = {
  ...entry('f1', 'Passeport'),
  quoted: [
    { key: 'brief', title: 'De quoi s’agit-il ?', blocks: [{ kind: 'paragraph', spans: [{ text: 'Un titre.' }] }] },
  ],
}
const files: OwnEntries = {
  has: (id) => id === 'ailleurs',
  load: async () => ({ entries: [entry('fete', 'La fête'), national], archivedIds: [] }),
}

async function open(store = createMemoryStore(), abroad?: Entry['abroad']) {
  const spoken = (one: Entry): Entry => (abroad ? { ...one, abroad } : one)
  const load: OwnEntries['load'] = async (id, beside) => {
    const own = await files.load(id, beside)
    return { ...own, entries: own.entries.map(spoken) }
  }
  const curated = await openCuratedEntries({ ...files, load }, store, communes.keys())
  const library = await openLibrary({
    communes,
    entries: shared.map(spoken),
    calibration: FAKE_CALIBRATION,
    own: curated,
  })
  const faults: unknown[] = []
  const curation = createCuration({
    library,
    curated,
    store,
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
    expect(await titles('ailleurs')).toEqual(['Demander un acte', 'Passeport', 'La fête', 'Nager à la piscine'])
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
    expect(await titles('ailleurs')).toEqual(['Demander un acte', 'Passeport', 'La fête du lac'])
    expect([...(await curation.installedOf('ailleurs')).values()].map(({ title }) => title)).toEqual([
      'Demander un acte',
      'Passeport',
      'La fête',
      'Nager à la piscine',
    ])
  })

  it('leaves the words and dates of a source as they are', async () => {
    const { store, curation, library } = await open()
    const written = contentOf({
      ...national,
      title: 'À moi',
      verifiedAt: '2001-01-01',
      sections: { ...national.sections, cost: '86 €' },
    })
    const source = { type: 'content' as const, content: written }
    await store.recordPublication(publication([{ entryId: 'f1', source }], { communeId: 'ailleurs' }))
    await curation.served('ailleurs')
    const served = (await library.snapshotOf('ailleurs')).entries.get('f1')
    expect(served).toEqual({ ...national, sections: { ...national.sections, cost: '86 €' } })
  })

  it('keeps the short answers that were published, and the short translations of what is under it, which it does not store', async () => {
    const inShort = { es: { title: 'Pedir una partida' } }
    const short = { cost: 'C’est gratuit.' }
    const under = { ...(shared[0] as Entry), inShort }
    const content = contentOf({ ...under, short })
    expect([content.short, Object.hasOwn(content, 'inShort')]).toEqual([short, false])
    const { store, curation, library } = await open()
    const change = publication([{ entryId: 'acte', source: { type: 'content', content } }], {
      communeId: 'bourg',
      id: 'a',
    })
    await store.recordPublication(change)
    await curation.served('bourg')
    expect((await library.snapshotOf('bourg')).entries.get('acte')?.short).toEqual(short)
    const served = { ...shared[0], ...content, id: 'acte' } as Entry
    expect(mergeEntries([under], { entries: [served], archivedIds: [] })).toMatchObject([{ short, inShort }])
  })

  it('keeps the questions in other languages of what is under it, shared or the commune’s own, and stores none', async () => {
    const abroad = { en: ['birth certificate'], tr: ['doğum belgesi'] }
    const { store, curation, library } = await open(createMemoryStore(), abroad)
    const content = contentOf({ ...(shared[0] as Entry), title: 'Chez nous', abroad })
    expect(content).not.toHaveProperty('abroad')
    for (const [communeId, id] of [
      ['bourg', 'acte'],
      ['ailleurs', 'fete'],
    ] as const) {
      const change = publication([{ entryId: id, source: { type: 'content', content } }], { communeId, id })
      await store.recordPublication(change)
      await curation.served(communeId)
      const served = (await library.snapshotOf(communeId)).entries.get(id)
      expect(served).toMatchObject({ title: 'Chez nous', abroad })
      expect(toSearchDocument(served as Entry).abroad).toEqual(['birth certificate', 'doğum belgesi'])
    }
  })

  it('is what its gate measured, byte for byte', async () => {
    const abroad = { en: ['birth certificate'] }
    const { store, curation, library } = await open(createMemoryStore(), abroad)
    const content = { ...contentOf(shared[0] as Entry), title: 'Chez nous' }
    const file = (await curation.installedOf('bourg')).get('acte')
    const entries = [curatedEntry('acte', content, { file, words: curation.guideWords() })]
    const { candidate } = await library.buildCandidate('bourg', (current) =>
      mergeEntries(current, { entries, archivedIds: [] }),
    )
    await store.recordPublication(
      publication([{ entryId: 'acte', source: { type: 'content', content } }], { id: 'p1' }),
    )
    await curation.served('bourg')
    expect((await library.snapshotOf('bourg')).version).toBe(candidate.version)
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
