import { AgentEvents } from '../agent-events.js'
import type { WorkerRequest } from './events-by-worker.js'
import { type RelayedEvent, relayingPort } from './relay.js'

/** How often tabs are reminded of the time: a browser slows down the clocks of those that are hidden, not this one. */
const TICK_MS = 5_000

/** The part of a shared worker's own names that is used here. */
const scope = globalThis as unknown as { onconnect: ((event: MessageEvent) => void) | null }

const tabs = new Set<MessagePort>()
let stream: AgentEvents | null = null
let ticking: ReturnType<typeof setInterval> | undefined

const tellAll = (told: RelayedEvent) => {
  for (const tab of tabs) tab.postMessage(told)
}

function start(tab: MessagePort, lock: string): void {
  tabs.add(tab)
  stream ??= new AgentEvents(relayingPort(tellAll))
  ticking ??= setInterval(() => tellAll({ tell: 'onTick', args: [] }), TICK_MS)
  // The tab holds this lock until it listens no more, is closed or crashes.
  void navigator.locks.request(lock, () => drop(tab))
}

function drop(tab: MessagePort): void {
  tabs.delete(tab)
  if (tabs.size > 0) return
  stream?.stop()
  stream = null
  clearInterval(ticking)
  ticking = undefined
}

scope.onconnect = ({ ports: [tab] }) => {
  if (!tab) return
  tab.onmessage = ({ data }: MessageEvent<WorkerRequest>) => {
    if (data.ask === 'start') start(tab, data.lock)
    else stream?.retry()
  }
}
