import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import type { GateView, ScheduledView } from '../../../src/features/publication/contract.js'
import { openLowdbStore } from '../../../src/store/lowdb-store.js'
import { eventually } from '../../browser/eventually.js'
import { expectProblem, type StaffMember } from '../../platform/http/clients.js'
import { OPEN, startTestServer, type TestServer } from '../../platform/http/harness.js'
import { entryText } from '../entries/sample-entry.js'
import { QUIET_ENTRIES, type SmallBase, writeSmallBase } from '../entries/small-base.js'

/** Two hours after the tests begin, by the commune's clock and as an instant. */
const NOON = '2026-11-24T12:00'
const NOON_INSTANT = '2026-11-24T11:00:00.000Z'
const KAYAK = ['louer un kayak', 'descente en kayak', 'kayak sur la rivière', 'prix du kayak', 'kayak deux places']

let base: SmallBase
let server: TestServer
let ada: StaffMember

beforeAll(async () => {
  base = await writeSmallBase(QUIET_ENTRIES, (title) => entryText(title).replace('owner: accueil', 'owner: etat-civil'))
  const villebourg = JSON.parse(await readFile(join(base.knowledgeDir, 'communes/villebourg.json'), 'utf8'))
  const relu = { ...villebourg, id: 'relu', nom: 'Relu', curation: { reviewerRequired: true } }
  await writeFile(join(base.knowledgeDir, 'communes/relu.json'), JSON.stringify(relu))
})
afterAll(() => base.remove())
beforeEach(async () => {
  server = await start({})
  ada = await signIn()
})
afterEach(() => server.stop())

const start = (options: Parameters<typeof startTestServer>[0]) =>
  startTestServer({ ...options, config: { knowledgeDir: base.knowledgeDir, intentsDir: base.intentsDir } })
const signIn = () => server.signInAs({ email: 'ada@villebourg.example', roles: ['curator'], displayName: 'Ada' })

/** Writes a draft of an entry. @returns what is measured of it */
async function draft(id: string, change: { summary?: string; questions?: string[] }, who = ada) {
  const { body: view } = await who.call('GET', `/admin/entries/${id}`)
  const { questions, ...more } = change
  const content = { ...view.served, ...more, ...(questions && { questions: [...view.served.questions, ...questions] }) }
  const body = { content, basedOn: view.servedRevision, seen: view.draft?.version ?? 0 }
  const { body: saved } = await who.call('PUT', `/admin/entries/${id}/draft`, body)
  return { entryId: id, draftVersion: saved.draft.version as number }
}

async function measure(entries: object[], who = ada): Promise<GateView> {
  expect((await who.call('POST', '/admin/gate', { entries })).status).toBe(202)
  for (;;) {
    const { body } = await who.call('GET', '/admin/gate')
    if (body.state !== 'waiting' && body.state !== 'running') return body
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

async function schedule(entries: object[], at = NOON, who = ada) {
  const { id: gateId } = await measure(entries, who)
  return who.call('POST', '/admin/scheduled-publications', { entries, gateId, at })
}

async function listed(who = ada): Promise<ScheduledView['scheduled']> {
  const { status, body } = await who.call('GET', '/admin/scheduled-publications')
  expect(status).toBe(200)
  return body.scheduled
}

/** Lets an hour come, and what is due be done. */
async function goTo(instant: string): Promise<void> {
  server.clock.set(instant)
  for (let tries = 0; tries < 400; tries += 1) {
    await server.app.sweep()
    await new Promise((resolve) => setTimeout(resolve, 10))
    const waiting = await server.store.listScheduledPublications('villebourg')
    if (!waiting.some(({ at, held, claimedUntil }) => claimedUntil !== null || (!held && at <= instant))) return
  }
  throw new Error('what is due was not done')
}

const summaryNow = async () =>
  (await server.call('POST', '/ask', { body: { question: 'nager le dimanche', communeId: 'villebourg' } })).body.answer
    .summary

describe('a publication at an hour of the commune’s clock', () => {
  it('is made then, not before, in the name of who decided it, and is undone like any other', async () => {
    const before = await summaryNow()
    const source = await draft('piscine', { summary: 'Ouverte à midi.' })
    const { status, body } = await schedule([source])
    expect(status).toBe(200)
    expect(body.scheduled).toMatchObject([
      {
        at: NOON_INSTANT,
        by: 'Ada',
        changed: null,
        held: null,
        entries: [{ id: 'piscine', title: 'Nager à la piscine' }],
      },
    ])
    server.clock.set('2026-11-24T10:59:00.000Z')
    await server.app.sweep()
    expect(await listed()).toHaveLength(1)
    await eventually(summaryNow, before)
    await goTo(NOON_INSTANT)
    await eventually(summaryNow, 'Ouverte à midi.')
    expect(await listed()).toEqual([])
    const { body: audit } = await ada.call('GET', '/admin/audit?kind=entry&target=piscine')
    expect(audit.rows.slice(0, 2)).toMatchObject([
      { action: 'entry_published', userName: 'Ada', at: NOON_INSTANT, after: { gate: { scheduled: OPEN } } },
      { action: 'publication_scheduled', userName: 'Ada', at: OPEN, after: { hour: '24/11/2026 12:00' } },
    ])
    const undone = await ada.call('POST', `/admin/publications/${body.scheduled[0].id}/undo`)
    expect(undone.body).toMatchObject({ undone: [{ id: 'piscine' }], kept: [] })
    await eventually(summaryNow, before)
  })

  it('is moved, cancelled, or done at once in its place', async () => {
    const piscine = await draft('piscine', { summary: 'Ouverte plus tard.' })
    const velo = await draft('velo', { summary: 'Gratuit.' })
    const { body } = await schedule([piscine, velo])
    const path = `/admin/scheduled-publications/${body.scheduled[0].id}`
    const moved = await ada.call('PUT', path, { at: '2026-11-24T13:30' })
    expect(moved.body.scheduled).toMatchObject([{ at: '2026-11-24T12:30:00.000Z' }])
    await goTo(NOON_INSTANT)
    expect(await listed()).toHaveLength(1)
    const { id: gateId } = await measure([velo])
    await ada.call('POST', '/admin/publications', { entries: [velo], gateId })
    expect(await listed()).toMatchObject([{ entries: [{ id: 'piscine' }] }])
    expect((await ada.call('DELETE', path)).body).toEqual({ scheduled: [] })
    expectProblem(await ada.call('DELETE', path), 404, 'unknown_publication')
    await goTo('2026-11-24T12:30:00.000Z')
    expect(await summaryNow()).not.toBe('Ouverte plus tard.')
    const { body: audit } = await ada.call('GET', '/admin/audit?kind=entry&target=piscine')
    const acts = audit.rows.map(({ action }: { action: string }) => action)
    expect(acts).toEqual(['publication_cancelled', 'publication_moved', 'publication_scheduled'])
  })

  it.each([
    ['that has passed', '2026-11-24T10:00', 'hour_past'],
    ['that is more than a year away', '2027-11-26T08:00', 'hour_too_far'],
    ['that the clock skips', '2027-03-28T02:30', 'hour_skipped'],
  ])('is refused for an hour %s', async (_, hour, code) => {
    const refused = await schedule([await draft('piscine', { summary: 'Jamais.' })], hour)
    expectProblem(refused, 422, code, 'at')
    expect(await listed()).toEqual([])
  })

  it('is not made of an entry that has changed since, which is said before and after', async () => {
    const source = await draft('piscine', { summary: 'Relue.' })
    await schedule([source])
    await draft('piscine', { summary: 'Changée depuis.' })
    expect(await listed()).toMatchObject([{ changed: { id: 'piscine' }, held: null }])
    await goTo(NOON_INSTANT)
    expect(await listed()).toMatchObject([{ held: { reason: 'stale', entry: { id: 'piscine' } } }])
    expect(await summaryNow()).not.toMatch(/Relue|Changée/)
    const { body: audit } = await ada.call('GET', '/admin/audit?kind=entry&target=piscine')
    expect(audit.rows[0]).toMatchObject({ action: 'publication_held', after: { reason: 'changed', entry: 'piscine' } })
    // A new report takes its place.
    const now = await draft('piscine', { summary: 'Relue encore.' })
    expect((await schedule([now], '2026-11-24T14:00')).body.scheduled).toMatchObject([{ held: null, changed: null }])
  })

  it('is measured anew where something else is served, and made if it breaks nothing more', async () => {
    await schedule([await draft('piscine', { summary: 'Ouverte à midi.' })])
    const velo = await draft('velo', { summary: 'Gratuit.' })
    const { id: gateId } = await measure([velo])
    await ada.call('POST', '/admin/publications', { entries: [velo], gateId })
    await goTo(NOON_INSTANT)
    await eventually(summaryNow, 'Ouverte à midi.')
  })

  it('is not made where it would take questions from what was published meanwhile', async () => {
    const { body: scheduled } = await schedule([await draft('marche', { questions: KAYAK })])
    expect(scheduled.scheduled).toHaveLength(1)
    const { id: gateId } = await measure([await draft('velo', { questions: KAYAK.map((one) => `${one} le samedi`) })])
    const velo = { entryId: 'velo', draftVersion: 1 }
    const why = { override: true, why: 'pour voir' }
    expect((await ada.call('POST', '/admin/publications', { entries: [velo], gateId, ...why })).status).toBe(200)
    await goTo(NOON_INSTANT)
    expect(await listed()).toMatchObject([{ held: { reason: 'worse', entry: null } }])
    expect((await server.store.getEntryRecord('villebourg', 'marche'))?.publications).toEqual([])
  })

  it('is done with where a process that died had made it', async () => {
    const { body } = await schedule([await draft('piscine', { summary: 'Ouverte à midi.' })])
    const { body: view } = await ada.call('GET', '/admin/entries/piscine')
    const source = { type: 'draft' as const, version: view.draft.version as number }
    await server.store.recordPublication({
      ...{ id: body.scheduled[0].id, communeId: 'villebourg', reviewerRequired: false, at: NOON_INSTANT, why: '' },
      ...{ entries: [{ entryId: 'piscine', installed: view.served, source }], gate: null },
      by: { userId: 'ada', userName: 'Ada' },
    })
    await goTo(NOON_INSTANT)
    expect(await listed()).toEqual([])
    expect((await server.store.getEntryRecord('villebourg', 'piscine'))?.publications).toHaveLength(1)
  })

  it('is of its own commune, where another person must read drafts first too', async () => {
    const { body } = await schedule([await draft('piscine', { summary: 'Ouverte.' })])
    const other = await server.signInAs({ email: 'r@relu.example', roles: ['curator'], communeId: 'relu' })
    expect(await listed(other)).toEqual([])
    const path = `/admin/scheduled-publications/${body.scheduled[0].id}`
    expectProblem(await other.call('DELETE', path), 404, 'unknown_publication')
    expectProblem(await other.call('PUT', path, { at: NOON }), 404, 'unknown_publication')
    const own = await draft('piscine', { summary: 'À relire.' }, other)
    expectProblem(await schedule([own], NOON, other), 409, 'review_required')
  })
})

describe('an hour that comes while the server is stopped', () => {
  let dataDir: string
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'guichet-scheduled-'))
    await server.stop()
    server = await start({ store: await openLowdbStore({ dataDir }) })
    ada = await signIn()
    await schedule([await draft('piscine', { summary: 'Ouverte à midi.' })])
  })
  afterEach(() => rm(dataDir, { recursive: true, force: true }))

  async function startAgain(at: string): Promise<void> {
    await server.stop()
    server = await start({ store: await openLowdbStore({ dataDir }), at })
    ada = await server.signInAs({ email: 'eva@villebourg.example', roles: ['curator'], displayName: 'Eva' })
    await goTo(at)
  }

  it('is kept for the next start', async () => {
    await startAgain('2026-11-25T10:59:00.000Z')
    await eventually(summaryNow, 'Ouverte à midi.')
    expect(await listed()).toEqual([])
  })

  it('is too old after a day: nothing is published, and another hour may be chosen', async () => {
    await startAgain('2026-11-25T11:00:01.000Z')
    expect(await summaryNow()).not.toBe('Ouverte à midi.')
    const [held] = await listed()
    expect(held).toMatchObject({ held: { reason: 'late', entry: null }, changed: null, by: 'Ada' })
    const moved = await ada.call('PUT', `/admin/scheduled-publications/${held?.id}`, { at: '2026-11-25T14:00' })
    expect(moved.body.scheduled).toMatchObject([{ held: null, at: '2026-11-25T13:00:00.000Z' }])
    await goTo('2026-11-25T13:00:00.000Z')
    await eventually(summaryNow, 'Ouverte à midi.')
  })
})
