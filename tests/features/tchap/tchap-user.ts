import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Homeserver } from './homeserver.js'

/** Something that she sees in a room. */
export interface Seen {
  event_id: string
  sender: string
  type: string
  // biome-ignore lint/suspicious/noExplicitAny: tests look into events of every shape.
  content: any
}

/** How long something that is to come is waited for, ms. */
const PATIENCE_MS = 8_000

let asked = 0

/** Somebody with an account, and the client on her phone: the public API, and nothing else. */
export class TchapUser {
  private constructor(
    private readonly home: Homeserver,
    readonly id: string,
    private readonly token: string,
  ) {}

  static async register(home: Homeserver, name: string): Promise<TchapUser> {
    const { id, token } = await home.register(name)
    return new TchapUser(home, id, token)
  }

  /** Any call under `/_matrix/client/v3`. */
  async ask(method: string, path: string, body?: object) {
    const answer = await fetch(`${this.home.url}/_matrix/client/v3/${path}`, {
      method,
      headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape.
    return { status: answer.status, body: (await answer.json()) as any }
  }

  /** Begins to talk with somebody, as a client of Tchap does: in an encrypted room. */
  async writeTo(other: string): Promise<string> {
    const algorithm = { algorithm: 'm.megolm.v1.aes-sha2' }
    const { body } = await this.ask('POST', 'createRoom', {
      ...{ preset: 'trusted_private_chat', is_direct: true, invite: [other] },
      initial_state: [{ type: 'm.room.encryption', state_key: '', content: algorithm }],
    })
    return body.room_id
  }

  /** Waits until she is asked into a room, and goes there. @returns the room */
  async accept(): Promise<string> {
    const roomId = await until(async () => (await this.invitations())[0])
    await this.ask('POST', `join/${encodeURIComponent(roomId)}`, {})
    return roomId
  }

  /** The rooms into which she is asked. */
  async invitations(): Promise<string[]> {
    asked += 1
    // The same first question would be answered by what was true two minutes ago.
    return Object.keys((await this.ask('GET', `sync?timeout=${asked}`)).body.rooms?.invite ?? {})
  }

  /** All that she sees in a room, oldest first. */
  async read(roomId: string): Promise<Seen[]> {
    const { body } = await this.ask('GET', `rooms/${encodeURIComponent(roomId)}/messages?dir=b&limit=100`)
    return (body.chunk ?? []).reverse()
  }

  /** Waits for an event, of somebody else unless it is said. */
  async see(roomId: string, isIt: (event: Seen) => boolean): Promise<Seen> {
    return until(async () => (await this.read(roomId)).find((one) => one.sender !== this.id && isIt(one)))
  }

  /** Waits for words that match. */
  async hear(roomId: string, words: RegExp): Promise<Seen> {
    return this.see(roomId, ({ content }) => words.test(content.body ?? ''))
  }

  /** Sends a message, below an event of its thread if one is given. @returns its event */
  async say(roomId: string, text: string, root?: string, content: object = {}): Promise<string> {
    const thread = { rel_type: 'm.thread', event_id: root, is_falling_back: true, 'm.in_reply_to': { event_id: root } }
    return this.send(roomId, 'm.room.message', {
      ...{ msgtype: 'm.text', body: text },
      ...(root === undefined ? {} : { 'm.relates_to': thread }),
      ...content,
    })
  }

  async send(roomId: string, type: string, content: object): Promise<string> {
    const { body } = await this.ask('PUT', `rooms/${encodeURIComponent(roomId)}/send/${type}/${randomUUID()}`, content)
    return body.event_id
  }

  async withdraw(roomId: string, eventId: string): Promise<void> {
    const path = `rooms/${encodeURIComponent(roomId)}/redact/${encodeURIComponent(eventId)}/${randomUUID()}`
    await this.ask('PUT', path, {})
  }

  async leave(roomId: string): Promise<void> {
    await this.ask('POST', `rooms/${encodeURIComponent(roomId)}/leave`, {})
  }
}

/** Waits until something is there. */
export async function until<T>(look: () => Promise<T | undefined | false>): Promise<T> {
  const end = Date.now() + PATIENCE_MS
  for (;;) {
    const found = await look()
    if (found !== undefined && found !== false) return found
    if (Date.now() > end) throw new Error('it did not come')
    await pause(50)
  }
}
