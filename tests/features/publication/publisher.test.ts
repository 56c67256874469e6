import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { decideFirst } from '../../../src/assistant/decide.js'
import { openLibrary } from '../../../src/features/entries/catalogue/library.js'
import { ContentError } from '../../../src/features/entries/catalogue/load-entries.js'
import type { CheckedAnswer } from '../../../src/features/publication/checked-answer.js'
import { createMeasure } from '../../../src/features/publication/measure.js'
import { openPromiseStore } from '../../../src/features/publication/promise-store.js'
import { createPublisher } from '../../../src/features/publication/publisher.js'
import { SILENT_LOGGER } from '../../../src/log.js'
import type { Entry } from '../../../src/platform/model/entry.js'
import { calibrationName } from '../../../src/search/calibration.js'
import { USUAL_CHOICE } from '../../../src/search/policy.js'
import { commune } from '../../platform/model/sample-commune.js'
import { FAKE_CALIBRATION, FakeEncoder } from '../entries/fake-encoder.js'
import { entry } from '../entries/sample-entry.js'

/** As many questions on a subject as it takes to be sure of the verdict. */
const about = (id: string, subject: string): Entry => ({
  ...entry(id, `Parler de ${subject}`),
  questions: ['matin', 'soir', 'midi', 'tarif', 'enfant', 'adresse'].map((word) => `${subject} ${word}`),
})
const good = [about('piscine', 'piscine'), about('velo', 'velo'), about('cantine', 'cantine')]
/** Two entries on the same subject, each of which takes the questions of the other: half of the answers are wrong. */
const twins = [...good, about('piscine-a', 'piscine'), about('velo-a', 'velo')]
/** Worse. */
const triplets = [...twins, about('piscine-b', 'piscine'), about('velo-b', 'velo'), about('cantine-b', 'cantine')]

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guichet-publisher-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function open(entries: Entry[], options: { readShared?: () => Promise<Entry[]>; embed?: boolean } = {}) {
  const communes = new Map([['bourg', commune({ id: 'bourg' })]])
  const library = await openLibrary({ communes, entries, calibration: FAKE_CALIBRATION })
  const encoder = new FakeEncoder()
  if (options.embed ?? true) await library.useEncoder(encoder, {})
  const checked: CheckedAnswer[] = []
  const installed = { entries, measured: 0, promises: { wrong: 0.02, offered: 0.97 }, checked }
  const publisher = createPublisher({
    library,
    store: openPromiseStore(folder, FAKE_CALIBRATION),
    readShared: options.readShared ?? (async () => installed.entries),
    measure: createMeasure({
      folder: join(folder, 'answers'),
      encoder: () => encoder,
      calibration: FAKE_CALIBRATION,
      decide: decideFirst,
      now: () => new Date('2026-11-24T09:00:00Z'),
      logger: SILENT_LOGGER,
    }),
    calibration: FAKE_CALIBRATION,
    answeredBy({ candidates }) {
      installed.measured += 1
      return candidates[0] ?? null
    },
    communeIds: [...communes.keys()],
    promisesOf: () => installed.promises,
    checkedOf: async () => installed.checked,
    now: () => new Date('2026-11-24T09:00:00Z'),
    logger: SILENT_LOGGER,
  })
  const publish = async (next: Entry[]) => {
    installed.entries = next
    publisher.publish()
    await publisher.idle()
    return publisher.stateOf('bourg')
  }
  return { library, publisher, installed, publish, version: async () => (await library.snapshotOf('bourg')).version }
}

describe('createPublisher', () => {
  it('publishes what keeps the promise, and says so', async () => {
    const town = await open(good)
    const before = await town.version()
    const { last, report, running } = await town.publish([...good, about('marche', 'marche')])
    expect(last).toMatchObject({ outcome: 'published', at: '2026-11-24T09:00:00.000Z', refused: null })
    expect(report).toMatchObject({ verdict: 'kept', asked: 24, promises: { wrong: 0.02, offered: 0.97 } })
    expect(running).toBeNull()
    expect(await town.version()).not.toBe(before)
  })

  it('keeps what each publication measured, and nothing of a refused one', async () => {
    const town = await open(good)
    town.publisher.measureServed()
    await town.publisher.idle()
    await town.publish(twins)
    const { trend } = await town.publish([...good, about('marche', 'marche')])
    expect(trend).toHaveLength(2)
    expect(trend[1]).toMatchObject({ version: await town.version(), promise: 0.02, coverage: { share: 1 } })
  })

  it('refuses what breaks it, keeps the former content, and names who takes whose questions', async () => {
    const town = await open(good)
    town.publisher.measureServed()
    await town.publisher.idle()
    const before = await town.version()
    const { last, report } = await town.publish(twins)
    expect(last?.outcome).toBe('refused')
    expect(last?.refused).toMatchObject({ verdict: 'broken' })
    expect(last?.refused?.thefts[0]?.from.id).toMatch(/piscine|velo/)
    expect(report?.verdict).toBe('kept')
    expect(await town.version()).toBe(before)
  })

  it('serves a base that breaks the promise at a first start, and lets it be mended by steps but not made worse', async () => {
    const town = await open(triplets)
    town.publisher.measureServed()
    await town.publisher.idle()
    expect(town.publisher.stateOf('bourg').report?.verdict).toBe('broken')
    expect((await town.publish(twins)).last?.outcome).toBe('published')
    expect((await town.publish(triplets)).last?.outcome).toBe('refused')
    expect((await town.publish(good)).last?.outcome).toBe('published')
    expect((await town.publish(twins)).last?.outcome).toBe('refused')
  })

  it('compares with what is served even when that was never measured', async () => {
    const town = await open(triplets, { embed: false })
    expect((await town.publish(twins)).last?.outcome).toBe('published')
  })

  it('does not measure again what it has measured, nor after a restart', async () => {
    const first = await open(good)
    first.publisher.measureServed()
    await first.publisher.idle()
    expect(first.installed.measured).toBe(18)
    expect((await first.publish(good)).last?.outcome).toBe('unchanged')
    expect(first.installed.measured).toBe(18)
    const second = await open(good)
    second.publisher.measureServed()
    await second.publisher.idle()
    expect(second.installed.measured).toBe(0)
    expect(second.publisher.stateOf('bourg').report).toEqual(first.publisher.stateOf('bourg').report)
    // Other content, or a spoilt file, is measured.
    await writeFile(join(folder, 'shared.json'), '{"key":')
    const third = await open(good)
    third.publisher.measureServed()
    await third.publisher.idle()
    expect(third.installed.measured).toBe(18)
    expect(JSON.parse(await readFile(join(folder, 'shared.json'), 'utf8')).measure.asked).toBe(18)
  })

  it('measures anew for other promises, shows the former ones meanwhile, and asks of choices what the new ones take', async () => {
    const town = await open([...good, about('marche', 'marche'), about('livre', 'livre'), about('chien', 'chien')])
    town.publisher.measureServed()
    await town.publisher.idle()
    const policyOf = async () => (await (await town.library.snapshotOf('bourg')).index.search('piscine')).policy
    const before = await policyOf()
    town.installed.promises = { wrong: 0.05, offered: 0.84 }
    town.publisher.measureServed()
    expect(town.publisher.stateOf('bourg').report?.promises.offered).toBe(0.97)
    await town.publisher.idle()
    expect(town.publisher.stateOf('bourg').report).toMatchObject({ promises: { offered: 0.84 }, asked: 36 })
    expect(town.installed.measured).toBe(72)
    town.publisher.measureServed()
    await town.publisher.idle()
    expect(town.installed.measured).toBe(72)
    expect((await policyOf()).choice).not.toBe(USUAL_CHOICE)
    expect((await policyOf()).floor).toBeGreaterThanOrEqual(before.floor)
  })

  it('refits confidences from what agents judged when it publishes, and undoes it once that is erased', async () => {
    const by = calibrationName(FAKE_CALIBRATION)
    const checked = Array.from({ length: 300 }, (_, i): CheckedAnswer => {
      return { id: `${i}`, communeId: 'bourg', entryId: 'piscine', confidence: 0.97, by, isRight: i % 3 > 0 }
    })
    const town = await open(good)
    const sure = async () =>
      (await (await town.library.snapshotOf('bourg')).index.search('piscine')).candidates[0]?.confidence ?? 0
    await town.publish(good)
    const before = await sure()
    expect(town.publisher.stateOf('bourg').checks).toEqual({ answers: 0, right: 0, said: null, refit: null })
    town.installed.checked = checked
    const { checks } = await town.publish(good)
    expect(checks).toMatchObject({ answers: 300, right: 200, said: expect.closeTo(0.97), refit: { from: 0.97 } })
    expect(town.installed.measured).toBe(36)
    expect(await sure()).toBeLessThan(before)
    // One answer more changes the count that is told, and nothing else; a restart measures nothing.
    town.installed.checked = [...checked, { ...(checked[1] as CheckedAnswer), id: 'more' }]
    expect((await town.publish(good)).checks?.answers).toBe(301)
    expect(town.installed.measured).toBe(36)
    const restarted = await open(good)
    restarted.installed.checked = checked
    restarted.publisher.measureServed()
    await restarted.publisher.idle()
    expect(restarted.installed.measured).toBe(0)
    expect(restarted.publisher.stateOf('bourg').checks).toEqual(checks)
    town.installed.checked = checked.slice(0, 199)
    town.publisher.measureServed()
    town.publisher.measureServed()
    await town.publisher.idle()
    expect(town.publisher.stateOf('bourg').checks).toMatchObject({ answers: 199, refit: null })
    expect(await sure()).toBe(before)
  })

  it('publishes even when the measure cannot be kept', async () => {
    const town = await open(good)
    await rm(folder, { recursive: true })
    await writeFile(folder, 'not a folder')
    expect((await town.publish([...good, about('marche', 'marche')])).last?.outcome).toBe('published')
  })

  it('names the files that cannot be read, and keeps the former content', async () => {
    const faults = [{ file: 'x.md', fault: 'spoilt' }]
    const town = await open(good, { readShared: () => Promise.reject(new ContentError(faults)) })
    const before = await town.version()
    const { last, running } = await town.publish(good)
    expect(last).toMatchObject({ outcome: 'faulty', faults })
    expect(running).toBeNull()
    expect(await town.version()).toBe(before)
  })

  it('tells what it does while it does it, once at a time', async () => {
    const town = await open(good)
    town.installed.entries = twins
    town.publisher.publish()
    town.publisher.publish()
    expect(town.publisher.stateOf('bourg').running).toMatchObject({ phase: 'reading' })
    await town.publisher.idle()
    expect(town.installed.measured).toBeLessThanOrEqual(30 + 18)
  })

  it('ends without a result when it is stopped', async () => {
    const town = await open(good)
    town.publisher.publish()
    await town.publisher.stop()
    expect(town.publisher.stateOf('bourg')).toMatchObject({ running: null, last: null })
  })
})
