import { handoffRoutes } from '../../features/handoffs/contract.js'
import type { ViewerTold } from '../../features/handoffs/lifecycle-contract.js'
import { API_PREFIX } from '../../platform/http/route.js'
import { backoffMs } from '../kit/browser.js'

const ADDRESS = API_PREFIX + handoffRoutes.events.path

/** What the stream tells its owner. */
export interface AgentEventsPort {
  /** The stream is open: whatever was missed must be read now. */
  onOpen(): void
  /** Something changed in the queue. */
  onQueue(): void
  /** A conversation of the commune has a new message. */
  onMessage(hint: { handoffId: string }): void
  /** A colleague reads a handoff, writes in it, or has left it. */
  onViewer(told: ViewerTold): void
  /** The server asks for a sign of life. */
  onBeat(): void
  /** The citizen of a handoff of this agent writes. */
  onTyping(sign: { handoffId: string; forMs: number }): void
  /** The stream broke; it tries again by itself, with growing delays. */
  onBroken(): void
  /** Time has passed. Of a stream that several tabs share, which tells the time to those that are hidden; no other says it. */
  onTick?(): void
}

/** The stream of a tab, wherever it is read. */
export interface Events {
  /** This tab listens no more. */
  stop(): void
  /** Tries again at once, if the stream is cut. */
  retry(): void
}

/** Listens to the server until stopped. Events are hints: their owner reads the queue and the conversation again. */
export class AgentEvents {
  private source: EventSource | null = null
  private timer: ReturnType<typeof setTimeout> | undefined
  private failures = 0

  constructor(private readonly port: AgentEventsPort) {
    this.connect()
  }

  /** Ends listening for good. */
  stop(): void {
    clearTimeout(this.timer)
    this.source?.close()
    this.source = null
  }

  /** Tries again at once. */
  retry(): void {
    if (this.source?.readyState === EventSource.OPEN) return
    this.stop()
    this.connect()
  }

  private connect(): void {
    const source = new EventSource(ADDRESS)
    this.source = source
    source.addEventListener('open', () => {
      this.failures = 0
      this.port.onOpen()
    })
    source.addEventListener('queue', () => this.port.onQueue())
    source.addEventListener('beat', () => this.port.onBeat())
    source.addEventListener('message', (event: MessageEvent<string>) => {
      const handoffId = parseHandoffId(event.data)
      if (handoffId !== null) this.port.onMessage({ handoffId })
    })
    source.addEventListener('typing', (event: MessageEvent<string>) => {
      const sign = parseSign(event.data)
      if (sign) this.port.onTyping(sign)
    })
    source.addEventListener('viewer', (event: MessageEvent<string>) => {
      this.port.onViewer(JSON.parse(event.data) as ViewerTold)
    })
    // The browser's own reconnection has no backoff and gives up on an HTTP error: ours replaces it.
    source.addEventListener('error', () => {
      source.close()
      if (this.source !== source) return
      this.failures += 1
      this.timer = setTimeout(() => this.connect(), backoffMs(this.failures))
      this.port.onBroken()
    })
  }
}

function parseHandoffId(data: string): string | null {
  try {
    const { handoffId } = JSON.parse(data) as { handoffId?: unknown }
    return typeof handoffId === 'string' ? handoffId : null
  } catch {
    return null
  }
}

function parseSign(data: string): { handoffId: string; forMs: number } | null {
  try {
    const { handoffId, forMs } = JSON.parse(data) as { handoffId?: unknown; forMs?: unknown }
    return typeof handoffId === 'string' && typeof forMs === 'number' ? { handoffId, forMs } : null
  } catch {
    return null
  }
}
