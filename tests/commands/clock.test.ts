import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { lookAtClock, runClock } from '../../src/commands/clock.js'
import { readConfig } from '../../src/config.js'
import type { ClockNote } from '../../src/features/retention/clock/clock-note.js'
import { machineTime } from '../../src/platform/store/process-identity.js'
import { openStore } from '../../src/store/open-store.js'
import { takeOperatorCommands } from '../../src/store/operator-commands.js'
import type { Store } from '../../src/store/store.js'
import { commune } from '../platform/model/sample-commune.js'
import { createDatabase, type TestDatabase } from '../postgres/test-database.js'
import { useCommandPlace } from './command-place.js'

const DAY_MS = 24 * 3_600_000

let database: TestDatabase
let dataDir: string
const place = useCommandPlace('clock')
const said = () => place.said()

beforeAll(async () => {
  database = await createDatabase()
}, 90_000)
beforeEach(() => {
  dataDir = place.folder
})
afterEach(async () => {
  await database.run('truncate document, change, presence_beat cascade').catch(() => {})
})
afterAll(() => database?.drop())

async function inStore<T>(act: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore(readConfig(process.env))
  return act(store).finally(() => store.close())
}

/** What was noted of this machine a moment ago, by which its clock is so far ahead now. */
async function noted(aheadMs: number): Promise<ClockNote> {
  const { boot, host, steadyMs } = await machineTime()
  const nothing = { gaps: [], doubt: null, misdated: [], accepted: null, witnessedMs: null }
  return { boot, host, steadyMs: steadyMs(), believedMs: Date.now() - aheadMs, ...nothing }
}

describe.each(['lowdb', 'PostgreSQL'])('guichet clock, over %s,', (name) => {
  beforeEach(() => {
    Object.assign(process.env, { GUICHET_DATA_DIR: dataDir, DATABASE_URL: name === 'lowdb' ? '' : database.url })
  })

  it('says that nothing is known yet, and that the clock is sure once an operator has accepted it', async () => {
    expect(await runClock([])).toBe(0)
    expect(said()).toContain('L’heure n’a pas encore été notée.')
    expect(said()).toContain('Il manque 24 h de marche.')
    expect(await runClock(['accept'])).toBe(0)
    expect(said()).toContain('L’horloge est acceptée')
    expect(await runClock([])).toBe(0)
    expect(said()).toContain('L’horloge est sûre')
    expect(await inStore(lookAtClock)).toMatchObject({ proven: { misdated: [] }, state: { status: 'sure' } })
    const { rows } = await inStore((store) => store.listAudit('villebourg', { limit: 5 }))
    expect(rows).toMatchObject([{ action: 'clock_accepted', target: { kind: 'settings', id: 'clock' } }])
  })

  it('tells the audit of the town’s own communes who accepted it', async () => {
    Object.assign(process.env, { GUICHET_DEMONSTRATION: 'no', GUICHET_TOWN_DIR: join(dataDir, 'own') })
    await mkdir(join(dataDir, 'own/communes'), { recursive: true })
    await writeFile(join(dataDir, 'own/communes/bourg.json'), JSON.stringify(commune()))
    expect(await runClock(['accept'])).toBe(0)
    const { rows } = await inStore((store) => store.listAudit('bourg', { limit: 5 }))
    expect(rows).toMatchObject([{ action: 'clock_accepted' }])
  })

  it.each([
    [60 * DAY_MS, /n’efface rien : son horloge avance de 60 jours par rapport au temps écoulé/],
    [-3 * 3_600_000, /n’efface rien : son horloge retarde de 3 heures par rapport au temps écoulé/],
  ])('says how far the clock is, by %d ms, and what to do, with an exit status of its own', async (ms, words) => {
    await inStore(async (store) => store.noteClock(await noted(ms)))
    expect(await runClock([])).toBe(1)
    expect(said()).toMatch(words)
    expect(said()).toContain('guichet clock accept')
    expect(await inStore(lookAtClock)).toMatchObject({ proven: null })
    expect(await runClock(['accept'])).toBe(0)
    expect((await inStore(lookAtClock)).proven).not.toBeNull()
  })

  it('writes nothing by looking, and refuses what it does not know', async () => {
    await runClock([])
    expect(await inStore((store) => store.readClock())).toEqual({ notes: [], acceptance: null })
    for (const argv of [['accepte'], ['accept', 'tout']]) expect(await runClock(argv)).toBe(2)
    expect(await inStore((store) => store.readClock())).toEqual({ notes: [], acceptance: null })
  })
})

it('guichet clock reads what the server noted, and leaves it an order, while that holds the data folder', async () => {
  Object.assign(process.env, { GUICHET_DATA_DIR: dataDir, DATABASE_URL: '' })
  await inStore(async (store) => {
    await store.noteClock(await noted(60 * DAY_MS))
    expect(await runClock([])).toBe(1)
    expect(said()).toContain('avance de 60 jours')
    const orders: unknown[] = []
    const server = setInterval(() => void takeOperatorCommands(dataDir, async (order) => void orders.push(order)), 50)
    expect(await runClock(['accept'])).toBe(0)
    clearInterval(server)
    const { boot } = await machineTime()
    expect(orders).toEqual([{ at: expect.any(String), clock: expect.objectContaining({ boot }) }])
  })
})
