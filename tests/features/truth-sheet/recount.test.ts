import { mkdtemp, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import {
  CONVERSATIONS_QUERY,
  type DayRecount,
  differences,
  nearestRank,
  Recount,
  readConversations,
} from '../../../benchmarks/truth/recount.js'
import type { TruthSheetView } from '../../../src/features/truth-sheet/contract.js'
import { truthFacts } from '../../../src/features/truth-sheet/truth-sheet.js'
import { daysOf } from '../../../src/platform/time/period.js'
import { openLowdbStore } from '../../../src/store/lowdb-store.js'
import type { Store } from '../../../src/store/store.js'
import { startTestServer, type TestServer } from '../../platform/http/harness.js'
import { createDatabase, type TestDatabase } from '../../postgres/test-database.js'
import { History } from './histories.js'

const VILLEBOURG = 'villebourg'
const ZONE = 'Europe/Paris'
/** Midnight in Paris, of a Monday: the clocks go back on 25 October. */
const FROM = Date.parse('2026-10-04T22:00:00.000Z')
const PERIOD = { from: '2026-10-05', to: '2026-11-03' }
const SEED = Number(process.env.PROPERTY_SEED ?? 20_261_201)

let database: TestDatabase
beforeAll(async () => {
  database = await createDatabase()
})
afterAll(() => database.drop())

/** Numbers that a seed settles. Source: mulberry32, T. Ettinger, public domain. */
function drawnFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** As it is counted anew, in the shape of the facts. */
function toFacts(day: DayRecount | undefined) {
  const of = <Name extends keyof DayRecount>(...names: Name[]) =>
    Object.fromEntries(names.map((name) => [name, day?.[name] ?? 0]))
  return {
    ends: of('answered', 'askedBack', 'passedOn', 'refused', 'failed'),
    opinions: of('helpful', 'unhelpful', 'notMyQuestion'),
    checks: of('right', 'wrong', 'unsure'),
    requests: of('live', 'message', 'callback'),
    requestEnds: { answered: day?.handled ?? 0, ...of('abandoned', 'left', 'missed') },
  }
}

describe.each(['lowdb', 'PostgreSQL'])('thirty days of a random history, with %s', (kind) => {
  let server: TestServer
  let folder: string
  const recount = new Recount(VILLEBOURG, ZONE)
  const stored = async (): Promise<object[]> =>
    kind === 'lowdb'
      ? readConversations(folder)
      : (await database.run(CONVERSATIONS_QUERY)).rows.map(({ document }) => document)
  const storedOne = async (id: string): Promise<object> =>
    kind === 'lowdb'
      ? JSON.parse(await readFile(path.join(folder, 'conversations', id.slice(0, 2), `${id}.json`), 'utf8'))
      : (await database.run(`${CONVERSATIONS_QUERY} and d.key = '${id}'`)).rows[0].document
  const archive = async () => {
    for (const document of await stored()) recount.see(document)
  }

  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'guichet-truth-'))
    const file = JSON.parse(await readFile('knowledge/communes/villebourg.json', 'utf8'))
    server = await startTestServer({
      at: new Date(FROM).toISOString(),
      // Conversations are erased before the sheet has told all of them.
      communes: [{ id: VILLEBOURG, privacy: { ...file.privacy, retentionDays: 7 } }],
      entries: ['abri-jardin', 'carte-identite-mineur', 'dechetterie', 'livret-famille-duplicata', 'rsa-demande'],
      wrapStore: pastMidnight,
      ...(kind === 'lowdb'
        ? { store: await openLowdbStore({ dataDir: folder }) }
        : { config: { database: { url: database.url, connections: 4 } } }),
    })
    const history = new History({
      ...{ server, random: drawnFrom(SEED), from: FROM, days: daysOf(PERIOD).length },
      atMidnight: archive,
      beforeErasing: async (id) => recount.see(await storedOne(id)),
    })
    await history.run()
    await archive()
    // The clocks went back: the last day is an hour longer. What nobody took in time ends, and is counted, by the sweep.
    server.clock.advance({ hours: 2 })
    await server.app.sweep()
    await archive()
  }, 300_000)
  afterAll(async () => {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  })

  /** The clock passes a second after each turn that is stored: a question of the last second of a day is counted on the next one. */
  function pastMidnight(store: Store): Store {
    return {
      ...store,
      async appendTurn(input) {
        const result = await store.appendTurn(input)
        server.clock.advance({ seconds: 1 })
        return result
      },
    }
  }

  it('is counted to the unit, day by day, as another program counts it from the conversations', async () => {
    const counters = await server.store.readCounters(VILLEBOURG, PERIOD.from, PERIOD.to)
    const days = recount.days()
    for (const day of daysOf(PERIOD)) {
      const { waits, ...facts } = truthFacts(counters, { from: day, to: day })
      const again = days.get(day)
      expect([day, facts]).toEqual([day, toFacts(again)])
      expect(Object.values(waits).reduce((sum, count) => sum + count, 0)).toBe(again?.waitsMs.length ?? 0)
    }
    // What is compared happened: no number is right for want of anything to count.
    const all = truthFacts(counters, PERIOD)
    const counts = [all.ends, all.opinions, all.checks, all.requestEnds].flatMap(({ ...some }) => Object.entries(some))
    expect(counts.filter(([name, count]) => count === 0 && name !== 'failed')).toEqual([])
    // Most of it is erased by now.
    const kept = new Recount(VILLEBOURG, ZONE)
    for (const document of await stored()) kept.see(document)
    expect([...kept.days().values()].reduce((sum, { answered }) => sum + answered, 0)).toBeLessThan(
      all.ends.answered / 2,
    )
  })

  it('is published so: what is told is the same, and what is not is too small', async () => {
    const sheet: TruthSheetView = (await server.fetch(`/transparence/${VILLEBOURG}.json`)).body
    const [month] = sheet.periods
    if (!month) throw new Error('no period')
    expect([month.from, month.to]).toEqual([PERIOD.from, PERIOD.to])
    const days = recount.days()
    expect(sheet.periods.flatMap((period) => differences(period, days))).toEqual([])
    const waits = [...days.values()].flatMap(({ waitsMs }) => waitsMs)
    for (const [share, told] of [
      [0.5, month.wait.medianS],
      [0.9, month.wait.p90S],
    ] as const) {
      const exact = (nearestRank(waits, share) ?? 0) / 1_000
      expect(Math.abs((told ?? 0) / exact - 1)).toBeLessThan(0.1)
    }
    // One wrong answer more among those that were drawn is seen.
    const other = structuredClone(month)
    other.checks.wrong += 1
    expect(differences(other, days)).toHaveLength(1)
  })
})
