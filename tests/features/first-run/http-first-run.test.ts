import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { CheckedEntryView, FirstRunView, firstRunRoutes } from '../../../src/features/first-run/contract.js'
import type { AnswerOf } from '../../../src/platform/http/route.js'
import { expectProblem, type StaffMember } from '../../platform/http/clients.js'
import { startTestServer, type TestServer } from '../../platform/http/harness.js'

let server: TestServer
let admin: StaffMember
let curator: StaffMember
beforeAll(async () => {
  server = await startTestServer()
  admin = await server.signIn('admin@villebourg.example')
  curator = await server.signInAs({ email: 'c@villebourg.example', roles: ['curator'], displayName: 'Curt' })
})
afterAll(() => server.stop())

const read = async (): Promise<FirstRunView> => (await curator.call('GET', '/admin/first-run')).body
const school = async (): Promise<CheckedEntryView[]> => {
  const { body } = await curator.call('GET', '/admin/first-run/checks?category=ecole-periscolaire')
  return (body as AnswerOf<typeof firstRunRoutes.checks>).entries
}
const canteen = async () => (await school()).find(({ id }) => id === 'cantine-menus')
const tick = (entryId: string, check: string, done = true) =>
  curator.call('PUT', '/admin/first-run/checks', { points: [{ entryId, check }], done })
const change = async (set: Record<string, unknown>) => {
  const { version: baseVersion } = (await admin.call('GET', '/admin/settings')).body
  return admin.call('PUT', '/admin/settings', { baseVersion, set })
}

describe('the first run', () => {
  it('counts the points of every entry, by category, and says what the installed example still lends', async () => {
    const { progress, categories, steps, pace, isDone, variables } = await read()
    expect(progress.entries).toBeGreaterThan(200)
    expect(progress.points).toBeGreaterThan(progress.entries)
    expect([progress.ticked, progress.clear, progress.archived, isDone]).toEqual([0, 0, 0, false])
    const sum = (key: 'points' | 'entries') => categories.reduce((total, one) => total + one[key], 0)
    expect([sum('points'), sum('entries')]).toEqual([progress.points, progress.entries])
    expect(steps.map(({ step, done }) => [step, done])).toEqual(
      ['town', 'services', 'closures', 'retention', 'end'].map((step) => [step, null]),
    )
    expect(steps[0]?.gaps).toContainEqual({ service: null, field: 'site', why: 'example' })
    expect([pace, variables]).toEqual([{ minutesPerPoint: 2, isMeasured: false }, []])
  })

  it('keeps each point that is ticked, with who and when, tells the audit, and takes it back', async () => {
    const [first] = (await canteen())?.points ?? []
    const check = first?.check ?? ''
    const { status, body } = await tick('cantine-menus', check)
    const done = { by: 'Curt', userId: 'user-c-villebourg-example', at: server.clock.now().toISOString() }
    expect([status, body.firstRun.progress.ticked]).toEqual([200, 1])
    expect(body.entries).toMatchObject([
      { id: 'cantine-menus', points: [{ check, done }, { done: null }, { done: null }] },
    ])
    // A second tick changes nothing of it, and neither does another's.
    server.clock.advance({ minutes: 1 })
    await admin.call('PUT', '/admin/first-run/checks', { points: [{ entryId: 'cantine-menus', check }], done: true })
    expect((await canteen())?.points[0]?.done).toEqual(done)
    const audit = async () => (await admin.call('GET', '/admin/audit?target=cantine-menus')).body.rows
    expect(await audit()).toMatchObject([{ action: 'check_ticked', userName: 'Curt', before: null, after: [check] }])
    expect((await tick('cantine-menus', check, false)).body.firstRun.progress.ticked).toBe(0)
    expect((await canteen())?.points[0]?.done).toBeNull()
    expect((await audit()).map(({ action }: { action: string }) => action)).toEqual(['check_unticked', 'check_ticked'])
  })

  it('ticks a line everywhere it stands, and the list of entries no longer calls these to be checked', async () => {
    const check = "La commune est-elle équipée d'une station d'enregistrement ?"
    const { body: before } = await curator.call('GET', '/admin/first-run/checks?category=identite-voyage')
    const entries = (before as AnswerOf<typeof firstRunRoutes.checks>).entries
    const found = entries.find(({ points }) => points.some((point) => point.check === check))
    const others = found?.points.find((point) => point.check === check)?.others ?? 0
    expect(others).toBeGreaterThan(2)
    const points = [{ entryId: found?.id, check }]
    const { body } = await curator.call('PUT', '/admin/first-run/checks', { points, done: true, everywhere: true })
    expect([body.entries.length, body.firstRun.progress.ticked]).toEqual([others + 1, others + 1])
    const troubled = async () =>
      (await curator.call('GET', '/admin/entries?search=cantine-menus')).body.entries[0].troubles.includes('to_check')
    expect(await troubled()).toBe(true)
    const all = ((await canteen())?.points ?? []).map((point) => ({ entryId: 'cantine-menus', check: point.check }))
    const whole = await curator.call('PUT', '/admin/first-run/checks', { points: all, done: true })
    expect([whole.body.firstRun.progress.clear, await troubled()]).toEqual([1, false])
  })

  it('refuses a line that the entry does not have, and takes back one that it no longer has', async () => {
    expectProblem(await tick('cantine-menus', 'Rien de tel'), 404, 'unknown_check', 'points')
    expectProblem(await tick('no-such-entry', 'Rien de tel'), 404, 'unknown_check', 'points')
    expect((await tick('cantine-menus', 'Rien de tel', false)).status).toBe(200)
  })

  it('counts an entry that the town does not do no more, until it is put back', async () => {
    const before = (await read()).progress
    await curator.call('POST', '/admin/entries/cantine-inscription/archive', { why: 'Pas de cantine' })
    const { progress } = await read()
    expect([progress.archived, progress.entries]).toEqual([1, before.entries - 1])
    expect(progress.points).toBeLessThan(before.points)
    expect((await school()).find(({ id }) => id === 'cantine-inscription')).toMatchObject({
      isArchived: true,
      points: [],
    })
    await curator.call('POST', '/admin/entries/cantine-inscription/restore', {})
    expect((await read()).progress).toEqual(before)
  })

  it('finds the variables that lose their value, and the entries that need them', async () => {
    const { services } = (await admin.call('GET', '/admin/settings')).body.values
    await change({ services: { ...services, education: { ...services.education, telephone: '' } } })
    const { variables, steps } = await read()
    expect(variables).toMatchObject([{ variable: 'education.telephone', why: 'empty' }])
    expect(steps[1]?.gaps).toContainEqual({ service: services.education.nom, field: 'telephone', why: 'empty' })
    const missing = (await school()).filter(({ unfilled }) => unfilled.includes('education.telephone'))
    expect(missing.length).toBeGreaterThan(0)
    await change({ services })
    expect((await read()).variables).toEqual([])
  })

  it('is an administrator’s to go through step by step, and to end whatever is left', async () => {
    const step = (name: string, done = true, by = admin) =>
      by.call('PUT', '/admin/first-run/steps', { step: name, done })
    expectProblem(await step('services', true, curator), 403, 'forbidden')
    expectProblem(await step('checks'), 422, 'invalid_request', 'step')
    expect((await step('services')).body.steps[1].done).toMatchObject({ by: 'Administration' })
    expect((await step('services', false)).body.steps[1].done).toBeNull()
    expect((await step('end')).body.isDone).toBe(true)
    expect((await step('end', false)).body.isDone).toBe(false)
  })
})
