import { beforeEach, describe, expect, it } from '@jest/globals'
import type { PracticeExerciseView, PracticeView } from '../../../src/features/practice/contract.js'
import { PracticeController } from '../../../src/features/practice/pages/practice-controller.js'
import { durationInWords, toMessages } from '../../../src/features/practice/pages/practice-feedback.js'
import { type AnyCall, addressOf, type Route } from '../../../src/platform/http/route.js'
import type { AgentConsole } from '../../../src/ui/kit/agent-console.js'
import { formatRoute, parseRoute } from '../../../src/ui/kit/route.js'
import { translator } from '../../../src/ui/kit/words.js'
import { MANNERS, sampleExercise } from './sample-exercise.js'

const exercise = sampleExercise()
const LIST: PracticeView = { exercises: [exercise], records: [], keptDays: 365 }
const WHOLE: PracticeExerciseView = { exercise, manners: MANNERS, entries: {} }

/** A session that answers from memory and remembers what was asked and said. */
function fakeSession() {
  const calls: { method: string; path: string; body?: unknown }[] = []
  const said: string[] = []
  const faults = { next: 0 }
  const session = {
    state: { preferences: { language: 'fr' }, phase: 'signed_in', signInProblem: null as string | null },
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

let now: number
let fake: ReturnType<typeof fakeSession>
let storage: FakeStorage
beforeEach(() => {
  now = 1_000_000
  fake = fakeSession()
  storage = new FakeStorage()
  Object.assign(globalThis, { sessionStorage: storage })
})

const settled = () => new Promise((resolve) => setTimeout(resolve, 0))

async function begun(userId = 'anne'): Promise<PracticeController> {
  const controller = new PracticeController(fake.session, () => now)
  controller.enter(userId)
  await controller.open(exercise.id)
  await settled()
  return controller
}

function say(controller: PracticeController, text: string): void {
  controller.draft(text)
  controller.send()
}

describe('a practice in the browser', () => {
  it('sends no word of the agent: only numbers, once, at the end', async () => {
    const controller = await begun()
    now += 15_000
    say(controller, 'Bonjour, je comprends. Perdue ou volée ? 25 euros, une photo.')
    now += 10_000
    say(controller, 'Bonne journée à vous, et merci.')
    expect(fake.calls.filter(({ method }) => method !== 'GET')).toEqual([])
    controller.end()
    await settled()
    const [sent, ...others] = fake.calls.filter(({ method }) => method !== 'GET')
    expect(others).toEqual([])
    expect(sent).toMatchObject({ method: 'POST', path: '/agent/practice/exercises/sample/results' })
    expect(sent?.body).toMatchObject({ found: 4, expected: 4, safe: true, firstMs: 15_000, wholeMs: 25_000 })
    expect(JSON.stringify(fake.calls)).not.toMatch(/Bonjour|photo,|merci/)
    expect(controller.state.current?.saving).toBe('saved')
    expect(controller.paths()[0]).toMatchObject({ done: 1, nextId: null })
  })

  it('tells the one live region what opens, what she answers and what came of it', async () => {
    const controller = await begun()
    expect(fake.said.at(-1)).toContain('Un exercice')
    say(controller, 'Est-elle volée ?')
    expect(fake.said.at(-1)).toMatch(/^La personne.*perdue, dans le train$/)
    controller.hint()
    expect(fake.said.at(-1)).toBe('Perdue ou volée ?')
    controller.end()
    expect(fake.said.at(-1)).toMatch(/^Retour.*Points\s: [12] sur 4/)
  })

  it('stands still while the agent is elsewhere, and is there again after a reload, for her alone', async () => {
    const controller = await begun()
    now += 5_000
    controller.draft('Bonjour Mad')
    controller.pause()
    now += 600_000
    const again = new PracticeController(fake.session, () => now)
    again.enter('anne')
    await again.open(exercise.id)
    expect(again.state.current?.draft).toBe('Bonjour Mad')
    now += 5_000
    say(again, 'Bonjour Madame, est-elle volée ?')
    expect(again.state.current?.play.lines.at(-1)?.atMs).toBe(10_000)
    const other = new PracticeController(fake.session, () => now)
    other.enter('paul')
    expect(other.state.current).toBeNull()
  })

  it('leaves nothing in the browser of an agent who signed out, and keeps it for one whose session ran out', async () => {
    const controller = await begun()
    controller.draft('Bonjour')
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
    say(controller, 'Est-elle volée ?')
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

describe('what the page shows', () => {
  it('is at an address of its own, for the list and each exercise', () => {
    for (const hash of ['#/practice', '#/practice/ec-pacs']) expect(formatRoute(parseRoute(hash))).toBe(hash)
    expect(parseRoute('#/practice/ec-pacs')).toEqual({ view: 'practice', handoffId: null, exerciseId: 'ec-pacs' })
    expect(parseRoute('#/practice/<script>')).toEqual({ view: 'queue', handoffId: null })
  })

  it('is a thread in which the agent is “you” and the citizen has her own language', async () => {
    const controller = await begun()
    say(controller, 'Est-elle volée ?')
    const { current } = controller.state
    const messages = current ? toMessages(current, sampleExercise({ language: 'ar' }), 'Anne') : []
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
