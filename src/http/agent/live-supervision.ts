import type { Handoff } from '../../domain/handoff.js'
import type { User } from '../../domain/staff.js'
import { isAvailable } from '../../handover/availability.js'
import type { HttpContext } from '../http-context.js'
import type { SupervisionView, WaitingSince } from './supervision-contract.js'

/** Where the reception of a commune stands now. */
export async function liveSupervision({ assistant }: HttpContext, communeId: string): Promise<SupervisionView> {
  const { store, now } = assistant
  const at = now().toISOString()
  const open = await store.listHandoffs(communeId, ['pending', 'assigned'])
  const waiting = open.filter(({ kind, status }) => kind === 'live' && status === 'pending')
  const callbacks = open.filter(({ kind }) => kind === 'callback')
  const late = callbacks.filter(({ slot }) => slot !== undefined && Date.parse(slot.endsAt) <= Date.parse(at))
  const messages = open.filter(({ kind }) => kind === 'message')
  const presences = await store.listPresences(communeId)
  const available = new Set(presences.filter((one) => isAvailable(one, now())).map(({ userId }) => userId))
  const staff = (await store.listUsers()).filter((user) => user.communeId === communeId)
  return {
    at,
    waiting: {
      count: waiting.length,
      urgent: waiting.filter(({ urgent }) => urgent).length,
      longest: oldest(waiting, ({ requestedAt, returnedAt }) => returnedAt ?? requestedAt),
    },
    talks: open.filter(({ kind, status }) => kind === 'live' && status === 'assigned').length,
    agents: staff.flatMap((user) => agentOf(user, open, available)),
    callbacks: {
      open: callbacks.length,
      late: late.length,
      latest: oldest(late, ({ slot, requestedAt }) => slot?.endsAt ?? requestedAt),
    },
    messages: { open: messages.length, oldest: oldest(messages, ({ requestedAt }) => requestedAt) },
  }
}

/** Those who take handoffs, and whoever else holds one or is there for it. */
function agentOf({ id, displayName, roles }: User, open: readonly Handoff[], available: ReadonlySet<string>) {
  const own = open.filter(({ agentId }) => agentId === id)
  const isAgent = roles.includes('agent') && !roles.includes('admin')
  if (!isAgent && own.length === 0 && !available.has(id)) return []
  const talks = own.filter(({ kind }) => kind === 'live').length
  return [{ id, name: displayName, available: available.has(id), talks, others: own.length - talks }]
}

function oldest(handoffs: readonly Handoff[], sinceOf: (one: Handoff) => string): WaitingSince | null {
  const [first] = handoffs
    .map((one) => ({ handoffId: one.id, reference: one.reference ?? null, since: sinceOf(one) }))
    .sort((a, b) => Date.parse(a.since) - Date.parse(b.since))
  return first ?? null
}
