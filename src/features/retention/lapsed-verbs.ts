import { DateTime } from 'luxon'
import type { Document, Verb } from '../../platform/store/document.js'
import type { SessionsDocument } from '../accounts/session-verbs.js'
import type { UsersDocument } from '../accounts/staff-verbs.js'
import type { PushDocument } from '../agent-alerts/push-verbs.js'
import { isBefore } from '../conversations/conversation-document.js'
import type { PresencesDocument } from '../handoffs/store/presence-verbs.js'
import type { OutboxDocument } from '../mail/outbox-verbs.js'
import type { RemoteRepliesDocument } from '../remote-replies/remote-reply-verbs.js'
import { NOTICE_LIFE_MS, THREAD_LIFE_MS } from '../tchap/tchap.js'
import type { TchapDocument } from '../tchap/tchap-verbs.js'

/** Erases rows that have an end of their own. */
export interface LapsedStore {
  /** Drops what has lapsed by an instant: sessions, links of one use, mails that did not leave, rows of closed consoles and browsers, files that no entry names. @returns how many */
  dropLapsed(at: string): Promise<number>
}

/** Documents whose rows have an end of their own. */
export interface LapsedCollection {
  users: Document<UsersDocument>
  sessions: Document<SessionsDocument>
  outbox: Document<OutboxDocument>
  presences: Document<PresencesDocument>
  push: Document<PushDocument>
  remoteReplies: Document<RemoteRepliesDocument>
  tchap: Document<TchapDocument>
  dropUnnamedFiles: (at: string) => Promise<number>
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** How long a mail that did not leave is shown to administrators, ms; one that waits for a mail server that is gone is worth nothing then either. */
const KEPT_MAIL_MS = 7 * DAY_MS
/** A console that was not heard for so long is closed, ms; its row is written over long before. */
const KEPT_PRESENCE_MS = 2 * DAY_MS
/** Weeks for which it is kept who had a letter: it is asked about the current one. */
const KEPT_WEEKS = 2
/** A secret that was shown for a second factor is confirmed at once or never, ms. */
const KEPT_PROPOSAL_MS = DAY_MS

/**
 * The verb that drops what has lapsed by itself: sessions and the browsers that they told, links of one use, mails that cannot leave, rows of
 * consoles that are closed. Who comes next drops them too; where nobody comes, this does.
 */
export function lapsedVerbs({
  users,
  sessions,
  outbox,
  presences,
  push,
  remoteReplies,
  tchap,
  dropUnnamedFiles,
}: LapsedCollection): LapsedStore {
  return {
    async dropLapsed(at) {
      const ago = (ms: number) => new Date(Date.parse(at) - ms).toISOString()
      const week = DateTime.fromISO(at).minus({ weeks: KEPT_WEEKS }).toFormat("kkkk-'W'WW")
      const counts = [
        await sessions.update(
          without('sessions', ({ expiresAt }: SessionsDocument['sessions'][number]) => isBefore(expiresAt, at)),
        ),
        await users.update(withoutLinks(at)),
        await users.update(withoutProposals(ago(KEPT_PROPOSAL_MS))),
        await outbox.update(
          without('mails', ({ createdAt }: OutboxDocument['mails'][number]) => isBefore(createdAt, ago(KEPT_MAIL_MS))),
        ),
        await outbox.update(withoutWeeks(week)),
        await remoteReplies.update(
          without('notices', ({ expiresAt }: RemoteRepliesDocument['notices'][number]) => isBefore(expiresAt, at)),
        ),
        ...(await lapsedInTchap(tchap, at)),
        await dropUnnamedFiles(at),
        await presences.update(
          without('presences', ({ seenAt }: PresencesDocument['presences'][number]) =>
            isBefore(seenAt, ago(KEPT_PRESENCE_MS)),
          ),
        ),
      ]
      const known = new Set(((await sessions.read())?.sessions ?? []).map(({ idHash }) => idHash))
      // One that is being made has a session that may not be read yet.
      const isGone = ({ sessionHash, createdAt }: PushDocument['subscriptions'][number]) =>
        !known.has(sessionHash) && isBefore(createdAt, ago(HOUR_MS))
      counts.push(await push.update(without('subscriptions', isGone)))
      const accounts = new Set(((await users.read())?.users ?? []).map(({ id }) => id))
      counts.push(
        await remoteReplies.update(
          without('wishes', ({ userId }: RemoteRepliesDocument['wishes'][number]) => !accounts.has(userId)),
        ),
      )
      counts.push(
        await tchap.update(without('links', ({ userId }: TchapDocument['links'][number]) => !accounts.has(userId))),
      )
      return counts.reduce((sum, count) => sum + count, 0)
    },
  }
}

/** Where Tchap is set, its own rounds come first: they take away there what these rows tell of. */
async function lapsedInTchap(tchap: Document<TchapDocument>, at: string): Promise<number[]> {
  const ago = (ms: number) => new Date(Date.parse(at) - ms).toISOString()
  return [
    await tchap.update(without('codes', ({ expiresAt }: TchapDocument['codes'][number]) => isBefore(expiresAt, at))),
    await tchap.update(
      without('rooms', ({ expiresAt }: TchapDocument['rooms'][number]) => isBefore(expiresAt, ago(HOUR_MS))),
    ),
    await tchap.update(
      without('notices', (one: TchapDocument['notices'][number]) => isBefore(one.at, ago(NOTICE_LIFE_MS))),
    ),
    await tchap.update(
      without('threads', (one: TchapDocument['threads'][number]) => isBefore(one.at, ago(THREAD_LIFE_MS + DAY_MS))),
    ),
  ]
}

/** Drops rows of a document, from its former version too. */
function without<Field extends string, Row, T extends Record<Field, Row[]>>(
  field: Field,
  isGone: (row: Row) => boolean,
): Verb<T, number> {
  return (document) => {
    const rows: Row[] = document?.[field] ?? []
    const kept = rows.filter((row) => !isGone(row))
    if (!document || kept.length === rows.length) return { document, result: 0, changes: [] }
    return { document: { ...document, [field]: kept }, result: rows.length - kept.length, changes: [], forgets: true }
  }
}

function withoutLinks(at: string): Verb<UsersDocument, number> {
  return (document) => {
    const tokens = document?.tokens ?? []
    const kept = tokens.filter(({ expiresAt }) => isBefore(at, expiresAt))
    if (!document || kept.length === tokens.length) return { document, result: 0, changes: [] }
    return { document: { ...document, tokens: kept }, result: tokens.length - kept.length, changes: [], forgets: true }
  }
}

function withoutProposals(before: string): Verb<UsersDocument, number> {
  return (document) => {
    const old = new Set(
      document?.users.filter((user) => user.proposedFactor && isBefore(user.proposedFactor.at, before)),
    )
    if (!document || old.size === 0) return { document, result: 0, changes: [] }
    const users = document.users.map((user) => {
      const { proposedFactor: _, ...others } = user
      return old.has(user) ? others : user
    })
    return { document: { ...document, users }, result: old.size, changes: [], forgets: true }
  }
}

function withoutWeeks(before: string): Verb<OutboxDocument, number> {
  return (document) => {
    const letters = Object.entries(document?.letters ?? {})
    const kept = letters.filter(([, week]) => week >= before)
    if (!document || kept.length === letters.length) return { document, result: 0, changes: [] }
    const next = { ...document, letters: Object.fromEntries(kept) }
    return { document: next, result: letters.length - kept.length, changes: [], forgets: true }
  }
}
