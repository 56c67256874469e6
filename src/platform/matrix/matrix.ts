/** Where a bot account is, and what opens it. */
export interface MatrixSettings {
  /** Address of its homeserver, `https://…`; without encryption on this very machine alone. */
  url: string
  /** Access token of the account. */
  token: string
}

/** Something that happened in a room. */
export interface MatrixEvent {
  id: string
  roomId: string
  /** Matrix id, `@name:server`: the homeserver answers for it. */
  sender: string
  type: string
  /** As it was sent: anything, by anybody. */
  content: Readonly<Record<string, unknown>>
  /** Of a state event, what it is about: of a membership, whose. */
  stateKey?: string
  /** Of a redaction, the event that it takes away. */
  redacts?: string
}

/** What happened since the last time. */
export interface MatrixNews {
  /** What to ask from the next time. */
  next: string
  /** What happened in the rooms where the bot is, oldest first in each. */
  events: MatrixEvent[]
  /** Where somebody asks the bot to come, and who does. */
  invitations: { roomId: string; inviter: string }[]
  /** Rooms where something happened and the bot still is. */
  joined: string[]
  /** Rooms that the bot left, or was put out of. */
  left: string[]
}

/** A bot account of a Matrix homeserver: what Guichet does with it. */
export interface MatrixBot {
  /** Code of what keeps the homeserver from answering, until it does again. */
  state(): { lastFault: string | null }
  /** The bot's own Matrix id. @throws MatrixFault */
  whoAmI(): Promise<string>
  /**
   * A room of the bot and one person, into which nobody else can be asked and whose messages its homeserver can read.
   * @throws MatrixFault `encrypted_room` where the homeserver encrypts each room, which this bot cannot read
   */
  createRoom(invitee: string): Promise<string>
  /** Sends an event once, however often it is asked with the same `txnId`. @returns its id @throws MatrixFault */
  send(roomId: string, event: { type: string; content: object; txnId: string }): Promise<string>
  /** Takes what an event says away, once. @throws MatrixFault */
  redact(roomId: string, eventId: string): Promise<void>
  /** Leaves a room, or declines to come, and forgets it; fine where the bot is not. @throws MatrixFault */
  leave(roomId: string): Promise<void>
  /** Waits for news since `since`, for `waitMs` at most; `null`: from now on. @throws MatrixFault, or what aborted it */
  news(since: string | null, waiting: { waitMs: number; signal: AbortSignal }): Promise<MatrixNews>
}

/** Why a homeserver did not do something: its code, `M_FORBIDDEN`, or that of the connection, `ECONNREFUSED`. Never its own words, which may repeat a name. */
export class MatrixFault extends Error {
  readonly code: string
  /** Of the answer; 0: there was none. */
  readonly status: number
  /** How long it asks to be left in peace, ms. */
  readonly waitMs: number | null

  constructor(code: string, { status = 0, waitMs = null }: { status?: number; waitMs?: number | null } = {}) {
    super(code)
    this.name = 'MatrixFault'
    this.code = code
    this.status = status
    this.waitMs = waitMs
  }

  /** Whether the homeserver is well, and does not do this for a reason of the matter: somebody has left a room. The same again is refused again. */
  get isRefusal(): boolean {
    return this.status >= 400 && this.status < 500 && this.status !== 401 && this.status !== 429
  }
}
