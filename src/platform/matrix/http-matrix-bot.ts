import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { type MatrixBot, type MatrixEvent, MatrixFault, type MatrixNews, type MatrixSettings } from './matrix.js'

/** Time that a homeserver has to answer, ms, beside the time that it is asked to wait. */
const TIMEOUT_MS = 20_000
/** Waits before a call that may be repeated is, ms. */
const REPEAT_AFTER_MS = [1_000, 3_000]
/** Longest time that a homeserver which is asked too much is waited for within a call, ms. */
const MOST_PATIENCE_MS = 10_000
/** Events of a room in one answer, and answers that are read on for a room in which more happened. */
const MOST_EVENTS = 100
const MOST_PAGES = 20

/** All that is read of rooms: what is said, who comes and goes. */
const ROOM_EVENTS = ['m.room.message', 'm.room.encrypted', 'm.room.member', 'm.room.redaction', 'm.sticker']
const FILTER = JSON.stringify({
  presence: { types: [] },
  account_data: { types: [] },
  room: {
    account_data: { types: [] },
    ephemeral: { types: [] },
    state: { types: [] },
    timeline: { limit: MOST_EVENTS, types: ROOM_EVENTS },
  },
})

const roomEvent = z.object({
  event_id: z.string(),
  sender: z.string(),
  type: z.string(),
  content: z.record(z.string(), z.unknown()),
  state_key: z.string().optional(),
  /** Where a redaction says what it takes away, in rooms of a version below 11; above, it is in its content. */
  redacts: z.string().optional(),
})
/** Of a room that one is asked into, signed by nobody but the homeserver. */
const strippedEvent = z.object({
  sender: z.string(),
  type: z.string(),
  state_key: z.string(),
  content: z.object({ membership: z.string().optional() }),
})
const timeline = z.object({
  events: z.array(z.unknown()).default([]),
  limited: z.boolean().default(false),
  prev_batch: z.string().optional(),
})
const synced = z.object({
  next_batch: z.string(),
  rooms: z
    .object({
      join: z.record(z.string(), z.object({ timeline: timeline.default({ events: [], limited: false }) })).default({}),
      invite: z.record(z.string(), z.object({ invite_state: z.object({ events: z.array(z.unknown()) }) })).default({}),
      leave: z.record(z.string(), z.unknown()).default({}),
    })
    .default({ join: {}, invite: {}, leave: {} }),
})
const page = z.object({ chunk: z.array(z.unknown()), end: z.string().optional() })
const fault = z.object({ errcode: z.string().max(100), retry_after_ms: z.number().optional() })

interface Asked {
  body?: object
  /** Whether it does no harm to ask twice. */
  repeatable?: boolean
  timeoutMs?: number
  signal?: AbortSignal
}

/** Asks the homeserver something, and reads its answer. */
type Ask = <T>(method: string, path: string, answer: z.ZodType<T>, asked?: Asked) => Promise<T>

/**
 * A {@link MatrixBot} over the client-server API, version 3 of its addresses (Matrix 1.1 and later). It speaks no end-to-end encryption
 * (docs/decisions/068-tchap.md).
 */
export function createHttpMatrixBot({ url, token }: MatrixSettings): MatrixBot {
  let lastFault: string | null = null
  const ask: Ask = async (method, path, answer, asked = {}) => {
    const address = new URL(`/_matrix/client/v3/${path}`, url)
    try {
      const told = await patiently(asked, () => askOnce({ method, address, token }, answer, asked))
      lastFault = null
      return told
    } catch (error) {
      if (error instanceof MatrixFault && !error.isRefusal) lastFault = error.code
      throw error
    }
  }
  const whoAmI = once(
    async () => (await ask('GET', 'account/whoami', z.object({ user_id: z.string() }), { repeatable: true })).user_id,
  )
  return {
    state: () => ({ lastFault }),
    whoAmI,
    createRoom: (invitee) => createRoom(ask, invitee),
    async send(roomId, { type, content, txnId }) {
      const path = `rooms/${part(roomId)}/send/${part(type)}/${part(shortId(txnId))}`
      return (await ask('PUT', path, z.object({ event_id: z.string() }), { body: content, repeatable: true })).event_id
    },
    async redact(roomId, eventId) {
      const path = `rooms/${part(roomId)}/redact/${part(eventId)}/${part(shortId(`redact ${eventId}`))}`
      await ask('PUT', path, z.object({}), { body: {}, repeatable: true })
    },
    leave: (roomId) => leave(ask, roomId),
    async news(since, { waitMs, signal }) {
      const query = new URLSearchParams({ filter: FILTER, timeout: String(since === null ? 0 : waitMs) })
      query.set('set_presence', 'offline')
      if (since !== null) query.set('since', since)
      const asked = { timeoutMs: TIMEOUT_MS + waitMs, signal }
      return newsOf(ask, { answer: await ask('GET', `sync?${query}`, synced, asked), since, bot: await whoAmI() })
    },
  }
}

function part(value: string): string {
  return encodeURIComponent(value)
}

/** Ids of transactions are short everywhere, whatever they are made of. */
function shortId(value: string): string {
  return createHash('sha256').update(value).digest('base64url')
}

/** Asks once for all; what failed is asked again. */
function once<T>(act: () => Promise<T>): () => Promise<T> {
  let done: Promise<T> | null = null
  return () => {
    done ??= act().catch((error: unknown) => {
      done = null
      throw error
    })
    return done
  }
}

/** Waits as long as a homeserver asks for, and tries again what may be repeated. */
async function patiently<T>({ repeatable = false, signal }: Asked, act: () => Promise<T>): Promise<T> {
  for (const waitMs of REPEAT_AFTER_MS) {
    try {
      return await act()
    } catch (error) {
      if (!(error instanceof MatrixFault) || signal?.aborted) throw error
      const isBusy = error.status === 429
      if (!isBusy && !(repeatable && (error.status === 0 || error.status >= 500))) throw error
      const patienceMs = error.waitMs ?? waitMs
      if (patienceMs > MOST_PATIENCE_MS) throw error
      await sleep(patienceMs, undefined, signal ? { signal } : {})
    }
  }
  return act()
}

interface Call {
  method: string
  address: URL
  token: string
}

async function askOnce<T>(
  { method, address, token }: Call,
  answer: z.ZodType<T>,
  { body, signal, timeoutMs = TIMEOUT_MS }: Asked,
): Promise<T> {
  const limits = [AbortSignal.timeout(timeoutMs), ...(signal ? [signal] : [])]
  const headers = { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) }
  let status = 0
  let told: unknown
  try {
    const response = await fetch(address, {
      method,
      headers,
      ...(body ? { body: JSON.stringify(body) } : {}),
      // A token is never carried on to another address.
      redirect: 'error',
      signal: AbortSignal.any(limits),
    })
    status = response.status
    told = await response.json()
  } catch (error) {
    if (signal?.aborted) throw signal.reason
    throw new MatrixFault(codeOf(error), { status })
  }
  if (status !== 200) throw toFault(status, told)
  const read = answer.safeParse(told)
  if (!read.success) throw new MatrixFault('unreadable', { status })
  return read.data
}

function toFault(status: number, told: unknown): MatrixFault {
  const { data } = fault.safeParse(told)
  return new MatrixFault(data?.errcode ?? String(status), { status, waitMs: data?.retry_after_ms ?? null })
}

/** A code alone: an error's own words may repeat an address. */
function codeOf(error: unknown): string {
  const { name, cause } = (error ?? {}) as { name?: unknown; cause?: { code?: unknown } }
  if (typeof cause?.code === 'string') return cause.code
  return typeof name === 'string' ? name : 'unknown'
}

async function createRoom(ask: Ask, invitee: string): Promise<string> {
  const { room_id: roomId } = await ask('POST', 'createRoom', z.object({ room_id: z.string() }), {
    body: {
      preset: 'private_chat',
      visibility: 'private',
      is_direct: true,
      invite: [invitee],
      // Nobody but the bot asks others in, or has the room encrypted, after which it could be read no more.
      power_level_content_override: { invite: 100, state_default: 100, events: { 'm.room.encryption': 100 } },
    },
  })
  const path = `rooms/${part(roomId)}/state/m.room.encryption`
  const isEncrypted = await ask('GET', path, z.object({}), { repeatable: true }).then(
    () => true,
    (error: unknown) => {
      if (error instanceof MatrixFault && error.status === 404) return false
      throw error
    },
  )
  if (!isEncrypted) return roomId
  await leave(ask, roomId)
  throw new MatrixFault('encrypted_room')
}

async function leave(ask: Ask, roomId: string): Promise<void> {
  for (const act of ['leave', 'forget']) {
    await ask('POST', `rooms/${part(roomId)}/${act}`, z.object({}), { body: {}, repeatable: true }).catch((error) => {
      const isGone = error instanceof MatrixFault && [400, 403, 404].includes(error.status)
      if (!isGone) throw error
    })
  }
}

interface Synced {
  answer: z.infer<typeof synced>
  since: string | null
  bot: string
}

async function newsOf(ask: Ask, { answer, since, bot }: Synced): Promise<MatrixNews> {
  const events: MatrixEvent[] = []
  for (const [roomId, { timeline: line }] of Object.entries(answer.rooms.join)) {
    // What there was before the first time is no news.
    if (since === null) continue
    const from = line.limited ? line.prev_batch : undefined
    const missed = from === undefined ? [] : await readBack(ask, { roomId, from, to: since })
    events.push(...[...missed, ...line.events].flatMap((one) => toEvent(roomId, one) ?? []))
  }
  const invitations = Object.entries(answer.rooms.invite).flatMap(([roomId, { invite_state: state }]) => {
    const inviter = inviterOf(state.events, bot)
    return inviter === null ? [] : [{ roomId, inviter }]
  })
  const { join, leave: left } = answer.rooms
  return { next: answer.next_batch, events, invitations, joined: Object.keys(join), left: Object.keys(left) }
}

/** What happened in a room between two instants, where it was too much for one answer. @returns oldest first */
async function readBack(ask: Ask, { roomId, from, to }: { roomId: string; from: string; to: string }) {
  const events: unknown[] = []
  let at: string | undefined = from
  const filter = JSON.stringify({ types: ROOM_EVENTS })
  for (let pages = 0; at !== undefined && pages < MOST_PAGES; pages++) {
    const query = new URLSearchParams({ dir: 'b', from: at, to, limit: String(MOST_EVENTS), filter })
    const read: z.infer<typeof page> = await ask('GET', `rooms/${part(roomId)}/messages?${query}`, page, {
      repeatable: true,
    })
    events.push(...read.chunk)
    at = read.chunk.length === 0 ? undefined : read.end
  }
  return events.reverse()
}

/** One that is no event as the specification has them is none. */
function toEvent(roomId: string, one: unknown): MatrixEvent | null {
  const { data } = roomEvent.safeParse(one)
  if (!data) return null
  const { event_id: id, sender, type, content, state_key: stateKey } = data
  const redacts = data.redacts ?? content.redacts
  return {
    ...{ id, roomId, sender, type, content },
    ...(stateKey === undefined ? {} : { stateKey }),
    ...(typeof redacts === 'string' ? { redacts } : {}),
  }
}

function inviterOf(state: readonly unknown[], bot: string): string | null {
  for (const one of state) {
    const { data } = strippedEvent.safeParse(one)
    if (data?.type === 'm.room.member' && data.state_key === bot && data.content.membership === 'invite')
      return data.sender
  }
  return null
}
