import { attempt } from '../../kit/browser.js'
import { AgentEvents, type AgentEventsPort, type Events } from '../agent-events.js'
import { eventsByWorker } from './events-by-worker.js'
import { relayingPort, replayOn } from './relay.js'

const NAME = 'guichet-console:stream'
const RETRY = 'retry'

/** The stream of the tab that holds a lock, told to the others. The browser gives the lock to the next tab as soon as its holder is closed or has crashed. */
function eventsByLock(port: AgentEventsPort): Events {
  const channel = new BroadcastChannel(NAME)
  const end = new AbortController()
  let stream: AgentEvents | null = null
  channel.onmessage = ({ data }) => (data === RETRY ? stream?.retry() : replayOn(port, data))
  const lead = () =>
    new Promise<void>((release) => {
      if (end.signal.aborted) return release()
      stream = new AgentEvents(
        relayingPort((told) => {
          replayOn(port, told)
          channel.postMessage(told)
        }),
      )
      end.signal.addEventListener('abort', () => release())
    })
  // Rejected when this tab stops listening before its turn has come.
  navigator.locks.request(NAME, { signal: end.signal }, lead).catch(() => {})
  return {
    stop() {
      stream?.stop()
      end.abort()
      channel.close()
    },
    retry: () => (stream ? stream.retry() : channel.postMessage(RETRY)),
  }
}

/**
 * Opens one stream for all the tabs of a browser: read by a shared worker; where there is none, by the tab that holds a lock, which
 * tells the others; where there is none either, by each tab. Whoever begins to read says `onOpen` to all: what was missed meanwhile is
 * read again, so that a handing-over loses nothing.
 */
export function sharedEvents(port: AgentEventsPort): Events {
  const ownStream = () => new AgentEvents(port)
  // Locks are there on https, and on the machine itself.
  if (!navigator.locks) return ownStream()
  const shared = 'SharedWorker' in window ? attempt(() => eventsByWorker(port, ownStream)) : null
  return shared ?? eventsByLock(port)
}
