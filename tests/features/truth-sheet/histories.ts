import type { Citizen, StaffMember } from '../../platform/http/clients.js'
import type { TestServer } from '../../platform/http/harness.js'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** What people write: what an entry answers, what is asked back, what nobody can answer, and what asks for a person. */
const QUESTIONS = [
  'livret de famille perdu',
  'comment refaire la carte d’identité de mon fils ?',
  'horaires de la déchetterie',
  'je veux construire un abri de jardin',
  'demander le rsa',
  'une carte',
  'xylophone quantique à vapeur',
  'je veux parler à quelqu’un',
  'ça n’a pas marché',
  'bonjour',
  'où en est mon dossier de permis',
]

/** Something that happens at an instant, and what it brings later. */
interface Happening {
  at: number
  run: () => Promise<void>
}

/** What a random history is made over. */
export interface HistoryOptions {
  server: TestServer
  /** Uniform in [0, 1[. */
  random: () => number
  /** Epoch ms of the first midnight, and how many days. */
  from: number
  days: number
  /** Told before a citizen erases her conversation. */
  beforeErasing: (conversationId: string) => Promise<void>
  /** Told at each midnight, before anything is swept. */
  atMidnight: () => Promise<void>
}

/**
 * Days of a reception that nobody wrote down: people ask, think well or badly of answers (some of them days later), ask for a person or leave a message, give
 * up, and erase what they said; agents take some of the requests, look at what was drawn, change their minds, and open again what was ended.
 */
export class History {
  readonly #waiting: Happening[] = []
  readonly #options: HistoryOptions
  #agent: StaffMember | null = null

  constructor(options: HistoryOptions) {
    this.#options = options
  }

  async run(): Promise<void> {
    const { from, days, server, atMidnight } = this.#options
    for (let day = 0; day < days; day += 1) {
      const midnight = from + day * DAY_MS
      if (day > 0)
        this.#at(midnight, async () => {
          await atMidnight()
          await server.app.sweep()
        })
      // An hour before the reception opens there, whatever the season.
      this.#at(midnight + 8 * HOUR_MS, () => this.#beginDay())
      const people = 3 + this.#upTo(5)
      // Half of them while somebody is there, in winter and in summer.
      for (let one = 0; one < people; one += 1) {
        const hour = one % 2 === 0 ? 10 + this.#random() * 2 : this.#random() * 24
        this.#at(midnight + hour * HOUR_MS, () => this.#ask())
      }
      // In the last second of a day, by both times of the year, and in the hour that comes twice.
      for (const hour of [2.5, 24 - 1 / 3_600, 25 - 1 / 3_600]) this.#at(midnight + hour * HOUR_MS, () => this.#ask())
    }
    await this.#playAll(from + days * DAY_MS)
  }

  #at(at: number, run: () => Promise<void>): void {
    this.#waiting.push({ at, run })
  }

  #later(most: number, run: () => Promise<void>): void {
    this.#at(this.#options.server.clock.now().getTime() + Math.round(this.#random() * most), run)
  }

  async #playAll(end: number): Promise<void> {
    for (;;) {
      const next = this.#waiting.reduce<Happening | null>(
        (first, one) => (first && first.at <= one.at ? first : one),
        null,
      )
      if (!next || next.at >= end) break
      this.#waiting.splice(this.#waiting.indexOf(next), 1)
      this.#options.server.clock.set(new Date(next.at).toISOString())
      await next.run()
    }
    this.#options.server.clock.set(new Date(end).toISOString())
  }

  async #beginDay(): Promise<void> {
    const { server } = this.#options
    this.#agent = await server.signIn()
    await this.#agent.beAvailable()
    const { samples } = (await this.#agent.call('GET', '/agent/samples')).body as { samples: { id: string }[] }
    for (const { id } of samples) {
      if (this.#random() < 0.1) continue
      const say = (said: string | null) => this.#agent?.call('PUT', `/agent/samples/${id}`, { said })
      await say(this.#pick(['right', 'right', 'right', 'wrong', 'unsure']))
      // She thinks again, or takes it back.
      if (this.#random() < 0.3) await say(this.#pick(['right', 'wrong', null]))
    }
  }

  async #ask(): Promise<void> {
    const citizen = await this.#options.server.startConversation()
    const times = 1 + this.#upTo(3)
    for (let time = 0; time < times; time += 1) await this.#say(citizen)
    const chance = this.#random()
    if (chance < 0.4) await this.#callAgent(citizen)
    else if (chance < 0.5) await this.#leaveMessage(citizen)
    if (this.#random() < 0.15) this.#later(this.#random() < 0.5 ? MINUTE_MS : 3 * DAY_MS, () => this.#erase(citizen))
  }

  async #say(citizen: Citizen): Promise<void> {
    const { status, body } = await citizen.post(this.#pick(QUESTIONS))
    if (status !== 200) return
    for (const { id, payload } of body.replies) {
      const option = payload.options?.[0]
      if (option && this.#random() < 0.5) await citizen.post(option.label, { choice: option.value })
      if (payload.type !== 'card') continue
      const opine = async () => {
        await citizen.call('POST', `/messages/${id}/feedback`, {
          feedback: this.#pick(['helpful', 'helpful', 'unhelpful', 'not_my_question']),
        })
      }
      if (this.#random() < 0.4) await opine()
      // Late, or another opinion than before.
      if (this.#random() < 0.2) this.#later(2 * DAY_MS, opine)
    }
  }

  async #callAgent(citizen: Citizen): Promise<void> {
    // Somebody who has not been heard for long is not there.
    if (this.#random() < 0.9) await this.#agent?.beAvailable().catch(() => {})
    await citizen.callAgent()
    const chance = this.#random()
    if (chance < 0.6) this.#later(9 * MINUTE_MS, () => this.#answer(citizen))
    else if (chance < 0.8) this.#later(5 * MINUTE_MS, async () => void (await citizen.call('DELETE', '/handoff')))
  }

  async #leaveMessage(citizen: Citizen): Promise<void> {
    const contact = { name: 'Ada', email: 'ada@example.org', phone: '', text: 'Rappelez-moi' }
    await citizen.call('POST', '/handoff', { kind: 'message', ...contact })
    if (this.#random() < 0.7) this.#later(2 * DAY_MS, () => this.#answer(citizen))
  }

  async #answer(citizen: Citizen): Promise<void> {
    const agent = this.#agent
    const handoff = await this.#options.server.store.findOpenHandoff(citizen.id)
    if (!agent || !handoff || (await agent.act(handoff.id, 'claim')).status !== 200) return
    if (this.#random() < 0.2) return void (await citizen.call('DELETE', '/handoff'))
    await agent.act(handoff.id, 'resolve', { resolution: 'answered' })
    // Opened again another day, it was counted already.
    if (this.#random() < 0.2)
      this.#at(this.#options.server.clock.now().getTime() + DAY_MS, async () => {
        await agent.act(handoff.id, 'reopen')
      })
  }

  async #erase(citizen: Citizen): Promise<void> {
    await this.#options.beforeErasing(citizen.id)
    await citizen.call('DELETE', '')
  }

  #random(): number {
    return this.#options.random()
  }

  #upTo(most: number): number {
    return Math.floor(this.#random() * (most + 1))
  }

  #pick<T>(choices: readonly T[]): T {
    return choices[Math.floor(this.#random() * choices.length)] as T
  }
}
