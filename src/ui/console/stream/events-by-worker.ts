import { scriptAddress } from '../../kit/script-address.js'
import type { AgentEventsPort, Events } from '../agent-events.js'
import { replayOn } from './relay.js'

/** What a tab asks of the worker. A tab listens for as long as it holds its lock: however it ends, the browser lets the worker know. */
export type WorkerRequest = { ask: 'start'; lock: string } | { ask: 'retry' }

/** The stream of a shared worker. When its script cannot be read, the tab reads a stream of its own. */
export function eventsByWorker(port: AgentEventsPort, ownStream: () => Events): Events {
  const worker = new SharedWorker(scriptAddress('/assets/console-stream.js'), { name: 'guichet-console' })
  const ask = (asked: WorkerRequest) => worker.port.postMessage(asked)
  const lock = `guichet-console:tab:${crypto.randomUUID()}`
  const end = new AbortController()
  let own: Events | null = null
  worker.addEventListener('error', () => {
    if (!end.signal.aborted) own ??= ownStream()
  })
  worker.port.onmessage = ({ data }) => {
    if (!end.signal.aborted) replayOn(port, data)
  }
  const listen = () =>
    new Promise<void>((release) => {
      ask({ ask: 'start', lock })
      end.signal.addEventListener('abort', () => release())
    })
  navigator.locks.request(lock, { signal: end.signal }, listen).catch(() => {})
  return {
    stop() {
      end.abort()
      own?.stop()
    },
    retry: () => (own ? own.retry() : ask({ ask: 'retry' })),
  }
}
