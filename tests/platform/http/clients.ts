import { expect } from '@jest/globals'
import type { MessagesView, RepliedView, StartedView } from '../../../src/features/conversations/contract.js'
import type { HandoffDetailView, QueueView } from '../../../src/features/handoffs/contract.js'
import type { EventReader } from './event-reader.js'
import type { Answer, TestServer } from './harness.js'

let sends = 0

/** A `clientId` that no other send has. */
export function newClientId(): string {
  sends += 1
  return `client-${String(sends).padStart(6, '0')}`
}

/** A citizen in her browser: a conversation and its token. */
export class Citizen {
  readonly id: string
  readonly headers: { authorization: string }

  private constructor(
    private readonly server: TestServer,
    readonly started: StartedView,
  ) {
    this.id = started.id
    this.headers = { authorization: `Bearer ${started.token}` }
  }

  /** The same citizen, whose calls go to another server. */
  at(server: TestServer): Citizen {
    return new Citizen(server, this.started)
  }

  static async start(server: TestServer, body: Record<string, unknown>): Promise<Citizen> {
    const { status, body: started } = await server.call('POST', '/conversations', { body })
    expect(status).toBe(201)
    return new Citizen(server, started)
  }

  /** A call on her conversation. */
  call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const options = { headers: { ...this.headers, ...headers }, ...(body === undefined ? {} : { body }) }
    return this.server.call(method, `/conversations/${this.id}${path}`, options)
  }

  post(text: string, more: Record<string, unknown> = {}): Promise<Answer> {
    return this.call('POST', '/messages', { clientId: newClientId(), text, ...more })
  }

  /** Says something that must be accepted. */
  async say(text: string, more: Record<string, unknown> = {}): Promise<RepliedView> {
    const { status, body } = await this.post(text, more)
    expect(status).toBe(200)
    return body
  }

  async read(after = 0): Promise<MessagesView> {
    const { status, body } = await this.call('GET', `/messages?after=${after}`)
    expect(status).toBe(200)
    return body
  }

  /** The texts of everything that is stored of her conversation. */
  async texts(): Promise<string[]> {
    return (await this.read()).messages.map(({ payload }) => (payload.type === 'card' ? payload.title : payload.text))
  }

  callAgent(): Promise<Answer> {
    return this.call('POST', '/handoff', { kind: 'live' })
  }

  stream(headers: Record<string, string> = {}, query = ''): Promise<EventReader> {
    return this.server.openStream(`/conversations/${this.id}/events${query}`, { ...this.headers, ...headers })
  }
}

/** A member of staff in her browser: a cookie and the token that changes must repeat. */
export class StaffMember {
  private constructor(
    private readonly server: TestServer,
    readonly cookie: string,
    readonly csrfToken: string,
    readonly userId: string,
  ) {}

  static async signIn(server: TestServer, email: string, password: string, cookie?: string): Promise<StaffMember> {
    const headers: Record<string, string> = cookie ? { cookie } : {}
    const answer = await server.call('POST', '/session', { body: { email, password }, headers })
    expect(answer.status).toBe(200)
    return new StaffMember(server, cookieOf(answer), answer.body.csrfToken, answer.body.user.id)
  }

  /** The same browser, whose calls go to another server. */
  at(server: TestServer): StaffMember {
    return new StaffMember(server, this.cookie, this.csrfToken, this.userId)
  }

  get headers(): Record<string, string> {
    return { cookie: this.cookie, 'x-csrf-token': this.csrfToken }
  }

  call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const options = { headers: { ...this.headers, ...headers }, ...(body === undefined ? {} : { body }) }
    return this.server.call(method, path, options)
  }

  async beAvailable(state: 'available' | 'away' = 'available'): Promise<QueueView> {
    const { status, body } = await this.call('POST', '/agent/availability', { state })
    expect(status).toBe(200)
    return body
  }

  async queue(): Promise<QueueView> {
    const { status, body } = await this.call('GET', '/agent/queue')
    expect(status).toBe(200)
    return body
  }

  async readHandoff(id: string): Promise<HandoffDetailView> {
    const { status, body } = await this.call('GET', `/agent/handoffs/${id}`)
    expect(status).toBe(200)
    return body
  }

  /** Takes the request with which a citizen waits. @returns its id */
  async take(citizen: Citizen): Promise<string> {
    const handoff = (await this.queue()).pending.find(({ conversationId }) => conversationId === citizen.id)
    if (!handoff) throw new Error('nobody waits')
    await this.act(handoff.id, 'claim')
    return handoff.id
  }

  /** An action on a handoff: `claim`, `messages`, `release`, `resolve`. */
  act(handoffId: string, action: string, body?: unknown): Promise<Answer> {
    return this.call('POST', `/agent/handoffs/${handoffId}/${action}`, body)
  }

  stream(): Promise<EventReader> {
    return this.server.openStream('/agent/events', { cookie: this.cookie })
  }
}

/** The one cookie that an answer sets, as a request repeats it. */
export function cookieOf({ headers }: Answer): string {
  const [cookie = ''] = headers.getSetCookie()
  return cookie.split(';')[0] ?? ''
}

/** What every refusal looks like. */
export function expectProblem(answer: Answer, status: number, code: string, field?: string): void {
  expect([answer.status, answer.body?.code, answer.body?.field]).toEqual([status, code, field])
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/)
  expect(answer.body.status).toBe(status)
  expect(answer.body.detail).toMatch(/\p{L}{3}.*[.)»"]$/u)
}
