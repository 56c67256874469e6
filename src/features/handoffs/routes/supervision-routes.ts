import { type Served, serve } from '../../../platform/http/serve-routes.js'
import type { Commune } from '../../../platform/model/commune.js'
import { staffFrom } from '../../accounts/routes/staff-access.js'
import type { Presence, User } from '../../accounts/staff.js'
import type { StaffStore } from '../../accounts/staff-verbs.js'
import type { Entry } from '../../entries/model/entry.js'
import type { CounterStore } from '../../statistics/counter-verbs.js'
import { figuresReport } from '../../statistics/figures-report.js'
import { localMoment, periodAsked, periodBefore } from '../../statistics/period.js'
import { awaitsAnswerSince, type QueuedHandoff } from '../digest.js'
import type { Handoff } from '../handoff.js'
import { presenceNow } from '../queue/presence.js'
import { capacityOf } from '../queue/routing.js'
import { owedSince } from '../queue/unanswered-since.js'
import type { PresenceStore } from '../store/presence-verbs.js'
import { type SupervisionView, supervisionRoutes, type WaitingSince } from '../supervision-contract.js'
import type { QueueBoards } from './queue-view.js'

/** What these routes need. */
export interface SupervisionRouteNeeds {
  boards: QueueBoards
  store: Pick<CounterStore, 'readCounters'> & Pick<PresenceStore, 'listPresences'> & Pick<StaffStore, 'listStaff'>
  now: () => Date
  communeOf: (communeId: string) => Commune
  /** The entries of a commune that can be read without waiting. */
  entriesNow: (communeId: string) => ReadonlyMap<string, Entry>
}

/** Serves {@link supervisionRoutes}. */
export function serveSupervision(needs: SupervisionRouteNeeds): Served[] {
  const { store, now, communeOf, entriesNow } = needs
  return [
    serve(supervisionRoutes.now, ({ response }) => liveSupervision(needs, staffFrom(response).user.communeId)),
    serve(supervisionRoutes.figures, async ({ query, response }) => {
      const { id, timeZone, departments } = communeOf(staffFrom(response).user.communeId)
      const today = localMoment(now(), timeZone).day
      const period = periodAsked(query, today)
      const counters = await store.readCounters(id, periodBefore(period).from, period.to)
      const entries = entriesNow(id)
      const report = figuresReport(
        counters,
        { period, timeZone },
        {
          entryOf: (entryId) => entries.get(entryId),
          departmentOf: (departmentId) => departments?.[departmentId]?.nom,
        },
      )
      return { ...report, today }
    }),
  ]
}

/** Where the reception of a commune stands now. */
async function liveSupervision(needs: SupervisionRouteNeeds, communeId: string): Promise<SupervisionView> {
  const { boards, store, now, communeOf } = needs
  const commune = communeOf(communeId)
  const at = now().toISOString()
  const rows = await boards.openRows(communeId)
  const open = rows.map(({ handoff }) => handoff)
  const waiting = open.filter(({ kind, status }) => kind === 'live' && status === 'pending')
  const callbacks = open.filter(({ kind }) => kind === 'callback')
  const late = callbacks.filter(({ slot }) => slot !== undefined && Date.parse(slot.endsAt) <= Date.parse(at))
  const messages = open.filter(({ kind }) => kind === 'message')
  const presences = new Map((await store.listPresences(communeId)).map((one) => [one.userId, one]))
  const staff = await store.listStaff(communeId)
  return {
    at,
    waiting: {
      count: waiting.length,
      urgent: waiting.filter(({ urgent }) => urgent).length,
      longest: oldest(waiting, ({ requestedAt, returnedAt }) => returnedAt ?? requestedAt),
    },
    unanswered: unansweredOf(rows),
    talks: open.filter(({ kind, status }) => kind === 'live' && status === 'assigned').length,
    agents: staff.flatMap((user) => {
      const one = agentOf(user, open, standsOf(presences.get(user.id), now()))
      return one ? [{ ...one, capacity: capacityOf(user, commune) }] : []
    }),
    callbacks: {
      open: callbacks.length,
      late: late.length,
      latest: oldest(late, ({ slot, requestedAt }) => slot?.endsAt ?? requestedAt),
    },
    messages: { open: messages.length, oldest: oldest(messages, ({ requestedAt }) => requestedAt) },
    unhandled: unhandledOf(open),
  }
}

/** Requests whose end is announced, because nobody has handled them for long. */
function unhandledOf(open: readonly Handoff[]): SupervisionView['unhandled'] {
  const [first = null] = open.flatMap(({ closesAt }) => closesAt ?? []).sort()
  const left = open.filter(({ closesAt }) => closesAt !== undefined)
  return { count: left.length, first, oldest: oldest(left, ({ requestedAt }) => requestedAt) }
}

/** Talks in which an agent owes an answer; what she put aside waits for its time. */
function unansweredOf(rows: readonly QueuedHandoff[]): SupervisionView['unanswered'] {
  const since = new Map(rows.map((row) => [row.handoff, awaitsAnswerSince(row)]))
  const owed = rows
    .map(({ handoff }) => handoff)
    .filter(
      (one) => one.kind === 'live' && one.status === 'assigned' && one.snoozedUntil === undefined && since.get(one),
    )
  return { count: owed.length, longest: oldest(owed, (one) => owedSince(one, since.get(one) ?? '')) }
}

type Stands = Pick<ReturnType<typeof presenceNow>, 'state' | 'word'>

function standsOf(presence: Presence | undefined, now: Date): Stands {
  const { state, word } = presence ? presenceNow(presence, now) : { state: 'away' as const, word: null }
  return { state, word }
}

/** Those who take handoffs, and whoever else holds one or is there for it; `null` for the others. */
function agentOf({ id, displayName, roles }: User, open: readonly Handoff[], stands: Stands) {
  const own = open.filter(({ agentId }) => agentId === id)
  const isAgent = roles.includes('agent') && !roles.includes('admin')
  if (!isAgent && own.length === 0 && stands.state === 'away') return null
  const talks = own.filter(({ kind }) => kind === 'live').length
  return { id, name: displayName, ...stands, talks, others: own.length - talks }
}

function oldest(handoffs: readonly Handoff[], sinceOf: (one: Handoff) => string): WaitingSince | null {
  const [first] = handoffs
    .map((one) => ({ handoffId: one.id, reference: one.reference ?? null, since: sinceOf(one) }))
    .sort((a, b) => Date.parse(a.since) - Date.parse(b.since))
  return first ?? null
}
