import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { Accept, Library, LibraryParts } from '../../../../src/features/entries/catalogue/library.js'
import { openLibrary } from '../../../../src/features/entries/catalogue/library.js'
import { ContentError } from '../../../../src/features/entries/catalogue/load-entries.js'
import type { OwnEntries } from '../../../../src/features/entries/catalogue/load-own-entries.js'
import type { Entry } from '../../../../src/platform/model/entry.js'
import { commune } from '../../../platform/model/sample-commune.js'
import { FAKE_CALIBRATION, FakeEncoder } from '../fake-encoder.js'
import { entry } from '../sample-entry.js'

const ids = ['a-bourg', 'b-bourg', 'c-bourg', 'plain']
const communes = new Map(ids.map((id) => [id, commune({ id })]))
const shared = [entry('acte', 'Demander un acte'), entry('piscine', 'Nager à la piscine')]
const yes: Accept = async () => true
const no: Accept = async () => false

/** Own entries in memory; a commune whose entries are `null` cannot be read. */
class FakeOwn implements OwnEntries {
  readonly loads: string[] = []
  constructor(readonly entries: Record<string, Entry[] | null>) {}
  has = (id: string) => id in this.entries
  load = async (id: string) => {
    this.loads.push(id)
    const own = this.entries[id]
    if (!own) throw new ContentError([{ file: 'x.md', fault: 'spoilt' }])
    return { entries: own, archivedIds: [] }
  }
}

const own = () =>
  new FakeOwn({
    'a-bourg': [entry('fete', 'La fête du village')],
    'b-bourg': [entry('acte', 'Demander un acte ici'), entry('marche', 'Le marché')],
    'c-bourg': [entry('bac', 'Le bac à sable')],
  })

const open = (parts: Partial<LibraryParts> = {}) =>
  openLibrary({ communes, entries: shared, calibration: FAKE_CALIBRATION, ...parts })

const stateOf = (library: Library, id: string) => library.states().find(({ communeId }) => communeId === id)

/** Waits for what happens in the background. */
async function until(happened: () => boolean): Promise<void> {
  const deadline = Date.now() + 5_000
  while (!happened()) {
    if (Date.now() > deadline) throw new Error('it does not happen')
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}

let cacheDir: string
beforeEach(async () => {
  cacheDir = await mkdtemp(join(tmpdir(), 'guichet-library-'))
})
afterEach(() => rm(cacheDir, { recursive: true, force: true }))

describe('communes without entries of their own', () => {
  it('share one index', async () => {
    const library = await open({ own: own() })
    const [one, two] = [await library.snapshotOf('plain'), await (await open()).snapshotOf('a-bourg')]
    expect([...one.entries.keys()]).toEqual(['acte', 'piscine'])
    expect(two.version).toBe(one.version)
    await expect(library.snapshotOf('nowhere')).rejects.toMatchObject({ code: 'unknown_commune', status: 404 })
  })
})

describe('a commune with entries of its own', () => {
  it('is loaded when asked, and has the shared entries with its own in their place', async () => {
    const source = own()
    const library = await open({ own: source })
    expect(stateOf(library, 'b-bourg')).toMatchObject({ own: true, version: null, entries: null, searchedBy: 'none' })
    expect([...library.entriesNow('b-bourg').keys()]).toEqual(['acte', 'piscine'])
    const { entries, index } = await library.snapshotOf('b-bourg')
    expect([...entries.keys()]).toEqual(['acte', 'marche', 'piscine'])
    expect(entries.get('acte')?.title).toBe('Demander un acte ici')
    expect((await index.search('le marché')).candidates[0]?.id).toBe('marche')
    expect(source.loads).toEqual(['b-bourg'])
    expect(stateOf(library, 'b-bourg')).toMatchObject({ entries: 3, searchedBy: 'words' })
    expect(library.entriesNow('b-bourg').has('marche')).toBe(true)
  })

  it('asks of its answers what it promised, whoever else has the same content', async () => {
    const fete = () => [entry('fete', 'La fête du village')]
    const library = await open({ own: new FakeOwn({ 'a-bourg': fete(), 'b-bourg': fete() }) })
    const answerOf = async (id: string) => (await (await library.snapshotOf(id)).index.search('la fête')).policy.answer
    const calibrated = await answerOf('b-bourg')
    await answerOf('a-bourg')
    const { base, ownerId } = library.baseNow('a-bourg') ?? {}
    library.setStrictness(base as never, ownerId as never, { least: 0.999, offer: null, refit: null })
    expect(await answerOf('a-bourg')).toBe(0.999)
    expect(await answerOf('b-bourg')).toBe(calibrated)
  })

  it('is embedded in the background, its shared texts apart; words answer meanwhile', async () => {
    const encoder = new FakeEncoder()
    const library = await open({ own: own() })
    expect(await library.useEncoder(encoder, { cacheDir })).toBeNull()
    encoder.texts.length = 0
    let release = () => {}
    encoder.pause = new Promise((resolve) => {
      release = resolve
    })
    const words = await library.snapshotOf('a-bourg')
    expect(words.index.encoderVersion).toBeNull()
    await until(() => encoder.texts.length > 0)
    expect(stateOf(library, 'a-bourg')).toMatchObject({ searchedBy: 'words', progress: { done: 0 } })
    // Another commune is read while this one is embedded.
    expect((await library.snapshotOf('b-bourg')).entries.has('marche')).toBe(true)
    release()
    await until(() => stateOf(library, 'b-bourg')?.searchedBy === 'meaning')
    expect(stateOf(library, 'a-bourg')).toMatchObject({ searchedBy: 'meaning', progress: null })
    expect(encoder.texts.some((text) => text.includes('piscine'))).toBe(false)
  })

  it('leaves memory when others are asked, and comes back from its cache without the encoder', async () => {
    const encoder = new FakeEncoder()
    const events: string[] = []
    const onChange = (event: string, id: string) => void events.push(`${event} ${id}`)
    const library = await open({ own: own(), mostEntries: 6, onChange })
    await library.useEncoder(encoder, { cacheDir })
    for (const id of ['a-bourg', 'b-bourg', 'a-bourg', 'c-bourg']) {
      await library.snapshotOf(id)
      await until(() => stateOf(library, id)?.searchedBy === 'meaning')
    }
    // One of its own and two shared ones for half, twice, stay; with b-bourg, asked least recently, it would be 6.5.
    expect(stateOf(library, 'b-bourg')?.searchedBy).toBe('none')
    expect(stateOf(library, 'a-bourg')?.searchedBy).toBe('meaning')
    expect(events.filter((event) => event.startsWith('evicted'))).toEqual(['evicted b-bourg'])
    encoder.texts.length = 0
    await library.snapshotOf('b-bourg')
    await until(() => stateOf(library, 'b-bourg')?.searchedBy === 'meaning')
    expect(encoder.texts).toEqual([])
    expect((await readdir(join(cacheDir, 'communes'))).sort()).toEqual(['a-bourg', 'b-bourg', 'c-bourg'])
  })

  it('is served the shared entries when its own cannot be read, until they can', async () => {
    const source = new FakeOwn({ 'a-bourg': null })
    const library = await open({ own: source })
    expect([...(await library.snapshotOf('a-bourg')).entries.keys()]).toEqual(['acte', 'piscine'])
    expect(stateOf(library, 'a-bourg')).toMatchObject({ unreadable: true, entries: 2 })
    source.entries['a-bourg'] = [entry('fete')]
    await library.publishOwn(yes)
    expect((await library.snapshotOf('a-bourg')).entries.has('fete')).toBe(true)
    expect(stateOf(library, 'a-bourg')?.unreadable).toBe(false)
  })
})

describe('publish', () => {
  const changed = [shared[0] as Entry, entry('piscine', 'Nager à la piscine en été')]

  it('embeds what changed, then swaps in one step; questions keep the snapshot that they began with', async () => {
    const encoder = new FakeEncoder()
    const library = await open()
    await library.useEncoder(encoder, {})
    const before = await library.snapshotOf('plain')
    encoder.texts.length = 0
    expect(await library.publish(changed, yes)).toBe('published')
    const after = await library.snapshotOf('plain')
    expect(after.version).not.toBe(before.version)
    expect(after.index.encoderVersion).toBe('letters')
    expect(after.entries.get('piscine')?.title).toBe('Nager à la piscine en été')
    expect(before.entries.get('piscine')?.title).toBe('Nager à la piscine')
    expect(encoder.texts.every((text) => text.includes('été'))).toBe(true)
  })

  it('keeps the former snapshot when the candidate is refused', async () => {
    const library = await open()
    const before = await library.snapshotOf('plain')
    expect(await library.publish(changed, no)).toBe('refused')
    expect(await library.snapshotOf('plain')).toEqual(before)
  })

  it('shows the candidate and the former base before anything is served', async () => {
    const library = await open()
    const { version } = await library.snapshotOf('plain')
    const seen: unknown[] = []
    await library.publish(changed, async (candidate, former, communeId) => {
      seen.push(former.version === version, candidate.version !== version, communeId)
      seen.push((await library.snapshotOf('plain')).version === version)
      return true
    })
    expect(seen).toEqual([true, true, null, true])
  })

  it('says that nothing changed when the same content is read again', async () => {
    const library = await open()
    const { index } = await library.snapshotOf('plain')
    expect(await library.publish(structuredClone(shared), no)).toBe('unchanged')
    expect((await library.snapshotOf('plain')).index).toBe(index)
  })

  it('publishes for the other communes when the entries of one cannot be read', async () => {
    const source = own()
    const library = await open({ own: source })
    await library.snapshotOf('a-bourg')
    await library.snapshotOf('b-bourg')
    await library.publish(changed, yes)
    const fault = new Error('spoilt')
    const load = source.load
    source.load = (communeId) => (communeId === 'a-bourg' ? Promise.reject(fault) : load(communeId))
    const outcomes = await library.publishOwn(yes)
    expect(outcomes.get('a-bourg')).toEqual({ failure: fault })
    expect(outcomes.get('b-bourg')).toBe('published')
  })

  it('gives a commune what was shared while its own entries were being read', async () => {
    const source = own()
    const library = await open({ own: source })
    const load = source.load
    source.load = async (communeId) => {
      await library.publish(changed, yes)
      return load(communeId)
    }
    expect((await library.snapshotOf('a-bourg')).entries.get('piscine')?.title).toBe('Nager à la piscine en été')
  })

  it('builds communes in memory upon the shared entries as they are now', async () => {
    const source = own()
    const library = await open({ own: source })
    await library.snapshotOf('a-bourg')
    await library.publish(changed, yes)
    expect(await library.publishOwn(no)).toEqual(new Map([['a-bourg', 'refused']]))
    expect((await library.snapshotOf('a-bourg')).entries.get('piscine')?.title).toBe('Nager à la piscine')
    expect(await library.publishOwn(yes)).toEqual(new Map([['a-bourg', 'published']]))
    expect((await library.snapshotOf('a-bourg')).entries.get('piscine')?.title).toBe('Nager à la piscine en été')
    expect(await library.publishOwn(no)).toEqual(new Map([['a-bourg', 'unchanged']]))
  })
})
