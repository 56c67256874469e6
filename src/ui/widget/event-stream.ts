import { backoffMs } from '../kit/browser.js'
import { createSseParser, type SseEvent } from '../kit/sse-parser.js'

/** Silence after which a stream is given up, in ms. The server sends a comment every 25 s. */
const SILENCE_MS = 60_000
/** Time between two readings while no stream speaks, in ms: some proxies hold streams back. */
const POLL_MS = 5_000

/** What a stream needs from its owner. */
export interface StreamPort {
  open(signal: AbortSignal): Promise<Response>
  /** Reads what was missed. @throws when out of reach */
  catchUp(): Promise<void>
  onEvent(event: SseEvent): void
  /** The server cannot be reached (`true`), or can again. */
  onLost(lost: boolean): void
  /** Whether an error means that trying again is useless. */
  isFinal(error: unknown): boolean
}

/** Listens to a conversation until stopped: reconnects with growing delays, and polls as long as no stream speaks. */
export class EventStream {
  readonly #port: StreamPort
  readonly #poll = setInterval(() => this.#heard || void this.#catchUp(), POLL_MS)
  #controller = new AbortController()
  #stopped = false
  #heard = false
  #wakeUp = () => {}

  constructor(port: StreamPort) {
    this.#port = port
    void this.#run()
  }

  /** Ends listening for good. */
  stop(): void {
    this.#stopped = true
    clearInterval(this.#poll)
    this.retry()
  }

  /** Tries again at once: the network has just come back, or gone. */
  retry(): void {
    this.#controller.abort()
    this.#wakeUp()
  }

  async #run(): Promise<void> {
    for (let failures = 1; !this.#stopped; failures += 1) {
      try {
        await this.#listen()
      } catch (error) {
        this.#endIfFinal(error)
      }
      if (this.#heard) failures = 1
      this.#heard = false
      if (this.#stopped) return
      await this.#pause(backoffMs(failures))
      await this.#catchUp()
    }
  }

  async #listen(): Promise<void> {
    this.#controller = new AbortController()
    const response = await this.#port.open(this.#controller.signal)
    const reader = response.body?.getReader()
    const parse = createSseParser((event) => this.#port.onEvent(event))
    const decoder = new TextDecoder()
    // What was said before the stream opened is read after it opened, so that nothing falls in between.
    await this.#catchUp()
    for (;;) {
      const watch = setTimeout(() => this.#controller.abort(), SILENCE_MS)
      const piece = await reader?.read().finally(() => clearTimeout(watch))
      if (!piece?.value) return
      this.#heard = true
      parse(decoder.decode(piece.value, { stream: true }))
    }
  }

  async #catchUp(): Promise<void> {
    if (this.#stopped) return
    try {
      await this.#port.catchUp()
      this.#port.onLost(false)
    } catch (error) {
      if (!this.#endIfFinal(error)) this.#port.onLost(true)
    }
  }

  #endIfFinal(error: unknown): boolean {
    if (this.#stopped || !this.#port.isFinal(error)) return this.#stopped
    this.stop()
    return true
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#wakeUp = resolve
      setTimeout(resolve, ms)
    })
  }
}
