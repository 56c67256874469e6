import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { handoffRoutes } from '../../../src/features/handoffs/contract.js'
import { copilotRoutes } from '../../../src/features/handoffs/copilot-contract.js'
import { deskRoutes } from '../../../src/features/handoffs/desk-contract.js'
import { lifecycleRoutes } from '../../../src/features/handoffs/lifecycle-contract.js'
import { maskedDataRoutes } from '../../../src/features/masked-data/contract.js'
import type { PracticeExerciseView, PracticeView } from '../../../src/features/practice/contract.js'
import { PracticeController } from '../../../src/features/practice/pages/practice-controller.js'
import { durationInWords } from '../../../src/features/practice/pages/practice-feedback.js'
import { REPLY_MS, toMessages } from '../../../src/features/practice/pages/practice-server.js'
import { type AnyCall, addressOf, type Route } from '../../../src/platform/http/route.js'
import type { AgentConsole } from '../../../src/ui/kit/agent-console.js'
import { formatRoute, parseRoute } from '../../../src/ui/kit/console-route.js'
import { translator } from '../../../src/ui/kit/console-words.js'
import { MANNERS, sampleExercise } from './sample-exercise.js'

const exercise = sampleExercise()
const LIST: PracticeView = { exercises: [exercise], records: [], keptDays: 365 }
const WHOLE: PracticeExerciseView = {
  exercise,
  manners: MANNERS,
  entries: {},
  closeReasons: [{ id: 'own', nom: 'Réponse donnée', outcome: 'answered' }],
  replies: [],
}

/** A session that answers from memory and remembers what was asked and said. */
function fakeSession() {
  const calls: { method: string; path: string; body?: unknown }[] = []
  const said: string[] = []
  const faults = { next: 0 }
  const session = {
    state: {
      preferences: { language: 'fr' },
      phase: 'signed_in',
      signInProblem: null as string | null,
      session: { user: { id: 'anne', displayName: 'Anne' } },
      queue: { presence: 'away' },
    },
    announce: (text: string) => said.push(text),
    focusOn: () => {},
    api: {
      ask(route: Route, given: AnyCall = {}) {
        return this.call(route.method.toUpperCase(), addressOf(route, given), given.body)
      },
      async call(method: string, path: string, body?: unknown) {
        calls.push({ method, path, body })
        if (faults.next > 0) {
          faults.next -= 1
          throw new Error('out of reach')
        }
        if (method === 'DELETE') return null
        if (method === 'POST') return { exerciseId: exercise.id, best: body, last: body, attempts: 1 }
        if (path.startsWith('/agent/sheets/')) return CARD
        if (path === '/agent/colleagues') return COLLEAGUES
        return path === '/agent/practice' ? LIST : WHOLE
      },
    },
  }
  return { session: session as unknown as AgentConsole, phase: session.state, calls, said, faults }
}

/** What a tab keeps, as the browser does. */
class FakeStorage {
  readonly items = new Map<string, string>()
  getItem = (key: string) => this.items.get(key) ?? null
  setItem = (key: string, value: string) => void this.items.set(key, value)
  removeItem = (key: string) => void this.items.delete(key)
}

const CARD = { id: 'carte', title: 'Carte perdue', summary: 'Déclarez la perte.', sections: [], source: {} }
const COLLEAGUES = { colleagues: [{ id: 'karim', displayName: 'Karim', available: true }], departments: [] }

let now: number
let fake: ReturnType<typeof fakeSession>
let storage: FakeStorage
beforeEach(() => {
  jest.useFakeTimers({ now: 1_000_000 })
  now = 1_000_000
  fake = fakeSession()
  storage = new FakeStorage()
  Object.assign(globalThis, { sessionStorage: storage })
})
afterEach(() => {
  jest.useRealTimers()
})

const settled = () => jest.advanceTimersByTimeAsync(0)
const written = () => fake.calls.filter(({ method }) => method !== 'GET')
const params = { id: 'exercise' }

async function begun(userId = 'anne'): Promise<PracticeController> {
  const controller = new PracticeController(fake.session, () => now)
  controller.enter(userId)
  await controller.open(exercise.id)
  await settled()
  return controller
}

/** The agent says something on her desk, and the citizen has answered. */
async function say({ server }: PracticeController, text: string): Promise<void> {
  await server.ask(handoffRoutes.say, { params, body: { clientId: 'one', text } })
  await jest.advanceTimersByTimeAsync(REPLY_MS)
}

const linesOf = ({ state }: PracticeController) => state.current?.play.lines.map(({ text }) => text) ?? []

describe('a practice in the browser', () => {
  it('sends no word of the agent: only numbers, once, at the end', async () => {
    const controller = await begun()
    now += 15_000
    await say(controller, 'Bonjour, je comprends. Perdue ou volée ? 25 euros, une photo.')
    now += 10_000
    await say(controller, 'Bonne journée à vous, et merci.')
    expect(written()).toEqual([])
    controller.end()
    await settled()
    const [sent, ...others] = written()
    expect(others).toEqual([])
    expect(sent).toMatchObject({ method: 'POST', path: '/agent/practice/exercises/sample/results' })
    expect(sent?.body).toMatchObject({ found: 4, expected: 4, safe: true, firstMs: 15_000, wholeMs: 25_000 })
    expect(JSON.stringify(fake.calls)).not.toMatch(/Bonjour|photo,|merci/)
    expect(controller.state.current?.saving).toBe('saved')
    expect(controller.paths()[0]).toMatchObject({ done: 1, nextId: null })
  })

  it('tells the one live region what opens, the hints, and what came of it', async () => {
    const controller = await begun()
    expect(fake.said.at(-1)).toContain('Un exercice')
    await say(controller, 'Est-elle volée ?')
    controller.hint()
    expect(fake.said.at(-1)).toBe('Perdue ou volée ?')
    controller.end()
    expect(fake.said.at(-1)).toMatch(/^Retour.*Points\s: [12] sur 4/)
  })

  it('stands still while the agent is elsewhere, and is there again after a reload, for her alone', async () => {
    const controller = await begun()
    now += 5_000
    controller.keepDrafts({ exercise: 'Bonjour Mad' })
    controller.pause()
    now += 600_000
    const again = new PracticeController(fake.session, () => now)
    again.enter('anne')
    await again.open(exercise.id)
    expect(again.played(exercise.id)?.drafts).toEqual({ exercise: 'Bonjour Mad' })
    now += 5_000
    await say(again, 'Bonjour Madame, est-elle volée ?')
    expect(again.state.current?.play.lines.at(-1)?.atMs).toBe(10_000)
    const other = new PracticeController(fake.session, () => now)
    other.enter('paul')
    expect(other.state.current).toBeNull()
  })

  it('leaves nothing in the browser of an agent who signed out, and keeps it for one whose session ran out', async () => {
    const controller = await begun()
    controller.keepDrafts({ exercise: 'Bonjour' })
    Object.assign(fake.phase, { phase: 'signed_out', signInProblem: 'Votre session est terminée.' })
    controller.leaveDesk()
    expect(storage.items.size).toBe(1)
    fake.phase.signInProblem = null
    controller.leaveDesk()
    expect(storage.items.size).toBe(0)
    expect(controller.state.current).toBeNull()
  })

  it('says that a result could not be kept, and keeps it when asked again', async () => {
    const controller = await begun()
    fake.faults.next = 1
    controller.end()
    await settled()
    expect(controller.state.current?.saving).toBe('failed')
    await controller.save()
    await controller.save()
    expect(controller.state.current?.saving).toBe('saved')
    expect(fake.calls.filter(({ method }) => method === 'POST')).toHaveLength(2)
  })

  it('begins anew, and another exercise takes its place', async () => {
    const controller = await begun()
    await say(controller, 'Est-elle volée ?')
    controller.again()
    expect(controller.state.current?.play.lines).toHaveLength(2)
    expect(controller.feedback()).toBeNull()
  })

  it('erases what the server keeps, and says so or why not', async () => {
    const controller = await begun()
    fake.faults.next = 1
    expect(await controller.erase()).toBe(false)
    expect(fake.said.at(-1)).toMatch(/pas pu être effacés/)
    expect(await controller.erase()).toBe(true)
    expect(controller.state.view?.records).toEqual([])
    expect(fake.said.at(-1)).toMatch(/effacés/)
  })

  it('says why an exercise cannot be opened', async () => {
    const controller = await begun()
    fake.faults.next = 1
    await controller.open('other')
    expect(controller.state.problem).toMatch(/pas pu être lu/)
  })
})

describe('what answers the desk while she practises', () => {
  const queue = async ({ server }: PracticeController) => {
    const read = await server.ask(handoffRoutes.queue)
    return 'pending' in read ? read : Promise.reject(new Error('whole'))
  }
  const read = ({ server }: PracticeController) => server.ask(handoffRoutes.read, { params })
  const claim = ({ server }: PracticeController) => server.ask(handoffRoutes.claim, { params })

  it('is one request, taken, put back, put aside, passed on and ended by the rules of real ones', async () => {
    const controller = await begun()
    const { server } = controller
    expect(await queue(controller)).toMatchObject({ presence: 'available', mine: [], pending: [{ status: 'pending' }] })
    await claim(controller)
    await expect(claim(controller)).rejects.toThrow('Cela ne fait pas partie de l’exercice.')
    expect((await queue(controller)).mine).toMatchObject([{ agentName: 'Anne', awaitingAgent: true }])
    await server.ask(lifecycleRoutes.snooze, { params, body: { until: { inMinutes: 60 } } })
    expect((await queue(controller)).mine).toMatchObject([{ snoozedUntil: '1970-01-01T01:16:40.000Z' }])
    await server.ask(lifecycleRoutes.wake, { params })
    await server.ask(handoffRoutes.release, { params })
    expect((await queue(controller)).pending).toHaveLength(1)
    await claim(controller)
    const passed = await server.ask(lifecycleRoutes.transfer, { params, body: { to: { agent: 'karim' } } })
    expect(passed.agentName).toBe('Karim')
    await server.ask(lifecycleRoutes.takeOver, { params })
    const ended = await server.ask(handoffRoutes.resolve, { params, body: { resolution: 'own' } })
    expect(ended).toMatchObject({ resolution: 'answered', closeReason: { nom: 'Réponse donnée' } })
    expect((await read(controller)).lifecycle.reopenableUntil).toBe('1970-01-01T04:16:40.000Z')
    await server.ask(lifecycleRoutes.reopen, { params })
    const steps = (await read(controller)).lifecycle.steps.map(({ type }) => type)
    expect(steps).toEqual('claim snooze wake release claim transfer take_over resolve reopen'.split(' '))
    expect(written()).toEqual([])
  })

  it('lets the citizen write a while, and takes the card for part of the answer before it', async () => {
    const controller = await begun()
    const typed: number[] = []
    let news = 0
    Object.assign(controller.server, { onTyping: (ms: number) => typed.push(ms), onNews: () => (news += 1) })
    const body = { clientId: 'one', text: 'Bonjour, volée ?' }
    await controller.server.ask(handoffRoutes.say, { params, body })
    await jest.advanceTimersByTimeAsync(REPLY_MS - 1)
    expect([typed, news, linesOf(controller).at(-1)]).toEqual([[REPLY_MS], 0, 'Bonjour, volée ?'])
    const shown = await controller.server.ask(copilotRoutes.showCard, {
      params,
      body: { clientId: 'two', entryId: 'carte' },
    })
    expect(shown).toMatchObject({ payload: { type: 'card', title: 'Carte perdue' }, clientId: 'two' })
    await jest.advanceTimersByTimeAsync(REPLY_MS)
    expect([news, linesOf(controller).slice(-3)]).toEqual([
      1,
      ['Bonjour, volée ?', '/fiche/carte', 'perdue, dans le train'],
    ])
  })

  it('has what she masked shown to whoever holds it, and the citizen who leaves end it', async () => {
    const controller = await begun()
    const { server } = controller

    expect(await server.ask(maskedDataRoutes.list, { params })).toMatchObject({ mayReveal: false })
    await claim(controller)
    const { items, mayReveal } = await server.ask(maskedDataRoutes.list, { params })
    expect([items, mayReveal]).toEqual([[{ id: 'phone-2', kind: 'phone', messageSeq: 2 }], true])
    const body = { itemId: items[0]?.id ?? '', reason: 'call_back' as const }
    expect((await server.ask(maskedDataRoutes.reveal, { params, body })).value).toBe('06 39 98 12 34')
    for (const _ of [1, 2, 3]) await say(controller, 'Je ne sais pas vraiment.')
    expect((await queue(controller)).ended).toMatchObject([{ status: 'cancelled' }])
  })

  it('refuses what it does not know, so that nothing reaches anybody', async () => {
    const { server } = await begun()
    const refused = server.ask(deskRoutes.begin, { body: { channel: 'counter', language: 'fr' } })
    await expect(refused).rejects.toMatchObject({ status: 409 })
    await expect(server.call()).rejects.toMatchObject({ status: 409 })
    await server.ask(deskRoutes.find, { body: { words: 'carte' } })
    expect(written()).toEqual([{ method: 'POST', path: '/agent/sheets/find', body: { words: 'carte' } }])
  })
})

describe('what the page shows', () => {
  it('is at an address of its own, for the list and each exercise', () => {
    for (const hash of ['#/practice', '#/practice/ec-pacs']) expect(formatRoute(parseRoute(hash))).toBe(hash)
    expect(parseRoute('#/practice/ec-pacs')).toEqual({ view: 'practice', handoffId: null, exerciseId: 'ec-pacs' })
    expect(parseRoute('#/practice/<script>')).toEqual({ view: 'queue', handoffId: null })
  })

  it('is a thread in which the agent is “you” and the citizen has her own language', async () => {
    const controller = await begun()
    await say(controller, 'Est-elle volée ?')
    const { current } = controller.state
    const messages = current ? toMessages(current, { exercise: sampleExercise({ language: 'ar' }) }, 'Anne') : []
    expect(messages.map(({ seq, author, authorName, language }) => [seq, author, authorName, language])).toEqual([
      [1, 'assistant', undefined, 'fr'],
      [2, 'citizen', undefined, 'ar'],
      [3, 'agent', 'Anne', 'fr'],
      [4, 'citizen', undefined, 'ar'],
    ])
  })

  it.each([
    [0, '0 s'],
    [45_400, '45 s'],
    [120_000, '2 min'],
    [90_000, '1 min 30 s'],
    [-5, '0 s'],
  ])('says %p ms in words', (ms, words) => {
    expect(durationInWords(ms, translator('fr'))).toBe(words)
  })
})
