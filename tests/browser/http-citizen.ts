import { randomUUID } from 'node:crypto'
import type { Message } from '../../src/platform/model/conversation.js'
import { createSseParser } from '../../src/ui/kit/sse-parser.js'

/** Between two tries while the server is out of reach, ms. */
const PAUSE_MS = 100
const JSON_BODY = { 'content-type': 'application/json' }

/**
 * A citizen without a browser: she speaks by the same calls as the widget and listens to the same stream, which she opens again from the last message
 * that she has; what she says is tried under the same id until it is stored.
 */
export class HttpCitizen {
  /** Every message that a stream brought, as it came: one that came twice is here twice. */
  readonly heard: Message[] = []
  readonly #leaving = new AbortController()
  #saying: Promise<void> = Promise.resolve()

  private constructor(
    /** Her conversation. */
    readonly id: string,
    private readonly address: string,
    private readonly headers: Record<string, string>,
  ) {
    void this.#listen()
  }

  /** Opens a conversation. @param communeId default: the first commune of the server */
  static async arrive(town: string, communeId?: string): Promise<HttpCitizen> {
    const asked = communeId === undefined ? {} : { headers: JSON_BODY, body: JSON.stringify({ communeId }) }
    const started = await fetch(`${town}/api/v1/conversations`, { method: 'POST', ...asked })
    const { id, token } = (await started.json()) as { id: string; token: string }
    return new HttpCitizen(id, `${town}/api/v1/conversations/${id}`, { authorization: `Bearer ${token}` })
  }

  /** Says something after what she has said before. @returns once it is stored */
  say(text: string): Promise<void> {
    const words = { clientId: randomUUID(), text }
    this.#saying = this.#saying.then(() => this.#until(() => this.#post('/messages', words)))
    return this.#saying
  }

  /** Asks for an agent. */
  async call(): Promise<void> {
    await this.#post('/handoff', { kind: 'live' })
  }

  leave(): void {
    this.#leaving.abort()
  }

  async #post(path: string, body: unknown): Promise<void> {
    const response = await fetch(this.address + path, {
      method: 'POST',
      headers: { ...this.headers, ...JSON_BODY },
      body: JSON.stringify(body),
    })
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
  }

  async #listen(): Promise<void> {
    const { signal } = this.#leaving
    await this.#until(async () => {
      const last = String(this.heard.at(-1)?.seq ?? 0)
      const response = await fetch(`${this.address}/events`, {
        headers: { ...this.headers, 'last-event-id': last },
        signal,
      })
      const parse = createSseParser(({ type, data }) => {
        if (type === 'message') this.heard.push(JSON.parse(data) as Message)
      })
      const decoder = new TextDecoder()
      for await (const piece of response.body ?? []) parse(decoder.decode(piece, { stream: true }))
      throw new Error('the stream has ended')
    })
  }

  /** Tries until it succeeds, or she has left. */
  async #until(attempt: () => Promise<void>): Promise<void> {
    while (!this.#leaving.signal.aborted) {
      try {
        return await attempt()
      } catch {
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
      }
    }
  }
}
