import { randomUUID } from 'node:crypto'
import type { MessagesView, RepliedView, StartedView } from '../../src/features/conversations/contract.js'
import { callJson, mustCall } from '../talks/json-client.js'

/** What a check of a conversation found against what its server had promised. */
export interface Breach {
  lost: number
  doubled: number
  /** Messages of a citizen without their answer, or numbers that are missing. */
  torn: number
}

interface Send {
  clientId: string
  text: string
  acknowledged: RepliedView | null
}

/** A citizen's conversation, and everything that a server acknowledged of it, whatever became of that server. */
export class PromisedTalk {
  /** What the server answered instead of acknowledging: status and code, or `cut`. */
  readonly refusals: string[] = []
  readonly #sends: Send[] = []
  readonly #path: string
  readonly #headers: Record<string, string>

  private constructor({ id, token }: StartedView) {
    this.#path = `/api/v1/conversations/${id}/messages`
    this.#headers = { authorization: `Bearer ${token}` }
  }

  static async start(address: string): Promise<PromisedTalk> {
    const { body } = await mustCall('POST', `${address}/api/v1/conversations`, { body: {} })
    return new PromisedTalk(body as StartedView)
  }

  /** Sends a new message. @returns whether the server acknowledged it; it did not when it died meanwhile */
  say(address: string, text: string): Promise<boolean> {
    const send: Send = { clientId: randomUUID(), text, acknowledged: null }
    this.#sends.push(send)
    return this.#post(address, send)
  }

  /** Sends again what was never acknowledged, as the citizen's browser does once the server is back. @returns how many that was */
  async sayAgain(address: string): Promise<number> {
    const unsure = this.#sends.filter(({ acknowledged }) => !acknowledged)
    for (const send of unsure) await this.#post(address, send)
    return unsure.length
  }

  async #post(address: string, send: Send): Promise<boolean> {
    const { clientId, text } = send
    try {
      const { status, body } = await callJson('POST', address + this.#path, {
        headers: this.#headers,
        body: { clientId, text },
      })
      if (status === 200) send.acknowledged = body as RepliedView
      else this.refusals.push(`${status} ${body?.code}`)
      return status === 200
    } catch {
      this.refusals.push('cut')
      return false
    }
  }

  /** Compares what the server has with what it, or the one before it, had acknowledged. */
  async check(address: string): Promise<Breach> {
    const { body } = await mustCall('GET', `${address}${this.#path}?after=0`, { headers: this.#headers })
    const { messages } = body as MessagesView
    const breach: Breach = { lost: 0, doubled: 0, torn: 0 }
    const clientIds = messages.flatMap(({ clientId }) => clientId ?? [])
    breach.doubled = clientIds.length - new Set(clientIds).size
    for (const { acknowledged } of this.#sends) {
      if (!acknowledged) continue
      const promised = [acknowledged.message, ...acknowledged.replies]
      const kept = messages.slice(acknowledged.message.seq - 1, acknowledged.message.seq - 1 + promised.length)
      if (JSON.stringify(kept) !== JSON.stringify(promised)) breach.lost += 1
    }
    messages.forEach(({ seq, author }, index) => {
      const isAnswered = author !== 'citizen' || messages[index + 1]?.author === 'assistant'
      if (seq !== index + 1 || !isAnswered) breach.torn += 1
    })
    return breach
  }
}
