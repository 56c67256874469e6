import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import { z } from 'zod'

/**
 * A Matrix homeserver on this machine, in memory: the part of the client-server API (version 1.9 of the specification) that Guichet and its agents use, written
 * from the specification. Strict: what the specification does not allow is refused, so that nothing passes here which a real one would not take.
 */

interface Happened {
  event_id: string
  sender: string
  type: string
  content: Record<string, unknown>
  origin_server_ts: number
  state_key?: string
  redacts?: string
  position: number
}

interface Room {
  id: string
  events: Happened[]
  members: Map<string, 'invite' | 'join' | 'leave'>
  /** Whom it concerned, and where: what a sync tells once. */
  moved: Map<string, number>
  state: Map<string, Record<string, unknown>>
  forgotten: Set<string>
}

class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly errcode: string,
    readonly more: object = {},
  ) {
    super(errcode)
  }
}

const bad = (why = 'M_BAD_JSON') => new Refusal(400, why)
const matrixId = z.string().regex(/^@[a-z0-9._=/+-]+:[a-z0-9.:-]+$/)
const eventId = z.string().regex(/^\$/)
const levels = z.object({ invite: z.int(), state_default: z.int(), events: z.record(z.string(), z.int()) }).partial()
const newRoom = z.strictObject({
  preset: z.enum(['private_chat', 'public_chat', 'trusted_private_chat']).optional(),
  visibility: z.enum(['private', 'public']).optional(),
  is_direct: z.boolean().optional(),
  invite: z.array(matrixId).optional(),
  power_level_content_override: levels.strict().optional(),
  initial_state: z
    .array(z.strictObject({ type: z.string(), state_key: z.string().default(''), content: z.looseObject({}) }))
    .optional(),
})
const relation = z
  .object({
    rel_type: z.enum(['m.thread', 'm.annotation', 'm.replace']).optional(),
    event_id: eventId.optional(),
    key: z.string().optional(),
    is_falling_back: z.boolean().optional(),
    'm.in_reply_to': z.strictObject({ event_id: eventId }).optional(),
  })
  .strict()
const contents: Record<string, z.ZodType> = {
  'm.room.message': z.looseObject({ msgtype: z.string(), body: z.string(), 'm.relates_to': relation.optional() }),
  'm.reaction': z.strictObject({
    'm.relates_to': z.strictObject({ rel_type: z.literal('m.annotation'), event_id: eventId, key: z.string().min(1) }),
  }),
}
const kinds = z.strictObject({ limit: z.int().positive().optional(), types: z.array(z.string()).optional() })
const filterShape = z.strictObject({
  presence: kinds.optional(),
  account_data: kinds.optional(),
  room: z.strictObject({ account_data: kinds, ephemeral: kinds, state: kinds, timeline: kinds }).partial().optional(),
})

/** A homeserver that runs, and what a test may have it do. */
export interface MatrixServer {
  url: string
  /** Opens an account. */
  register(name: string): Promise<{ id: string; token: string }>
  /** What it answers instead from now on; `null`: what is right. */
  refuse(refusal: { status: number; body: unknown } | null): void
  /** Has every new room encrypted, as a homeserver may. */
  encryptRooms(): void
  /** How many events of a type somebody has sent. */
  count(sender: string, type: string): number
  close(): Promise<void>
}

/** Starts a homeserver on a free port. */
export async function startMatrixServer(): Promise<MatrixServer> {
  const home = new Home()
  let refusal: { status: number; body: unknown } | null = null
  const server = createServer(async (request, response) => {
    const answer = await (refusal ?? home.answer(request).catch(asAnswer))
    const { status, body } = await answer
    if (response.destroyed) return
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    register: async (name) => home.register(name),
    refuse(what) {
      refusal = what
      home.wake()
    },
    encryptRooms() {
      home.encryptsRooms = true
    },
    count: (sender, type) => home.count(sender, type),
    close: () =>
      new Promise((resolve) => {
        home.wake()
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

function asAnswer(error: unknown): { status: number; body: object } {
  if (error instanceof z.ZodError) return asAnswer(bad())
  if (!(error instanceof Refusal)) throw error
  return { status: error.status, body: { errcode: error.errcode, error: error.errcode, ...error.more } }
}

interface Asked {
  user: string
  token: string
  query: URLSearchParams
  body: unknown
  parts: string[]
}

class Home {
  encryptsRooms = false
  #position = 0
  readonly #users = new Map<string, string>()
  readonly #rooms = new Map<string, Room>()
  readonly #sent = new Map<string, string>()
  #waiting: (() => void)[] = []

  register(name: string): { id: string; token: string } {
    const [id, token] = [`@${name}:tchap.test`, randomBytes(12).toString('hex')]
    this.#users.set(token, id)
    return { id, token }
  }

  count(sender: string, type: string): number {
    const all = [...this.#rooms.values()].flatMap(({ events }) => events)
    return all.filter((event) => event.sender === sender && event.type === type).length
  }

  wake(): void {
    for (const go of this.#waiting.splice(0)) go()
  }

  async answer(request: IncomingMessage): Promise<{ status: number; body: unknown }> {
    const { pathname, searchParams: query } = new URL(request.url ?? '', 'http://x')
    const [, token = ''] = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '') ?? []
    const user = this.#users.get(token)
    if (!user) throw new Refusal(401, token === '' ? 'M_MISSING_TOKEN' : 'M_UNKNOWN_TOKEN')
    const parts = pathname
      .replace(/^\/_matrix\/client\/v3\//, '')
      .split('/')
      .map(decodeURIComponent)
    const asked = { user, token, query, body: await readBody(request), parts }
    return { status: 200, body: await this.#dispatch(`${request.method} ${shapeOf(parts)}`, asked) }
  }

  #dispatch(call: string, asked: Asked): unknown {
    const [, roomId = '', , type = '', key = ''] = asked.parts
    switch (call) {
      case 'GET account/whoami':
        return { user_id: asked.user }
      case 'GET sync':
        return this.#sync(asked)
      case 'POST createRoom':
        return this.#create(asked)
      case 'POST join/*':
        return this.#move(this.#room(roomId, asked.user, ['invite', 'join']), asked.user, 'join')
      case 'POST rooms/*/leave':
        return this.#move(this.#room(roomId, asked.user, ['invite', 'join']), asked.user, 'leave')
      case 'POST rooms/*/forget':
        this.#room(roomId, asked.user, ['leave'], 400).forgotten.add(asked.user)
        return {}
      case 'POST rooms/*/invite':
        return this.#invite(asked, roomId)
      case 'GET rooms/*/messages':
        return this.#messages(asked, this.#room(roomId, asked.user, ['join']))
      case 'GET rooms/*/state/*':
        return this.#state(this.#room(roomId, asked.user, ['join']), type)
      case 'PUT rooms/*/state/*':
        return this.#setState(asked, { room: this.#room(roomId, asked.user, ['join']), type })
      case 'PUT rooms/*/send/*/*':
        return this.#send(asked, { room: this.#room(roomId, asked.user, ['join']), type, key })
      case 'PUT rooms/*/redact/*/*':
        return this.#redact(asked, { room: this.#room(roomId, asked.user, ['join']), eventId: type, key })
      default:
        throw new Refusal(404, 'M_UNRECOGNIZED')
    }
  }

  #room(id: string, user: string, memberships: string[], status = 403): Room {
    const room = this.#rooms.get(id)
    if (!room || !memberships.includes(room.members.get(user) ?? '') || room.forgotten.has(user))
      throw new Refusal(status, status === 403 ? 'M_FORBIDDEN' : 'M_UNKNOWN')
    return room
  }

  #happen(room: Room, event: Omit<Happened, 'event_id' | 'position' | 'origin_server_ts'>): Happened {
    this.#position += 1
    const id = `$${randomBytes(16).toString('base64url')}`
    const happened = { ...event, event_id: id, position: this.#position, origin_server_ts: this.#position }
    room.events.push(happened)
    this.wake()
    return happened
  }

  #move(room: Room, user: string, membership: 'invite' | 'join' | 'leave', by = user): object {
    room.members.set(user, membership)
    const content = { membership }
    this.#happen(room, { sender: by, type: 'm.room.member', state_key: user, content })
    room.moved.set(user, this.#position)
    return { room_id: room.id }
  }

  #create({ user, body }: Asked): object {
    const wish = newRoom.parse(body)
    const id = `!${randomBytes(9).toString('base64url')}:tchap.test`
    const room: Room = { id, events: [], members: new Map(), moved: new Map(), state: new Map(), forgotten: new Set() }
    this.#rooms.set(id, room)
    this.#move(room, user, 'join')
    const { invite = 0, state_default = 50, events = {} } = wish.power_level_content_override ?? {}
    room.state.set('m.room.power_levels', { users: { [user]: 100 }, redact: 50, invite, state_default, events })
    for (const { type, content } of wish.initial_state ?? []) room.state.set(type, content)
    if (this.encryptsRooms) room.state.set('m.room.encryption', { algorithm: 'm.megolm.v1.aes-sha2' })
    for (const guest of wish.invite ?? []) this.#ask(room, guest, user)
    return { room_id: id }
  }

  #ask(room: Room, guest: string, by: string): void {
    if (![...this.#users.values()].includes(guest)) throw new Refusal(404, 'M_NOT_FOUND')
    this.#move(room, guest, 'invite', by)
  }

  #invite({ user, body }: Asked, roomId: string): object {
    const room = this.#room(roomId, user, ['join'])
    this.#require(room, user, 'invite')
    this.#ask(room, z.strictObject({ user_id: matrixId }).parse(body).user_id, user)
    return {}
  }

  #require(room: Room, user: string, act: 'invite' | 'redact' | 'state'): void {
    const { users, invite, redact, state_default: state } = room.state.get('m.room.power_levels') as never
    const needed = { invite, redact, state }[act]
    if (((users as Record<string, number>)[user] ?? 0) < needed) throw new Refusal(403, 'M_FORBIDDEN')
  }

  #state(room: Room, type: string): object {
    const content = room.state.get(type)
    if (!content) throw new Refusal(404, 'M_NOT_FOUND')
    return content
  }

  #setState({ user, body }: Asked, { room, type }: { room: Room; type: string }): object {
    this.#require(room, user, 'state')
    room.state.set(type, z.looseObject({}).parse(body))
    return { event_id: this.#happen(room, { sender: user, type, state_key: '', content: {} }).event_id }
  }

  /** What is sent again under the same id, by the same device, is there already. */
  #once({ token }: Asked, path: string, act: () => Happened): object {
    const key = `${token} ${path}`
    const id = this.#sent.get(key) ?? act().event_id
    this.#sent.set(key, id)
    return { event_id: id }
  }

  #send(asked: Asked, { room, type, key }: { room: Room; type: string; key: string }): object {
    if (key === '') throw new Refusal(404, 'M_UNRECOGNIZED')
    const content = z.looseObject({}).parse((contents[type] ?? z.looseObject({})).parse(asked.body))
    const related = z.object({ 'm.relates_to': relation.partial().loose().optional() }).parse(content)['m.relates_to']
    const about = [related?.event_id, related?.['m.in_reply_to']?.event_id].filter((id) => id !== undefined)
    if (about.some((id) => room.events.every(({ event_id }) => event_id !== id))) throw bad('M_UNKNOWN')
    const path = asked.parts.join('/')
    return this.#once(asked, path, () => this.#happen(room, { sender: asked.user, type, content }))
  }

  #redact(asked: Asked, { room, eventId: id, key }: { room: Room; eventId: string; key: string }): object {
    if (key === '') throw new Refusal(404, 'M_UNRECOGNIZED')
    z.strictObject({ reason: z.string().optional() }).parse(asked.body)
    const event = room.events.find(({ event_id }) => event_id === id)
    if (!event) throw new Refusal(404, 'M_NOT_FOUND')
    if (event.sender !== asked.user) this.#require(room, asked.user, 'redact')
    return this.#once(asked, asked.parts.join('/'), () => {
      event.content = {}
      return this.#happen(room, { sender: asked.user, type: 'm.room.redaction', content: {}, redacts: id })
    })
  }

  #messages({ query }: Asked, room: Room): object {
    if (query.get('dir') !== 'b') throw bad('M_INVALID_PARAM')
    const filter = kinds.parse(JSON.parse(query.get('filter') ?? '{}'))
    const from = query.has('from') ? placeOf(query.get('from')) : this.#position
    const to = query.has('to') ? placeOf(query.get('to')) : 0
    const limit = Number(query.get('limit') ?? 10)
    const found = room.events
      .filter(({ position: at, type }) => at <= from && at > to && isKind(filter, type))
      .reverse()
    const chunk = found.slice(0, limit)
    const last = chunk.at(-1)
    const isMore = last !== undefined && found.length > limit
    return { start: `s${from}`, chunk: chunk.map(shown), ...(isMore ? { end: `s${last.position - 1}` } : {}) }
  }

  async #sync({ user, query }: Asked): Promise<object> {
    const since = query.has('since') ? placeOf(query.get('since')) : null
    const timeline = filterShape.parse(JSON.parse(query.get('filter') ?? '{}')).room?.timeline ?? {}
    const timeoutMs = Number(query.get('timeout') ?? 0)
    if (!Number.isInteger(timeoutMs)) throw bad('M_INVALID_PARAM')
    const until = Date.now() + timeoutMs
    for (;;) {
      const rooms = this.#news(user, since, timeline)
      const isNews = Object.values(rooms).some((some) => Object.keys(some).length > 0)
      const leftMs = until - Date.now()
      if (since === null || isNews || leftMs <= 0) return { next_batch: `s${this.#position}`, rooms }
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, leftMs)
        this.#waiting.push(() => {
          clearTimeout(timer)
          resolve()
        })
      })
    }
  }

  #news(user: string, since: number | null, filter: z.infer<typeof kinds>) {
    const rooms = { join: {}, invite: {}, leave: {} } as Record<'join' | 'invite' | 'leave', Record<string, object>>
    for (const room of this.#rooms.values()) {
      const membership = room.members.get(user)
      if (!membership || room.forgotten.has(user)) continue
      const hasMoved = (room.moved.get(user) ?? 0) > (since ?? 0)
      if (membership === 'invite' && hasMoved)
        rooms.invite[room.id] = { invite_state: { events: invitation(room, user) } }
      if (membership === 'leave' && hasMoved && since !== null) rooms.leave[room.id] = {}
      if (membership !== 'join') continue
      const fresh = room.events.filter(({ position, type }) => position > (since ?? 0) && isKind(filter, type))
      const events = fresh.slice(-(filter.limit ?? 10))
      const limited = events.length < fresh.length
      const before = `s${(events[0]?.position ?? 1) - 1}`
      if (events.length > 0)
        rooms.join[room.id] = { timeline: { events: events.map(shown), limited, prev_batch: before } }
    }
    return rooms
  }
}

function shown({ position: _, ...event }: Happened): object {
  return event
}

function invitation(room: Room, user: string): object[] {
  const event = room.events.findLast(({ type, state_key }) => type === 'm.room.member' && state_key === user)
  return event ? [{ sender: event.sender, type: event.type, state_key: user, content: event.content }] : []
}

function isKind({ types }: z.infer<typeof kinds>, type: string): boolean {
  return types === undefined || types.includes(type)
}

function placeOf(token: string | null): number {
  const [, place] = /^s(\d+)$/.exec(token ?? '') ?? []
  if (place === undefined) throw bad('M_INVALID_PARAM')
  return Number(place)
}

/** An address with `*` for what it names: a room, an event, a type. */
function shapeOf([first = '', , act = '', ...rest]: string[]): string {
  if (first === 'rooms') return ['rooms', '*', act, ...rest.filter((one) => one !== '').map(() => '*')].join('/')
  if (first === 'join') return 'join/*'
  return first === 'account' ? 'account/whoami' : first
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(piece as Buffer)
  const text = Buffer.concat(pieces).toString('utf8')
  if (request.method === 'GET') return undefined
  if (!/^application\/json/.test(request.headers['content-type'] ?? '')) throw bad('M_NOT_JSON')
  try {
    return JSON.parse(text)
  } catch {
    throw bad('M_NOT_JSON')
  }
}
