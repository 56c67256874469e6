import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import type { SampleView, TruthSheetView } from '../../../src/features/truth-sheet/contract.js'
import { energyShape } from '../../../src/features/truth-sheet/contract.js'
import { loadInstalledFacts } from '../../../src/features/truth-sheet/installed-facts.js'
import { expectProblem, type StaffMember } from '../../platform/http/clients.js'
import { OPEN, plainSpaces, startTestServer, type TestServer } from '../../platform/http/harness.js'

const ENTRIES = ['abri-jardin', 'dechetterie', 'livret-famille-duplicata']
const QUESTION = 'livret de famille perdu'
/** The evening before. */
const YESTERDAY = '2026-11-23T18:00:00.000Z'

let server: TestServer
let agent: StaffMember
beforeEach(async () => {
  server = await startTestServer({
    at: YESTERDAY,
    entries: ENTRIES,
    communes: [{ id: 'zedville', nom: 'Zedville', truthSheet: { publish: false, checksPerDay: 0 } }],
  })
})
afterEach(() => server.stop())

const read = async (): Promise<TruthSheetView> => (await server.fetch('/transparence/villebourg.json')).body
const words = (html: string) => plainSpaces(html.replace(/<[^>]+>/g, ' ')).replace(/\s+/g, ' ')
const drawn = async (): Promise<SampleView[]> => (await agent.call('GET', '/agent/samples')).body.samples
const check = (id: string | undefined, said: string | null, by = agent) =>
  by.call('PUT', `/agent/samples/${id}`, { said })

async function askedYesterday(times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) await (await server.startConversation()).say(QUESTION)
  server.clock.set(OPEN)
  agent = await server.signIn()
}

describe('the answers drawn by chance', () => {
  it('are two of a day that is over, with what was asked and answered, and go once they were looked at', async () => {
    await askedYesterday(5)
    const samples = await drawn()
    expect(samples).toHaveLength(2)
    expect(samples[0]).toMatchObject({ day: '2026-11-23', question: QUESTION, communeId: 'villebourg', language: 'fr' })
    expect(samples[0]?.title).toMatch(/livret de famille/i)
    expect(samples[0]?.answer.length).toBeGreaterThan(20)
    expect((await check(samples[0]?.id, 'wrong')).status).toBe(204)
    expect((await drawn()).map(({ id }) => id)).toEqual([samples[1]?.id])
    // What is wrong is among the questions to look at again.
    const admin = await server.signIn('admin@villebourg.example')
    expect((await admin.call('GET', '/admin/failures')).text).toContain(QUESTION)
    expect((await check(samples[0]?.id, null)).status).toBe(204)
    expect(await drawn()).toEqual(samples)
    expect((await read()).periods[0]?.checks).toMatchObject({ right: 0, wrong: 0 })
  })

  it('are one agent’s once she has said something, and nobody’s of another commune', async () => {
    await askedYesterday(3)
    const [sample] = await drawn()
    expect((await check(sample?.id, 'right')).status).toBe(204)
    const colleague = await server.signInAs({ email: 'b@villebourg.example', roles: ['agent'] })
    expectProblem(await check(sample?.id, 'wrong', colleague), 409, 'validation_decided')
    const other = await server.signInAs({ email: 'z@zedville.example', roles: ['agent'], communeId: 'zedville' })
    expect((await other.call('GET', '/agent/samples')).body).toEqual({ samples: [] })
    expectProblem(await check(sample?.id, 'wrong', other), 404, 'unknown_message')
    expectProblem(await check('never-drawn', 'right'), 404, 'unknown_message')
    expect((await read()).periods[0]?.checks).toMatchObject({ right: 1, wrong: 0 })
  })

  it('leave out what is asked today, and what was erased', async () => {
    const talks = [await server.startConversation(), await server.startConversation()]
    for (const talk of talks) await talk.say(QUESTION)
    server.clock.set(OPEN)
    agent = await server.signIn()
    await (await server.startConversation()).say(QUESTION)
    expect(await drawn()).toHaveLength(2)
    await talks[0]?.call('DELETE', '')
    expect(await drawn()).toHaveLength(1)
  })
})

describe('a truth sheet', () => {
  it('tells of the days that are over, and not what is too small', async () => {
    await askedYesterday(6)
    await (await server.startConversation()).say('xylophone quantique à vapeur')
    const { day, periods, weeks } = await read()
    expect(day).toBe('2026-11-23')
    expect(periods.map(({ from, to }) => [from, to])).toEqual([
      ['2026-10-25', '2026-11-23'],
      ['2026-08-26', '2026-11-23'],
    ])
    expect(periods[0]?.questions).toEqual({ answered: 6, askedBack: 0, passedOn: 0, refused: 0, failed: 0, total: 6 })
    expect(weeks).toHaveLength(13)
    expect(weeks.at(-1)).toMatchObject({ from: '2026-11-16', to: '2026-11-22', questions: { total: 0 } })
  })

  it('says in sentences whether the promise is kept, what it is, and how it is counted', async () => {
    await askedYesterday(6)
    for (const { id } of await drawn()) await check(id, 'right')
    const page = await server.fetch('/transparence/villebourg')
    expect(page.status).toBe(200)
    expect(page.headers.get('content-type')).toMatch(/^text\/html/)
    expect(page.text).not.toContain('<script')
    const french = words(page.text)
    expect(french).toContain('En 30 jours, 6 questions ont été posées.')
    expect(french).toContain('Sur 2 réponses relues en 30 jours, fausses : 0. C’est sans doute entre 0 et 66 sur 100.')
    expect(french).toContain('Il faut relire davantage de réponses pour dire si elle est tenue.')
    expect(french).toContain('article 50 du règlement européen')
    for (const id of ['9.1', '9.7', '1.2', '2.3']) expect(french).toContain(`${id} `)
    // A person is one step away.
    expect(page.text).toMatch(/<a class="button main" href="\/sans-script\?commune=villebourg&amp;langue=fr"/)
    const english = await server.fetch('/transparence/villebourg?langue=en')
    expect(english.text).toContain('<html lang="en"')
    expect(words(english.text)).toContain('In 30 days, 6 questions were asked.')
    // Nothing of the catalogue is missing: no key is said in place of a sentence.
    expect(`${french}${words(english.text)}`).not.toMatch(/\{\w+\}/)
  })

  it('is read by pages of any site, kept for a while, and led to from the other pages', async () => {
    const { headers } = await server.fetch('/transparence/villebourg.json')
    expect(headers.get('access-control-allow-origin')).toBe('*')
    expect(headers.get('cache-control')).toBe('public, max-age=300')
    expect(headers.get('etag')).toBeTruthy()
    for (const path of ['/fiches/villebourg', '/sans-script?commune=villebourg'])
      expect((await server.fetch(path)).text).toContain('href="/transparence/villebourg"')
  })

  it('is there where the commune publishes one, and nowhere else', async () => {
    for (const path of ['/transparence/zedville', '/transparence/zedville.json', '/transparence/nowhere.json'])
      expect([path, (await server.fetch(path)).status]).toEqual([path, 404])
    expect((await server.fetch('/fiches/zedville')).text).not.toContain('/transparence/')
    const admin = await server.signIn('admin@villebourg.example')
    const { version, values } = (await admin.call('GET', '/admin/settings')).body
    expect(values.truthSheet).toEqual({ publish: true })
    const off = { baseVersion: version, set: { truthSheet: { publish: false } }, toFile: [], why: '' }
    expect((await admin.call('PUT', '/admin/settings', off)).status).toBe(200)
    expect((await server.fetch('/transparence/villebourg')).status).toBe(404)
  })
})

describe('what is told of an installation', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'guichet-facts-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('is what was measured of the installed model, with its source, and nothing where it was not', async () => {
    expect(await loadInstalledFacts(join(folder, 'none'), folder)).toEqual({
      energy: null,
      measured: {},
      widgetBytes: null,
    })
    const { energy } = await loadInstalledFacts('models/guichet-fr', folder)
    expect(energyShape.parse(energy).source).toMatch(/bench -- energy/)
    // Watt-hours are those of the seconds, at what is assumed.
    const { cpuSeconds = 0, wattsACore = 0, pue = 0, wattHours } = energy ?? {}
    expect(wattHours).toBeCloseTo((cpuSeconds * wattsACore * pue) / 3_600, 2)
  })

  it('takes in how equal and how selective it is, once that is measured', async () => {
    await cp('models/guichet-fr/energy.json', join(folder, 'energy.json'))
    const measured = {
      equality: {
        date: '2026-12-01',
        groups: [{ name: 'Français', right: 0.9, asked: 100, low: 0.8, high: 0.95 }],
        largest: 0.1,
      },
      selective: {
        nauc: 0.7,
        hit1: 0.9,
        curve: [
          [0.5, 0.01],
          [1, 0.1],
        ],
      },
    }
    await writeFile(join(folder, 'measured.json'), JSON.stringify(measured))
    expect((await loadInstalledFacts(folder, folder)).measured).toEqual(measured)
    await writeFile(join(folder, 'measured.json'), '{"equality":{}}')
    await expect(loadInstalledFacts(folder, folder)).rejects.toThrow()
  })

  it('weighs what a page loads for the window, with what that loads', async () => {
    const publicDir = join(folder, 'public')
    await mkdir(join(publicDir, 'assets', 'widget'), { recursive: true })
    const files = { 'widget.js': 'void 0', 'guichet-widget.js': 'import{a}from"./chunk-AAAA.js";import("./parts.js")' }
    await writeFile(join(publicDir, 'assets', 'widget.js'), files['widget.js'])
    await writeFile(join(publicDir, 'assets', 'widget', 'guichet-widget.js'), files['guichet-widget.js'])
    await writeFile(join(publicDir, 'assets', 'widget', 'chunk-AAAA.js'), '// a')
    expect((await loadInstalledFacts(folder.concat('/none'), publicDir)).widgetBytes).toBe(6 + 51 + 4)
  })
})
