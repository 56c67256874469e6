import { randomUUID } from 'node:crypto'
import { DateTime } from 'luxon'
import { DEFAULT_REVEAL_HOURS } from '../../platform/model/masked-data.js'
import type { RetentionKind } from '../../platform/model/retention.js'
import { accountState, changeAccount } from '../accounts/account-action.js'
import type { User } from '../accounts/staff.js'
import { closeUnhandledRequest, daysOf, listClosings, shortest } from './close-unhandled.js'
import type { RetentionContext } from './erase-old-conversation.js'
import { eraseOldConversation } from './erase-old-conversation.js'

/** Something whose time has come, or will have come at the instant that was asked about. */
export interface Due {
  kind: RetentionKind
  communeId: string
  /** Conversations, requests, questions, days of counters or edits. */
  count: number
  /** ISO instant or day from which the age of the oldest is counted. */
  since: string
  /** Erases it for good. @returns how many were erased */
  erase: () => Promise<number>
}

type ListDue = (context: RetentionContext, at: Date) => Promise<Due[]>

/** Everything that is due at an instant, kind by kind; nothing is erased by looking. */
export const listDue: ListDue = async (context, at) => {
  const lists = await Promise.all(
    [dueConversations, dueUnhandled, dueContacts, dueMasked, dueByCommune, duePractice, dueAccounts].map((list) =>
      list(context, at),
    ),
  )
  return lists.flat()
}

const HOUR_MS = 60 * 60 * 1000
const DAY_MS = 24 * HOUR_MS

function daysBefore(at: Date, days: number): string {
  return new Date(at.getTime() - days * DAY_MS).toISOString()
}

/** Conversations without activity. One with an open request follows that one's term first. */
const dueConversations: ListDue = async (context, at) => {
  const { store } = context
  const due: Due[] = []
  for (const id of await store.listConversationsUpdatedBefore(daysBefore(at, shortest(context, 'conversations')))) {
    const conversation = await store.getConversation(id).catch((error: unknown) => ({ error }))
    if (!conversation) continue
    if ('error' in conversation) {
      due.push(unreadable(conversation.error))
      continue
    }
    const { communeId, updatedAt: since } = conversation
    const days = daysOf(context, communeId)
    const open = await store.findOpenHandoff(id)
    // Nobody waits for the end of a talk at the counter that its agent forgot to close.
    if (since >= daysBefore(at, days.conversations) || (open && open.kind !== 'desk')) continue
    const aged = {
      since,
      keepsQuestions: days.unanswered > days.conversations,
      keepsRemarks: days.remarks > days.conversations,
    }
    const erase = () => eraseOldConversation(context, id, aged)
    due.push({ kind: 'conversations', communeId, count: 1, since, erase })
  }
  return due
}

/** A conversation of which nobody can say whose it is or how old: whoever erases what is due is told, and the others are erased. */
function unreadable(error: unknown): Due {
  return { kind: 'conversations', communeId: '', count: 0, since: '', erase: () => Promise.reject(error) }
}

/** Open requests whose announced end has come, or will have come: nobody has handled them. */
const dueUnhandled: ListDue = async (context, at) =>
  (await listClosings(context, at)).flatMap((closing): Due[] => {
    if (Date.parse(closing.closesAt) > at.getTime()) return []
    const { communeId, requestedAt: since } = closing.handoff
    return [{ kind: 'unhandled', communeId, count: 1, since, erase: () => closeUnhandledRequest(context, closing) }]
  })

/** Contact details of requests that were dealt with, where the conversation lives longer than they may. */
const dueContacts: ListDue = async (context, at) => {
  const { store } = context
  const ended = await store.listContactsEndedBefore(daysBefore(at, shortest(context, 'contacts')))
  return ended.flatMap(({ id, communeId, endedAt }): Due[] => {
    if (!endedAt || endedAt >= daysBefore(at, daysOf(context, communeId).contacts)) return []
    const erase = async () => ((await store.forgetContact(id)) === 'forgotten' ? 1 : 0)
    return [{ kind: 'contacts', communeId, count: 1, since: endedAt, erase }]
  })
}

/** What was masked for requests that ended some hours ago; of a commune that the server no longer knows, at once. */
const dueMasked: ListDue = async ({ store, communes }, at) =>
  (await store.listMaskedEndedBefore(at.toISOString())).flatMap(({ handoffId, communeId, endedAt, count }): Due[] => {
    const commune = communes.get(communeId)
    const hours = commune ? (commune.privacy.revealHours ?? DEFAULT_REVEAL_HOURS) : 0
    if (Date.parse(endedAt) + hours * HOUR_MS > at.getTime()) return []
    return [{ kind: 'contacts', communeId, count, since: endedAt, erase: () => store.forgetMasked(handoffId) }]
  })

/** What is kept by commune rather than by conversation: questions, remarks, counters, edits of alerts, looks at masked data, acts on entries and settings. */
const dueByCommune: ListDue = async (context, at) => {
  const { store } = context
  const lists = (await communesKept(context)).map(async (communeId): Promise<Due[]> => {
    const days = daysOf(context, communeId)
    const zone = context.communes.get(communeId)?.timeZone ?? 'utc'
    const firstDay = (kept: number) => DateTime.fromJSDate(at, { zone }).minus({ days: kept }).toISODate() ?? ''
    const [questionsFrom, countersFrom] = [firstDay(days.unanswered), firstDay(days.counters)]
    const [remarksFrom, auditFrom] = [daysBefore(at, days.remarks), daysBefore(at, days.audit)]
    const counted = Object.keys(await store.readCounters(communeId, '0000-01-01', countersFrom))
    const edits = await store.listAlertEdits(communeId)
    // The last one stays while it says what is announced.
    const formerEdits = edits.filter(({ alert }, index) => index > 0 || !alert || alert.to < auditFrom)
    const questions = (await store.listKeptFailures(communeId)).map((failure) => failure.at)
    const reveals = await store.listReveals(communeId)
    const acts = await store.listAuditBefore(communeId, auditFrom)
    // Those of a conversation that lives go with it.
    const remarks = (await store.listRemarks(communeId)).filter(({ conversationId }) => conversationId === null)
    return [
      {
        kind: 'unanswered' as const,
        old: questions.filter((day) => day < questionsFrom),
        erase: () => store.dropFailuresBefore(communeId, questionsFrom),
      },
      {
        kind: 'remarks' as const,
        old: remarks.map((remark) => remark.at).filter((instant) => instant < remarksFrom),
        erase: () => store.dropRemarksBefore(communeId, remarksFrom),
      },
      {
        kind: 'counters' as const,
        old: counted.filter((day) => day < countersFrom),
        erase: () => store.dropCountersBefore(communeId, countersFrom),
      },
      {
        kind: 'audit' as const,
        old: formerEdits.map((edit) => edit.at).filter((instant) => instant < auditFrom),
        erase: () => store.dropAlertEditsBefore(communeId, auditFrom),
      },
      {
        kind: 'audit' as const,
        old: reveals.map((reveal) => reveal.at).filter((instant) => instant < auditFrom),
        erase: () => store.dropRevealsBefore(communeId, auditFrom),
      },
      { kind: 'audit' as const, old: acts, erase: () => store.dropAuditBefore(communeId, auditFrom) },
      {
        kind: 'audit' as const,
        old: await store.listNamedActsBefore(communeId, auditFrom),
        erase: () => store.forgetNamesBefore(communeId, auditFrom),
      },
    ].flatMap(({ kind, old, erase }): Due[] => {
      const [since] = [...old].sort()
      return since === undefined ? [] : [{ kind, communeId, count: old.length, since, erase }]
    })
  })
  return (await Promise.all(lists)).flat()
}

/** Communes that the server serves, and those of which something is left from when it did. */
async function communesKept({ store, communes }: RetentionContext): Promise<string[]> {
  return [...new Set([...communes.keys(), ...(await store.listCommunesKept())])]
}

/** Exercises that an agent has not tried for long. */
const duePractice: ListDue = async (context, at) => {
  const { store } = context
  const lists = (await communesKept(context)).map(async (communeId): Promise<Due[]> => {
    const from = daysBefore(at, daysOf(context, communeId).practice)
    const old = (await store.listPractice(communeId)).map(({ lastAt }) => lastAt).filter((last) => last < from)
    const [since] = old.sort()
    const erase = () => store.dropPracticeBefore(communeId, from)
    return since === undefined ? [] : [{ kind: 'practice', communeId, count: old.length, since, erase }]
  })
  return (await Promise.all(lists)).flat()
}

/** Accounts that were deactivated long ago, or to which nobody came: erased; those that nobody has used for long: deactivated. */
const dueAccounts: ListDue = async (context, at) => {
  const users = await context.store.listUsers()
  return users.flatMap((user): Due[] => {
    const { communeId } = user
    const since = lastUsedAt(user)
    if (since >= daysBefore(at, daysOf(context, communeId).accounts) || isNeeded(user, users)) return []
    return [{ kind: 'accounts', communeId, count: 1, since, erase: () => deactivateOrEraseAccount(context, user) }]
  })
}

/** When an account was deactivated; else last used, or made. ISO instant. */
function lastUsedAt({ deactivatedAt, lastSignInAt, createdAt }: User): string {
  return deactivatedAt ?? lastSignInAt ?? createdAt
}

/** Whether a commune, or the server, would have nobody left to manage it without an account. Pure. */
function isNeeded(user: User, users: readonly User[]): boolean {
  if (accountState(user) !== 'active') return false
  const others = users.filter(({ id }) => id !== user.id)
  return changeAccount(user, { type: 'deactivate', at: user.createdAt }, others).outcome === 'refused'
}

/**
 * One that nobody uses any more is deactivated: an administrator can still give it back. One that was deactivated or never used is erased. Which of the two is
 * read now: somebody may have signed in since it was listed.
 * @returns how many accounts were changed
 */
function deactivateOrEraseAccount(context: RetentionContext, user: User): Promise<number> {
  return accountState(user) === 'active' ? deactivateUnused(context, user) : eraseUnused(context, user)
}

async function deactivateUnused({ store, now }: RetentionContext, { id, communeId }: User): Promise<number> {
  const at = now().toISOString()
  const act = {
    id: randomUUID(),
    communeId,
    at,
    userId: 'retention',
    userName: 'Guichet',
    action: 'user_removed',
    target: { kind: 'user', id },
    before: null,
    after: null,
    why: '',
  } as const
  const result = await store.applyToAccount(id, { type: 'deactivate', at }, act)
  return result.outcome === 'applied' ? 1 : 0
}

/** Erases an account, and what its owner practised. */
async function eraseUnused({ store, now }: RetentionContext, { id }: User): Promise<number> {
  if ((await store.eraseAccount(id, now().toISOString())) !== 'erased') return 0
  await store.erasePractice(id)
  return 1
}
