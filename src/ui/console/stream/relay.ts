import type { AgentEventsPort } from '../agent-events.js'

/** What a stream tells, as one tab or worker repeats it to the others. */
export interface RelayedEvent {
  tell: keyof AgentEventsPort
  args: unknown[]
}

/** Every name that may be told; the compiler asks for those that are missing. */
const NAMES = Object.keys({
  onOpen: true,
  onQueue: true,
  onMessage: true,
  onViewer: true,
  onBeat: true,
  onTyping: true,
  onBroken: true,
  onTick: true,
} satisfies Record<keyof AgentEventsPort, true>) as (keyof AgentEventsPort)[]

/** A port that repeats everything that it is told. */
export function relayingPort(repeat: (told: RelayedEvent) => void): AgentEventsPort {
  const entries = NAMES.map((tell) => [tell, (...args: unknown[]) => repeat({ tell, args })] as const)
  return Object.fromEntries(entries) as unknown as AgentEventsPort
}

/** Tells a port what was repeated; anything else, of another version of the page for instance, is left alone. */
export function replayOn(port: AgentEventsPort, heard: unknown): void {
  const { tell, args } = (heard ?? {}) as Partial<RelayedEvent>
  const isKnown = tell !== undefined && NAMES.includes(tell) && Array.isArray(args)
  if (isKnown) (port[tell] as ((...told: unknown[]) => void) | undefined)?.(...args)
}
