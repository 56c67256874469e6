import type { Commune } from '../../../platform/model/commune.js'
import type { User } from '../../accounts/staff.js'
import type { RoutingMode, RoutingSettings } from '../../settings/routing-settings.js'
import type { Handoff } from '../handoff.js'

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
export interface Desk {
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
 * The desk to which a handoff is offered: one that has room and has not let it pass, of its department if there is one, else one that takes
 * everything, else any; among them the one whose turn it is, or the one with the smallest part of its capacity in use. Pure.
 */
export function chooseDesk(
  mode: Exclude<RoutingMode, 'manual'>,
  handoff: Pick<Handoff, 'department' | 'declinedBy'>,
  desks: readonly Desk[],
): Desk | null {
  const free = desks.filter(({ agentId, load, capacity }) => load < capacity && !handoff.declinedBy?.includes(agentId))
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
function distance({ department }: Pick<Handoff, 'department'>, { departments }: Desk): number {
  if (department !== undefined && departments.includes(department)) return 0
  return departments.length === 0 ? 1 : 2
}
