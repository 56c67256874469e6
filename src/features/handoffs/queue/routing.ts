import type { Commune, RoutingMode, RoutingSettings, Schedule } from '../../../platform/model/commune.js'
import type { Handoff } from '../../../platform/model/handoff.js'
import { openingState } from '../../../platform/time/opening-hours.js'
import { poolOf } from '../../accounts/pool.js'
import type { Presence, User } from '../../accounts/staff.js'
import type { HandoffContext } from '../handoff-context.js'
import { presenceNow } from './presence.js'

const DEFAULT_ACCEPT_SECONDS = 30
const DEFAULT_CAPACITY = 3

/** The settings of a commune, the defaults filled in. */
export function routingOf({ routing }: Pick<Commune, 'routing'>): Required<RoutingSettings> {
  return { mode: 'manual', acceptSeconds: DEFAULT_ACCEPT_SECONDS, capacity: DEFAULT_CAPACITY, ...routing }
}

/** How many citizens an agent talks with at once. */
export function capacityOf(user: Pick<User, 'capacity'>, commune: Pick<Commune, 'routing'>): number {
  return user.capacity ?? routingOf(commune).capacity
}

/** Id of the department that answers for a category of entries; the first one that names it. */
export function departmentFor(
  { departments = {} }: Pick<Commune, 'departments'>,
  category: string,
): string | undefined {
  return Object.entries(departments).find(([, { categories }]) => categories.includes(category))?.[0]
}

/** An agent who can be offered something now. */
export interface AgentCapacity {
  agentId: string
  agentName: string
  /** None: she takes those of every department. */
  departments: readonly string[]
  capacity: number
  /** Talks that she has, and offers that wait for her. */
  load: number
  /** When something was last offered to her, ISO instant. */
  offeredAt: string | null
}

/**
 * The agent to whom a handoff is offered: one that has room and has not let it pass, of its department if there is one, else one that takes
 * everything, else any; among them the one whose turn it is, or the one with the smallest part of its capacity in use. Pure.
 */
export function chooseAgent(
  mode: Exclude<RoutingMode, 'manual'>,
  handoff: Pick<Handoff, 'department' | 'declinedBy'>,
  agents: readonly AgentCapacity[],
): AgentCapacity | null {
  const free = agents.filter(({ agentId, load, capacity }) => load < capacity && !handoff.declinedBy?.includes(agentId))
  const [first] = free.sort(
    (a, b) =>
      distance(handoff, a) - distance(handoff, b) ||
      (mode === 'least_loaded' ? a.load / a.capacity - b.load / b.capacity : 0) ||
      (a.offeredAt ?? '').localeCompare(b.offeredAt ?? '') ||
      a.agentId.localeCompare(b.agentId),
  )
  return first ?? null
}

/** 0: it is hers to know; 1: she takes everything; 2: it is another department's. */
function distance({ department }: Pick<Handoff, 'department'>, { departments }: AgentCapacity): number {
  if (department !== undefined && departments.includes(department)) return 0
  return departments.length === 0 ? 1 : 2
}

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
export async function readAvailability(context: HandoffContext, communeId: string): Promise<Availability> {
  const commune = context.communeOf(communeId)
  const now = context.now()
  const schedule = await receptionSchedule(context, communeId)
  const { open, changesAt, reason } = openingState(commune, schedule, now)
  const presences = await context.store.listPresences(communeId)
  const agents = presences.filter((presence) => isAvailable(presence, now)).length
  return { open, agents, canTalk: open && agents > 0, opensAt: open ? null : changesAt, reason }
}

/** When somebody is there for a commune: the hours of its pool if it has any, else those of its reception. */
export async function receptionSchedule(context: HandoffContext, communeId: string): Promise<Schedule> {
  const { services, reception } = context.communeOf(communeId)
  return poolOf(await context.store.listPools(), communeId)?.schedule ?? services[reception] ?? { hours: {} }
}

/** Whether an agent may be called at an instant. */
export function isAvailable(presence: Presence, now: Date): boolean {
  return presenceNow(presence, now).state === 'available'
}
