import type { Document, Verb } from '../../platform/store/document.js'
import { isBefore } from '../conversations/conversation-document.js'
import {
  MOST_TRIES,
  MOST_WAITING_ROOMS,
  type TchapCode,
  type TchapLink,
  type TchapNotice,
  type TchapThread,
  type WaitingRoom,
} from './tchap.js'

/** What joins agents to their Tchap accounts, and how far the bot has read: a few rows for each agent, so one document. */
export interface TchapDocument {
  version: 1
  /** The process that reads, until when it does unless it says so again, ISO instant. */
  reader: { by: string; until: string } | null
  /** Up to where the homeserver's news were dealt with; `null`: nothing was read yet. */
  since: string | null
  codes: TchapCode[]
  rooms: WaitingRoom[]
  links: TchapLink[]
  notices: TchapNotice[]
  threads: TchapThread[]
}

/** What is known of who is where in Tchap, and up to where was read. */
export type TchapPlaces = Omit<TchapDocument, 'version' | 'reader'>

/** What comes of a code that was typed in a room. `former`: the room of the account before. */
export type CodeTry = { outcome: 'linked'; link: TchapLink; former: string | null } | { outcome: 'wrong' | 'too_often' }

/** Accounts linked with Tchap, its rooms, and what was told there. Nobody is told of any of it. */
export interface TchapStore {
  /** Compare-and-set: lets a process read until an instant, unless another one does. @returns up to where was read; `undefined`: another reads */
  holdTchap(by: string, span: { at: string; until: string }): Promise<string | null | undefined>
  /** Lets another process read at once. */
  releaseTchap(by: string): Promise<void>
  /** Compare-and-set: what came between two places was dealt with; `null`: nothing was. */
  advanceTchap(step: { from: string | null; to: string | null }): Promise<void>
  readTchap(): Promise<TchapPlaces>
  /** Keeps a code in the place of the former one of its account. */
  saveTchapCode(code: TchapCode): Promise<void>
  addTchapRoom(room: WaitingRoom): Promise<'added' | 'too_many'>
  /** Compare-and-set: a right code joins the account with the room and who is in it, once. */
  tryTchapCode(roomId: string, hash: string | null, at: string): Promise<CodeTry>
  /** Forgets rooms in which a code was waited for, and links. */
  dropTchapRooms(roomIds: readonly string[]): Promise<void>
  /** Forgets the link of an account. @returns its room */
  dropTchapLink(userId: string): Promise<string | null>
  addTchapNotice(notice: TchapNotice): Promise<void>
  /** A notification has left, and begins a thread or goes on with one; without one it never will. */
  settleTchapNotice(id: string, thread: TchapThread | null): Promise<void>
  /** Adds what was written in a thread. */
  addToTchapThread(root: string, events: readonly string[]): Promise<void>
  dropTchapThread(root: string): Promise<void>
}

/** The verbs about Tchap. */
export function tchapVerbs(tchap: Document<TchapDocument>): TchapStore {
  return {
    holdTchap: (by, span) => tchap.update(held(by, span)),
    releaseTchap: (by) => tchap.update(changed((former) => (former.reader?.by === by ? { reader: null } : null))),
    advanceTchap: ({ from, to }) => tchap.update(changed(({ since }) => (since === from ? { since: to } : null))),
    async readTchap() {
      const { version: _, reader: __, ...places } = (await tchap.read()) ?? EMPTY
      return structuredClone(places)
    },
    saveTchapCode: (code) =>
      tchap.update(
        changed(({ codes }) => ({ codes: [...codes.filter(({ userId }) => userId !== code.userId), code] })),
      ),
    addTchapRoom: (room) => tchap.update(withRoom(room)),
    tryTchapCode: (roomId, hash, at) => tchap.update(tried({ roomId, hash, at })),
    dropTchapRooms: (roomIds) => tchap.update(withoutRooms(roomIds)),
    dropTchapLink: (userId) => tchap.update(withoutLink(userId)),
    addTchapNotice: (notice) =>
      tchap.update(changed(({ notices }) => ({ notices: [...notices, structuredClone(notice)] }))),
    settleTchapNotice: (id, thread) => tchap.update(settled(id, thread)),
    addToTchapThread: (root, events) => tchap.update(withEvents(root, events)),
    dropTchapThread: (root) =>
      tchap.update(changed(({ threads }) => ({ threads: threads.filter((one) => one.root !== root) }), 'forgets')),
  }
}

const EMPTY: TchapDocument = {
  version: 1,
  reader: null,
  since: null,
  codes: [],
  rooms: [],
  links: [],
  notices: [],
  threads: [],
}

/** Changes some fields; `null` leaves all as they are. */
function changed(
  act: (former: TchapDocument) => Partial<TchapDocument> | null,
  forgets?: 'forgets',
): Verb<TchapDocument, void> {
  return (document) => {
    const next = act(document ?? EMPTY)
    const kept = next ? { ...(document ?? EMPTY), ...next } : document
    return { document: kept, result: undefined, changes: [], ...(forgets && next ? { forgets: true } : {}) }
  }
}

function held(
  by: string,
  { at, until }: { at: string; until: string },
): Verb<TchapDocument, string | null | undefined> {
  return (document) => {
    const former = document ?? EMPTY
    const { reader, since } = former
    if (reader && reader.by !== by && isBefore(at, reader.until)) return { document, result: undefined, changes: [] }
    // Said again at half of its time only: a silent night is not a night of writes.
    const isFresh =
      reader?.by === by && Date.parse(reader.until) - Date.parse(at) > (Date.parse(until) - Date.parse(at)) / 2
    const next = isFresh ? document : { ...former, reader: { by, until } }
    return { document: next, result: since, changes: [] }
  }
}

function withRoom(room: WaitingRoom): Verb<TchapDocument, 'added' | 'too_many'> {
  return (document) => {
    const former = document ?? EMPTY
    if (former.rooms.length >= MOST_WAITING_ROOMS) return { document, result: 'too_many', changes: [] }
    return { document: { ...former, rooms: [...former.rooms, structuredClone(room)] }, result: 'added', changes: [] }
  }
}

interface Typed {
  roomId: string
  hash: string | null
  at: string
}

function tried({ roomId, hash, at }: Typed): Verb<TchapDocument, CodeTry> {
  return (document) => {
    const room = document?.rooms.find((one) => one.roomId === roomId)
    if (!document || !room || !isBefore(at, room.expiresAt))
      return { document, result: { outcome: 'too_often' }, changes: [] }
    const code = document.codes.find((one) => one.hash === hash && isBefore(at, one.expiresAt))
    if (!code) {
      const tries = room.tries + 1
      const rooms = document.rooms.map((one) => (one === room ? { ...room, tries } : one))
      const outcome = tries >= MOST_TRIES ? 'too_often' : 'wrong'
      return { document: { ...document, rooms }, result: { outcome }, changes: [] }
    }
    const { userId, communeId, language } = code
    const link: TchapLink = { userId, communeId, language, matrixId: room.matrixId, roomId, since: at }
    const former = document.links.find((one) => one.userId === userId)?.roomId ?? null
    const next = {
      ...document,
      codes: document.codes.filter((one) => one !== code),
      rooms: document.rooms.filter((one) => one !== room),
      links: [...document.links.filter((one) => one.userId !== userId), link],
    }
    return {
      document: next,
      result: { outcome: 'linked', link: structuredClone(link), former },
      changes: [],
      forgets: true,
    }
  }
}

function withoutRooms(roomIds: readonly string[]): Verb<TchapDocument, void> {
  const isKept = ({ roomId }: { roomId: string }) => !roomIds.includes(roomId)
  return changed(({ rooms, links }) => {
    if (rooms.every(isKept) && links.every(isKept)) return null
    return { rooms: rooms.filter(isKept), links: links.filter(isKept) }
  }, 'forgets')
}

function withoutLink(userId: string): Verb<TchapDocument, string | null> {
  return (document) => {
    const link = document?.links.find((one) => one.userId === userId)
    if (!document || !link) return { document, result: null, changes: [] }
    const links = document.links.filter((one) => one !== link)
    return { document: { ...document, links }, result: link.roomId, changes: [], forgets: true }
  }
}

function settled(id: string, thread: TchapThread | null): Verb<TchapDocument, void> {
  return changed(({ notices, threads }) => {
    if (notices.every((one) => one.id !== id)) return null
    const former = threads.find(({ root }) => root === thread?.root)
    const others = threads.filter((one) => one !== former)
    const next = thread && { ...thread, events: [...new Set([...(former?.events ?? []), ...thread.events])] }
    return { notices: notices.filter((one) => one.id !== id), threads: next ? [...others, next] : threads }
  }, 'forgets')
}

function withEvents(root: string, events: readonly string[]): Verb<TchapDocument, void> {
  return changed(({ threads }) => {
    const thread = threads.find((one) => one.root === root)
    if (!thread || events.every((id) => thread.events.includes(id))) return null
    return {
      threads: threads.map((one) =>
        one === thread ? { ...thread, events: [...new Set([...thread.events, ...events])] } : one,
      ),
    }
  })
}
