import type { Message } from '../../platform/model/conversation.js'
import type { Outgoing } from '../kit/agent-console.js'
import { backoffMs } from '../kit/browser.js'
import { CallError } from '../kit/staff-api.js'
import type { ConsoleEvent } from './console-state.js'

/** What the outbox needs of its owner. */
export interface OutboxPort {
  /** Messages that the server does not have yet, oldest first. */
  outgoing(): readonly Outgoing[]
  dispatch(event: ConsoleEvent): void
  /** @throws CallError */
  call(outgoing: Outgoing): Promise<Message>
  onSent(): void
  /** The server was out of reach: told once, until something is sent. Messages wait, and are tried again with growing delays. */
  onUnreached(): void
  /** The server refused a message, which waits for the agent now. */
  onRefused(clientId: string, error: unknown): void
}

/** An agent's messages on their way: they leave one by one in the order in which they were written, and wait by themselves while the server is out of reach. */
export class Outbox {
  private line: Promise<void> = Promise.resolve()
  private failures = 0
  private comeBack: ReturnType<typeof setTimeout> | undefined

  constructor(private readonly port: OutboxPort) {}

  /** Sends a message, after what waits. */
  post(clientId: string): void {
    this.sendWaiting()
    this.queue(clientId)
  }

  /** Sends a message again, under the same id: the server recognises it if it had arrived after all. */
  retry(clientId: string): void {
    this.port.dispatch({ type: 'send_retried', clientId })
    this.queue(clientId)
  }

  /** Sends what waited for the server now: it is back. What is tried shows as waiting until it has arrived. */
  sendWaiting(): void {
    for (const { clientId, status } of this.port.outgoing()) if (status === 'waiting') this.queue(clientId)
  }

  private queue(clientId: string): void {
    this.line = this.line.then(() => this.postNow(clientId))
  }

  private async postNow(clientId: string): Promise<void> {
    const { port } = this
    const outgoing = port.outgoing().find((one) => one.clientId === clientId)
    if (!outgoing) return
    if (this.isBehind(outgoing)) return port.dispatch({ type: 'send_put_off', clientId })
    try {
      const message = await port.call(outgoing)
      this.failures = 0
      port.dispatch({ type: 'sent', handoffId: outgoing.handoffId, clientId, message })
      port.onSent()
    } catch (error) {
      if (isUnreached(error)) this.putOff(clientId)
      else port.onRefused(clientId, error)
    }
  }

  private putOff(clientId: string): void {
    this.port.dispatch({ type: 'send_put_off', clientId })
    this.failures += 1
    if (this.failures === 1) this.port.onUnreached()
    clearTimeout(this.comeBack)
    this.comeBack = setTimeout(() => this.sendWaiting(), backoffMs(this.failures))
  }

  /** Whether words written before in the same conversation have not arrived yet. */
  private isBehind({ clientId, handoffId }: Outgoing): boolean {
    const all = this.port.outgoing()
    const before = all.slice(
      0,
      all.findIndex((one) => one.clientId === clientId),
    )
    return before.some((one) => one.handoffId === handoffId && one.status === 'waiting')
  }
}

const PASSING = ['stopping', 'storage_unavailable']

/** Whether nothing answered, or only a proxy before a server that is not there, one that stops, or one that can store nothing now: what was written goes by itself once it can. */
function isUnreached(error: unknown): boolean {
  if (!(error instanceof CallError)) return false
  const { status, problem } = error
  return [0, 502, 504].includes(status) || (status === 503 && PASSING.includes(problem.code ?? 'stopping'))
}
