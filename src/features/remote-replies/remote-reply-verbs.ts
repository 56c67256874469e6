import type { Document, Verb } from '../../platform/store/document.js'
import { isBefore } from '../conversations/conversation-document.js'
import type { PhoneSession, ReplyNotice, ReplyWayId, ReplyWish } from './reply-way.js'

/** Who wishes to be told outside the console, and what she was told of lately: a few rows for each agent, so one document. */
export interface RemoteRepliesDocument {
  version: 1
  wishes: ReplyWish[]
  notices: ReplyNotice[]
}

/** By what a notice is found: one of its hashes, or what its way knows it by. */
export type NoticeKey =
  | { linkHash: string }
  | { tokenHash: string }
  | { phoneHash: string }
  | { way: ReplyWayId; reference: string }

/** Who wishes to be told outside the console, and what was told there. Nobody is told of any of it. */
export interface RemoteReplyStore {
  /** Keeps that an agent wishes to be told by a way, in the place of what she wished of it before. */
  saveReplyWish(wish: ReplyWish): Promise<void>
  dropReplyWish(userId: string, way: ReplyWayId): Promise<void>
  /** What all agents of the server wish. */
  listReplyWishes(): Promise<ReplyWish[]>
  /** Compare-and-set before somebody is told: notes it, unless she was told of that wait by that way. @returns whether to tell */
  noteTold(notice: ReplyNotice): Promise<boolean>
  keepReplyReference(noticeId: string, reference: string): Promise<void>
  /** The notice of a key that is good at an instant. */
  findReplyNotice(key: NoticeKey, at: string): Promise<ReplyNotice | undefined>
  /** Compare-and-set: a link lets one phone in, once. @returns whether it did */
  openReplyLink(linkHash: string, phone: PhoneSession): Promise<boolean>
  /** Moves when a phone was last used; `null` ends it. */
  touchReplyPhone(noticeId: string, at: string | null): Promise<void>
  /** Compare-and-set before a refusal is told: notes it. @returns whether to tell */
  noteReplyRefused(noticeId: string, id: string): Promise<boolean>
}

/** The verbs about what agents are told outside the console. */
export function remoteReplyVerbs(document: Document<RemoteRepliesDocument>): RemoteReplyStore {
  const read = async () => (await document.read()) ?? EMPTY
  return {
    saveReplyWish: (wish) => document.update(withWish(structuredClone(wish))),
    dropReplyWish: (userId, way) =>
      document.update((former) => {
        const kept = former?.wishes.filter((one) => !isOf(one, { userId, way })) ?? []
        if (!former || kept.length === former.wishes.length) return unchanged(former, undefined)
        return { ...unchanged({ ...former, wishes: kept }, undefined), forgets: true }
      }),
    listReplyWishes: async () => structuredClone((await read()).wishes),
    noteTold: (notice) => document.update(withNotice(structuredClone(notice))),
    keepReplyReference: (noticeId, reference) =>
      document.update(onNotice(noticeId, (notice) => ({ ...notice, reference }))).then(() => undefined),
    async findReplyNotice(key, at) {
      const found = (await read()).notices.find((notice) => isKeyOf(key, notice))
      return found && isBefore(at, found.expiresAt) ? structuredClone(found) : undefined
    },
    async openReplyLink(linkHash, phone) {
      const { id = '' } = (await read()).notices.find((notice) => notice.linkHash === linkHash) ?? {}
      return document.update(onNotice(id, (notice) => (notice.phone ? null : { ...notice, phone })))
    },
    async touchReplyPhone(noticeId, at) {
      await document.update(
        onNotice(noticeId, ({ phone, ...notice }) =>
          // A link that was used stays used: an ended phone has a hash that no secret has.
          phone ? { ...notice, phone: at === null ? { ...phone, hash: '' } : { ...phone, lastUsedAt: at } } : null,
        ),
      )
    },
    noteReplyRefused: (noticeId, id) =>
      document.update(
        onNotice(noticeId, (notice) => {
          const refused = notice.refused ?? []
          return refused.includes(id) ? null : { ...notice, refused: [...refused, id] }
        }),
      ),
  }
}

const EMPTY: RemoteRepliesDocument = { version: 1, wishes: [], notices: [] }

function unchanged<R>(document: RemoteRepliesDocument | null, result: R) {
  return { document, result, changes: [] }
}

function isOf(one: Pick<ReplyWish, 'userId' | 'way'>, { userId, way }: Pick<ReplyWish, 'userId' | 'way'>): boolean {
  return one.userId === userId && one.way === way
}

function isKeyOf(key: NoticeKey, notice: ReplyNotice): boolean {
  if ('linkHash' in key) return notice.linkHash === key.linkHash
  if ('tokenHash' in key) return notice.tokenHash === key.tokenHash
  if ('phoneHash' in key) return notice.phone?.hash === key.phoneHash
  return notice.way === key.way && notice.reference === key.reference
}

function withWish(wish: ReplyWish): Verb<RemoteRepliesDocument, void> {
  return (document) => {
    const former = document ?? EMPTY
    return unchanged({ ...former, wishes: [...former.wishes.filter((one) => !isOf(one, wish)), wish] }, undefined)
  }
}

/** Each notice also drops those that had expired when it was made. */
function withNotice(notice: ReplyNotice): Verb<RemoteRepliesDocument, boolean> {
  return (document) => {
    const { notices, ...former } = document ?? EMPTY
    const isTold = notices.some(
      (one) => isOf(one, notice) && one.handoffId === notice.handoffId && one.about === notice.about,
    )
    if (isTold) return unchanged(document, false)
    const kept = notices.filter(({ expiresAt }) => isBefore(notice.at, expiresAt))
    return unchanged({ ...former, notices: [...kept, notice] }, true)
  }
}

/** Changes one notice; `null` leaves it as it is. @returns whether it changed */
function onNotice(id: string, act: (notice: ReplyNotice) => ReplyNotice | null): Verb<RemoteRepliesDocument, boolean> {
  return (document) => {
    const notice = document?.notices.find((one) => one.id === id)
    const next = notice && act(notice)
    if (!document || !next) return unchanged(document, false)
    return unchanged({ ...document, notices: document.notices.map((one) => (one === notice ? next : one)) }, true)
  }
}
