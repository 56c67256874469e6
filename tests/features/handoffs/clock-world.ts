import type { HandoffContext } from '../../../src/features/handoffs/handoff-context.js'
import { applyRetention } from '../../../src/features/retention/apply-retention.js'
import type { ClockNote } from '../../../src/features/retention/clock/clock-note.js'
import { type ClockWatch, createClockWatch } from '../../../src/features/retention/clock/clock-watch.js'
import { createMemoryStore } from '../../../src/store/memory-store.js'
import type { Store } from '../../../src/store/store.js'
import { conversation } from '../../contract/sample-inputs.js'
import { startHandover } from './harness.js'

export const SECOND = 1_000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR
/** How long a conversation is kept. */
export const TERM = 30 * DAY

const BEGINNING = Date.parse('2026-03-02T08:00:00Z')

/** A machine on which a server runs, and the time that really passes, which no clock tells. */
export class ClockWorld {
  readonly store = createMemoryStore()
  readonly told: ClockNote[] = []
  /** Each erased conversation, by how old it really was, ms. */
  readonly erasedAt: number[] = []
  #truth = BEGINNING
  /** How far the clock is ahead. */
  #ahead = 0
  #boots = 1
  #bootedAt = BEGINNING
  #watch: ClockWatch | null = null
  readonly #born = new Map<string, number>()
  readonly #context: HandoffContext<Store>

  constructor() {
    const privacy = { controller: 'Commune de Bourg', dpoEmail: 'dpo@bourg.example', retentionDays: TERM / DAY }
    this.#context = { ...startHandover({ privacy }, this.store).context, now: () => this.#clock() }
  }

  get ahead(): number {
    return this.#ahead
  }

  get watch(): ClockWatch {
    this.#watch ??= createClockWatch({
      store: this.store,
      machine: this.machine(),
      now: () => this.#clock(),
      onChange: (note) => this.told.push(note),
    })
    return this.#watch
  }

  machine() {
    return { boot: `boot ${this.#boots}`, host: 'mairie', steadyMs: () => this.#truth - this.#bootedAt }
  }

  /** The server runs for a time, in which people write and it sweeps. */
  async run(ms: number, sweeps = 4): Promise<void> {
    for (let left = sweeps; left > 0; left--) {
      this.#truth += ms / sweeps
      await this.talk()
      await this.sweep()
    }
  }

  /** Somebody writes now. */
  async talk(): Promise<string> {
    const id = `c${this.#born.size}`
    const at = this.#clock().toISOString()
    this.#born.set(id, this.#truth)
    await this.store.createConversation(conversation(id, { communeId: 'bourg', createdAt: at, updatedAt: at }), [])
    return id
  }

  async sweep(): Promise<void> {
    const proven = await this.watch.look()
    if (proven) await applyRetention(this.#context, { proven })
    const alive = new Set(await this.store.listConversationsUpdatedBefore('9999-01-01T00:00:00.000Z'))
    for (const [id, born] of this.#born) {
      if (alive.has(id) || born < 0) continue
      this.erasedAt.push(this.#truth - born)
      this.#born.set(id, -1)
    }
  }

  /** The clock is set by so much. */
  jump(ms: number): void {
    this.#ahead += ms
  }

  setRight(): void {
    this.#ahead = 0
  }

  /** The server is stopped for a time, the machine goes on. */
  restart(ms: number): void {
    this.#truth += ms
    this.#watch = null
  }

  /** The machine is off for a time, and its clock is set by so much meanwhile. */
  reboot(ms: number, jump = 0): void {
    this.restart(ms)
    this.#ahead += jump
    this.#boots += 1
    this.#bootedAt = this.#truth
  }

  /** The operator sets the clock right and says so. */
  async accept(): Promise<void> {
    this.setRight()
    const { boot, steadyMs } = this.machine()
    const at = { boot, steadyMs: steadyMs(), wallMs: this.#clock().getTime() }
    await this.store.acceptClock({ id: `${boot} ${at.steadyMs}`, ...at })
  }

  /** Conversations that are still there although they are older than their term and so much more. */
  late(ms: number): number {
    return [...this.#born.values()].filter((born) => born > 0 && this.#truth - born > TERM + ms).length
  }

  #clock(): Date {
    return new Date(this.#truth + this.#ahead)
  }
}
