import { attempt } from '../../kit/attempt.js'
import { AgentEvents, type AgentEventsPort } from '../agent-events.js'
import type { Events } from './events.js'
import { eventsByLock } from './events-by-lock.js'
import { eventsByWorker } from './events-by-worker.js'

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
