import { createEventBuffer, createSession } from 'better-sse'
import type { Request, Response } from 'express'
import { type Logger, stackOf } from '../../log.js'
import { AppError } from '../model/app-error.js'
import { toUrl } from '../text/to-url.js'
import type { EventHub } from './event-hub.js'
import type { Measures } from './measures.js'
import type { RateLimits } from './rate-limits.js'
import type { StreamPlaces } from './stream-places.js'

/** Milliseconds between two comments that keep proxies from closing a silent stream. */
const KEEP_ALIVE_MS = 25_000
/** What readers are told to wait before they connect again, in milliseconds. */
const RETRY_MS = 2_000

/** Server-Sent Events to one reader, until she leaves, the stream is ended or the server stops. */
export interface EventStream {
  /** Sends an event. `id` is a place to resume from: other events carry none, so that the reader keeps the last one. */
  push(type: string, data: unknown, id?: number): void
  /** Runs pushes one after the other; one that fails is logged and the next one goes on. None runs once the stream has ended. */
  inLine(push: () => Promise<void>): void
  /** Runs a push in line at a regular pace. */
  every(ms: number, push: () => Promise<void>): void
  /** Ends the stream; its reader may come back. */
  end(): void
  /** Called when the stream has ended; at once when it already has. */
  onEnd(release: () => void): void
}

/** What a stream keeps at most for a reader who does not read, in bytes: she is let go, and comes back where she was. */
const MOST_UNREAD_BYTES = 1024 * 1024

/** A request, its answer, and whose stream it is. */
export interface StreamRequest {
  request: Request
  response: Response
  /** A conversation, or a member of staff. */
  owner: string
}

/** What a stream needs. */
export interface StreamNeeds {
  streamPlaces: StreamPlaces
  measures: Pick<Measures, 'streamOpened'>
  logger: Pick<Logger, 'warn'>
  limits: Pick<RateLimits, 'callerKey'>
  hub: Pick<EventHub, 'onStop'>
}

/** Answers a request with a stream. @throws AppError `method_not_allowed` (405), `invalid_request` (400), `too_many_requests` (429) */
export async function openStream(
  { request, response, owner }: StreamRequest,
  context: StreamNeeds,
): Promise<EventStream> {
  if (request.method !== 'GET') throw new AppError('method_not_allowed', 405)
  if (toUrl(`http://${request.get('host') ?? ''}`) === null)
    throw new AppError('invalid_request', 400, { field: 'host' })
  const releases: (() => void)[] = []
  let isOpen = true
  let hasBegun = false
  const end = () => {
    if (!isOpen) return
    isOpen = false
    // A session that begins has its head still to write: it is ended once it has.
    if (hasBegun) response.end()
    for (const release of releases) release()
  }
  releases.push(context.streamPlaces.take({ owner, caller: context.limits.callerKey(request) }, end))
  releases.push(context.measures.streamOpened())
  response.once('close', end)
  const session = await createSession(request, response, { keepAlive: null, retry: RETRY_MS })
  hasBegun = true
  if (!isOpen) response.end()
  let line = Promise.resolve()
  const stream: EventStream = {
    push(type, data, id) {
      if (!isOpen) return
      const event = createEventBuffer().event(type)
      if (id !== undefined) event.id(String(id))
      void session.batch(event.data(data).dispatch())
      if (response.writableLength > MOST_UNREAD_BYTES) response.destroy()
    },
    inLine(push) {
      line = line.then(async () => {
        if (!isOpen) return
        await push().catch((error: unknown) => {
          context.logger.warn({ stack: stackOf(error) }, 'a stream could not be fed')
        })
      })
    },
    every(ms, push) {
      const timer = setInterval(() => stream.inLine(push), ms)
      stream.onEnd(() => clearInterval(timer))
    },
    end,
    onEnd(release) {
      if (isOpen) releases.push(release)
      else release()
    },
  }
  // The reader may have left before there was anything to close.
  if (response.closed) stream.end()
  const keepAlive = setInterval(() => void session.batch(createEventBuffer().comment().dispatch()), KEEP_ALIVE_MS)
  stream.onEnd(() => clearInterval(keepAlive))
  stream.onEnd(context.hub.onStop(stream.end))
  return stream
}
