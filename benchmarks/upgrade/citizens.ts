import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { callJson } from '../talks/json-client.js'
import { TOWN } from './installed-town.js'

const AGAIN_MS = 50
const QUESTIONS = [
  'Comment obtenir un acte de naissance ?',
  'Où faire ma carte d’identité ?',
  'Inscrire mon enfant à la cantine',
]

interface Talk {
  id: string
  headers: Record<string, string>
  /** What was acknowledged, in order. */
  said: { clientId: string; text: string }[]
}

/** What came of a time in which people talked. */
export interface TalksRun {
  acknowledged: number
  /** Acknowledged, and not kept, or kept twice. */
  lost: number
  doubled: number
  /** Tries of citizens that had no answer, or 5xx. */
  refused: number
  /** The longest time between two answers to somebody who asks all the time, ms, and how often she had none. */
  awayMs: number
  unanswered: number
}

/** People who talk until they are told to stop; each sends the same words until they are acknowledged, as browsers do. */
export class Citizens {
  readonly #api: string
  readonly #thinkMs: number
  readonly #probeMs: number
  readonly #talks: Talk[] = []
  readonly #running: Promise<void>[]
  #isOver = false
  #refused = 0
  #awayMs = 0
  #unanswered = 0
  #unansweredSince: number | null = null

  /**
   * @param thinkMs between two messages of one citizen, on average
   * @param probeMs between two looks at whether somebody answers
   */
  constructor(address: string, count: number, { thinkMs = 1_000, probeMs = 25 } = {}) {
    this.#thinkMs = thinkMs
    this.#probeMs = probeMs
    this.#api = `${address}/api/v1`
    this.#running = [...Array.from({ length: count }, () => this.#talk()), this.#probe(address)]
  }

  get acknowledged(): number {
    return this.#talks.reduce((sum, { said }) => sum + said.length, 0)
  }

  async #persist(method: 'POST' | 'GET', path: string, options: object) {
    for (;;) {
      const reply = await callJson(method, `${this.#api}${path}`, options).catch(() => null)
      if (reply && reply.status < 500) return reply
      this.#refused += 1
      await pause(AGAIN_MS)
    }
  }

  async #talk(): Promise<void> {
    const begun = await this.#persist('POST', '/conversations', { body: { communeId: TOWN, language: 'fr' } })
    const headers = { authorization: `Bearer ${begun.body.token}` }
    const talk: Talk = { id: begun.body.id, headers, said: [] }
    this.#talks.push(talk)
    for (let n = 0; !this.#isOver; n += 1) {
      await pause(this.#thinkMs * (0.5 + Math.random()))
      const body = { clientId: randomUUID(), text: QUESTIONS[n % QUESTIONS.length] ?? '' }
      const reply = await this.#persist('POST', `/conversations/${talk.id}/messages`, { headers, body })
      if (reply.status !== 200) throw new Error(`a message was refused: ${reply.status} ${JSON.stringify(reply.body)}`)
      talk.said.push(body)
    }
  }

  /** Somebody who opens the chat again and again. */
  async #probe(address: string): Promise<void> {
    let answeredAt = performance.now()
    while (!this.#isOver) {
      const response = await fetch(`${address}/api/v1/communes/${TOWN}`, { signal: AbortSignal.timeout(5_000) }).catch(
        () => null,
      )
      await response?.body?.cancel()
      if (response?.ok) {
        const now = performance.now()
        if (this.#unansweredSince !== null) this.#awayMs = Math.max(this.#awayMs, now - answeredAt)
        this.#unansweredSince = null
        answeredAt = now
      } else {
        this.#unanswered += 1
        this.#unansweredSince ??= performance.now()
      }
      await pause(this.#probeMs)
    }
  }

  /** Compares what was acknowledged with what a server reads, now or at the end. */
  async compare(): Promise<{ lost: number; doubled: number }> {
    let [lost, doubled] = [0, 0]
    for (const { id, headers, said } of [...this.#talks]) {
      const acknowledged = [...said]
      const { body } = await this.#persist('GET', `/conversations/${id}/messages?after=0`, { headers })
      const kept = (body.messages as { clientId?: string; author: string }[]).filter(
        ({ author }) => author === 'citizen',
      )
      const count = (clientId: string) => kept.filter((message) => message.clientId === clientId).length
      lost += acknowledged.filter(({ clientId }) => count(clientId) === 0).length
      doubled += acknowledged.filter(({ clientId }) => count(clientId) > 1).length
    }
    return { lost, doubled }
  }

  /** Ends the talks, and says what came of them. */
  async end(): Promise<TalksRun> {
    this.#isOver = true
    await Promise.all(this.#running)
    return {
      ...{
        acknowledged: this.acknowledged,
        refused: this.#refused,
        awayMs: this.#awayMs,
        unanswered: this.#unanswered,
      },
      ...(await this.compare()),
    }
  }
}
