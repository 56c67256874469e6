import { randomUUID } from 'node:crypto'
import { cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { answeredEntry, decideFirst } from '../../../src/assistant/decide.js'
import { createConflictFinder } from '../../../src/features/conflicts/conflict-finder.js'
import { buildBase } from '../../../src/features/entries/catalogue/base.js'
import { openLibrary } from '../../../src/features/entries/catalogue/library.js'
import { createBuildQueue } from '../../../src/features/entries/catalogue/own-bases.js'
import { askChange } from '../../../src/features/publication/ask.js'
import { createGate } from '../../../src/features/publication/gate.js'
import { createMeasure, rememberingSearch } from '../../../src/features/publication/measure.js'
import { openPromiseStore } from '../../../src/features/publication/promise-store.js'
import { createPublisher } from '../../../src/features/publication/publisher.js'
import { SILENT_LOGGER } from '../../../src/log.js'
import type { Entry } from '../../../src/platform/model/entry.js'
import { usePrepared } from '../../../src/platform/prepared.js'
import { BuiltSearchIndex } from '../../../src/search/search-index.js'
import { commune } from '../../platform/model/sample-commune.js'
import { FAKE_CALIBRATION, FakeEncoder } from '../entries/fake-encoder.js'
import { entry } from '../entries/sample-entry.js'
import { nothingAsked } from './nothing-asked.js'

const encoder = new FakeEncoder()
const entries: Entry[] = [
  { ...entry('piscine', 'Nager'), questions: ['nager', 'horaires piscine', 'bassin ouvert'] },
  { ...entry('velo', 'Pédaler'), questions: ['garer un vélo', 'vélo volé', 'piste cyclable'] },
]
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guichet-measure-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** A server that starts: nothing in memory, the folder as it was. */
function start(calibration = FAKE_CALIBRATION) {
  const asked: string[] = []
  const measure = createMeasure({
    folder,
    encoder: () => encoder,
    calibration,
    decide(found) {
      asked.push('asked')
      return decideFirst(found)
    },
    now: () => new Date('2026-11-24T09:00:00Z'),
    logger: SILENT_LOGGER,
  })
  return { measure, asked }
}
const build = (all = entries) => buildBase(all, encoder, FAKE_CALIBRATION)
const fileIn = async () => join(folder, (await readdir(folder))[0] ?? '')

describe('the answers of what is served', () => {
  it('is made once, and read again after a restart', async () => {
    const first = start()
    const base = await build()
    expect(await first.measure.isKnown(base)).toBe(false)
    const made = await first.measure.all(base, {})
    await first.measure.all(base, {})
    expect(first.asked).toHaveLength(6)
    const next = start()
    const sameBase = await build()
    expect(await next.measure.isKnown(sameBase)).toBe(true)
    expect((await stat(await fileIn())).mode & 0o077).toBe(0)
    const read = await next.measure.all(sameBase, { onProgress: () => expect('asked').toBe('read') })
    expect(next.asked).toEqual([])
    expect([read.at, [...read.replies]]).toEqual([made.at, [...made.replies]])
  })

  it('is not made where it was prepared with the content, and is then as one that was made now', async () => {
    const base = await build()
    const made = await start().measure.all(base, {})
    const prepared = join(folder, 'prepared')
    await cp(await fileIn(), join(prepared, 'answers', basename(await fileIn())))
    await rm(await fileIn())
    usePrepared({ folder: prepared, read: () => undefined })
    const { measure, asked } = start()
    const read = await measure.all(base, {})
    usePrepared({ read: () => undefined })
    expect([read.at, [...read.replies], asked]).toEqual([made.at, [...made.replies], []])
    expect((await start().measure.all(base, {})).replies).toEqual(read.replies)
    expect(await measure.isKnown(base)).toBe(true)
  })

  it('serves a change of the content as well as one that was just made', async () => {
    const base = await build()
    const made = await start().measure.all(base, {})
    const read = await start().measure.all(base, {})
    const changed = await build(entries.map((one) => ({ ...one, questions: [...one.questions, `${one.id} svp`] })))
    const options = { encoder, calibration: FAKE_CALIBRATION, decide: decideFirst }
    const [a, b] = [await askChange(made, changed, options), await askChange(read, changed, options)]
    expect([...b.replies]).toEqual([...a.replies])
  })

  it('is made again where the file is torn, is another’s, or lacks a question', async () => {
    const base = await build()
    await start().measure.all(base, {})
    const whole = await readFile(await fileIn())
    await writeFile(await fileIn(), whole.subarray(0, whole.length - 20))
    const torn = start()
    await torn.measure.all(base, {})
    expect(torn.asked).toHaveLength(6)
    expect(await readFile(await fileIn())).toEqual(whole)
    await writeFile(await fileIn(), '{"key":"other"}')
    const foreign = start()
    await foreign.measure.all(base, {})
    expect(foreign.asked).toHaveLength(6)
  })

  it('is not that of as many other questions under its name', async () => {
    const base = await build()
    await start().measure.all(base, {})
    const own = await fileIn()
    await start().measure.all(await build(entries.map((one) => ({ ...one, title: `${one.title} !` }))), {})
    const others = (await readdir(folder)).map((name) => join(folder, name)).filter((path) => path !== own)
    await writeFile(own, await readFile(others[0] ?? ''))
    const next = start()
    await next.measure.all(base, {})
    expect(next.asked).toHaveLength(6)
  })

  it('is not that of another content, nor of another calibration', async () => {
    await start().measure.all(await build(), {})
    const other = await build(entries.slice(0, 1))
    expect(await start().measure.isKnown(other)).toBe(false)
    const fittedAnew = { ...FAKE_CALIBRATION, lexical: { ...FAKE_CALIBRATION.lexical } }
    Object.assign(fittedAnew.lexical, { fittedOn: 'other questions' })
    expect(await start(fittedAnew).measure.isKnown(await build())).toBe(false)
  })
})

describe('questions of the same content', () => {
  /** A server that shares one measure, and every text that an index of it is asked. */
  async function open() {
    const search = jest.spyOn(BuiltSearchIndex.prototype, 'search')
    const now = () => new Date('2026-11-24T09:00:00Z')
    const { measure } = start()
    const library = await openLibrary({
      communes: new Map([['bourg', commune({ id: 'bourg' })]]),
      entries,
      calibration: FAKE_CALIBRATION,
    })
    await library.useEncoder(encoder, {})
    const parts = { library, measure, now, logger: SILENT_LOGGER }
    const town = { entries, promises: { wrong: 0.02, offered: 0.97 } }
    const publisher = createPublisher({
      ...parts,
      store: openPromiseStore(join(folder, 'promise'), FAKE_CALIBRATION),
      readShared: async () => town.entries,
      calibration: FAKE_CALIBRATION,
      answeredBy: answeredEntry,
      communeIds: ['bourg'],
      promisesOf: () => town.promises,
      checkedOf: async () => [],
    })
    const queue = createBuildQueue()
    const gate = createGate<string>({ ...parts, queue, promiseOf: () => 0.02 })
    const conflicts = createConflictFinder({ ...parts, queue })
    const reportOn = async (draft: Entry) => {
      const run = gate.start('bourg', {
        askAgain: nothingAsked,
        id: randomUUID(),
        by: 'ada',
        sources: '',
        entries: [draft],
      })
      await gate.idle()
      return run.report
    }
    const askedSince = () => {
      const texts = search.mock.calls.map(([text]) => text).sort()
      search.mockClear()
      return texts
    }
    return { library, publisher, conflicts, town, reportOn, askedSince }
  }
  afterEach(() => void jest.restoreAllMocks())

  const every = (all: readonly Entry[]) => all.flatMap(({ questions }) => questions).sort()
  const [pool, bike] = entries as [Entry, Entry]
  const draft = { ...pool, questions: [...pool.questions, 'aquagym le mardi'] }

  it('are asked once, whoever wants the answers', async () => {
    const { library, publisher, conflicts, town, reportOn, askedSince } = await open()
    publisher.measureServed()
    conflicts.start('bourg')
    await Promise.all([publisher.idle(), conflicts.idle()])
    expect(askedSince()).toEqual(every(entries))
    expect(conflicts.nowOf('bourg')).toMatchObject({ state: 'done', report: { questions: 6 } })
    expect(publisher.stateOf('bourg').report).toMatchObject({ asked: 6 })
    // The report asks what would be served, and what is no more.
    expect(await reportOn(draft)).toMatchObject({ after: { asked: 7 }, rerun: 7 })
    expect(askedSince()).toEqual(every([draft, bike]))
    expect(await reportOn(draft)).toMatchObject({ after: { asked: 7 }, rerun: 0 })
    // Once published, its promise, other promises and its conflicts are read.
    town.entries = [draft, bike]
    publisher.publish()
    await publisher.idle()
    town.promises = { wrong: 0.05, offered: 0.9 }
    publisher.measureServed()
    await publisher.idle()
    conflicts.start('bourg')
    await conflicts.idle()
    expect(publisher.stateOf('bourg')).toMatchObject({ last: { outcome: 'published' }, report: { asked: 7 } })
    expect(conflicts.nowOf('bourg')).toMatchObject({ report: { questions: 7 }, isCurrent: true })
    expect(askedSince()).toEqual([])
    // What failed is looked for among the entries once, and again in other entries alone.
    const propose = async () =>
      (await rememberingSearch((await library.snapshotOf('bourg')).index).search('louer un poney')).candidates.map(
        ({ id }) => id,
      )
    const proposed = await propose()
    expect([await propose(), askedSince()]).toEqual([proposed, ['louer un poney']])
    town.entries = entries
    publisher.publish()
    await publisher.idle()
    expect(askedSince()).toEqual([])
    await propose()
    expect(askedSince()).toEqual(['louer un poney'])
  })

  it('are asked by who comes next when who was asking gave up', async () => {
    const { measure, asked } = start()
    const base = await build()
    const gone = new AbortController()
    const first = measure.all(base, { signal: gone.signal, onProgress: () => gone.abort(new Error('gone')) })
    const second = measure.all(base, {})
    const third = measure.all(base, { signal: AbortSignal.abort(new Error('gone too')) })
    await expect(first).rejects.toThrow('gone')
    await expect(third).rejects.toThrow('gone too')
    expect((await second).replies.size).toBe(6)
    expect(asked.length).toBeLessThanOrEqual(6 + 4)
  })

  it('of a large base are a sample for the promise, kept by its refit, and every one for the others', async () => {
    const words = Array.from({ length: 90 }, (_, at) => `mot${at}`)
    const large = Array.from({ length: 20 }, (_, at) => ({
      ...entry(`e${at}`, `Sujet ${at}`),
      questions: words.map((word) => `sujet${at} ${word}`),
    }))
    const base = await buildBase(large, null, FAKE_CALIBRATION)
    const { measure, asked } = start()
    expect((await measure.sample(base, null, {})).replies.size).toBe(1_500)
    await measure.sample(base, null, {})
    await start().measure.sample(base, null, {})
    expect(asked).toHaveLength(1_500)
    expect(await measure.isKnown(base)).toBe(false)
    const refit = { stretch: 0.9, shift: -0.4, from: 0.9 }
    expect((await measure.sample(base, refit, {})).rerun).toBe(1_500)
    expect((await measure.all(base, {})).replies.size).toBe(1_800)
    expect(asked).toHaveLength(1_500 + 1_500 + 1_800)
  })

  it('of a candidate are known once it was measured: the next report waits for no sample', async () => {
    const words = Array.from({ length: 90 }, (_, at) => `mot${at}`)
    const large = Array.from({ length: 20 }, (_, at) => ({
      ...entry(`e${at}`, `Sujet ${at}`),
      questions: words.map((word) => `sujet${at} ${word}`),
    }))
    const [first, ...others] = large as [Entry, ...Entry[]]
    const more = (question: string) => [{ ...first, questions: [...first.questions, question] }, ...others]
    const { measure, asked } = start()
    let served = await buildBase(large, null, FAKE_CALIBRATION)
    await measure.sample(served, null, {})
    for (const question of ['sujet0 encore', 'sujet0 toujours']) {
      const candidate = await buildBase(more(question), null, FAKE_CALIBRATION)
      const { promised } = await measure.change(served, candidate, {})
      asked.length = 0
      const sample = await measure.sample(await buildBase(more(question), null, FAKE_CALIBRATION), null, {})
      expect([...sample.replies.values()]).toEqual(promised.after)
      expect(asked).toEqual([])
      served = candidate
    }
    const other = await buildBase(more('sujet0 jamais'), null, FAKE_CALIBRATION)
    expect((await measure.sample(other, null, {})).rerun).toBe(1_500)
  })
})
