import type { Schedule } from '../../../platform/model/commune.js'
import { openingState } from '../../../platform/time/opening-hours.js'
import { poolOf } from '../../accounts/pool.js'
import type { Presence } from '../../accounts/staff.js'
import type { HandoverContext } from '../handover-context.js'
import { presenceNow } from './presence.js'

/** Whether a human can be reached in a commune at this moment. */
export interface Availability {
  /** Within the reception's opening hours. */
  open: boolean
  /** Agents who declared themselves available, are at their console, and whose console is alive. */
  agents: number
  /** Open, with at least one agent. */
  canTalk: boolean
  /** Next opening, ISO instant; `null` when open or unknown. */
  opensAt: string | null
  /** Holiday or closure that explains a closed day. */
  reason: string | null
}

/** The availability of a commune's reception now. */
export async function readAvailability(context: HandoverContext, communeId: string): Promise<Availability> {
  const commune = context.communeOf(communeId)
  const now = context.now()
  const schedule = await receptionSchedule(context, communeId)
  const { open, changesAt, reason } = openingState(commune, schedule, now)
  const presences = await context.store.listPresences(communeId)
  const agents = presences.filter((presence) => isAvailable(presence, now)).length
  return { open, agents, canTalk: open && agents > 0, opensAt: open ? null : changesAt, reason }
}

/** When somebody is there for a commune: the hours of its pool if it has any, else those of its reception. */
export async function receptionSchedule(context: HandoverContext, communeId: string): Promise<Schedule> {
  const { services, reception } = context.communeOf(communeId)
  return poolOf(await context.store.listPools(), communeId)?.schedule ?? services[reception] ?? { hours: {} }
}

/** Whether an agent may be called at an instant. */
export function isAvailable(presence: Presence, now: Date): boolean {
  return presenceNow(presence, now).state === 'available'
}
