import { communeOf } from '../../../platform/http/commune-of.js'
import type { HttpContext } from '../../../platform/http/http-context.js'
import type { User } from '../../accounts/staff.js'
import { isAvailable } from '../queue/availability.js'
import type { ColleaguesView } from './lifecycle-contract.js'

/** Members of staff who answer citizens of the agent's commune, herself aside. */
export async function colleaguesOf({ assistant }: HttpContext, agent: User): Promise<User[]> {
  const staff = await assistant.store.listStaff(agent.communeId)
  return staff.filter(({ id, roles }) => id !== agent.id && roles.some((role) => role === 'agent' || role === 'admin'))
}

/** To whom an agent may pass a handoff. */
export async function colleaguesView(context: HttpContext, agent: User): Promise<ColleaguesView> {
  const { store, now } = context.assistant
  const { departments = {} } = communeOf(context, agent.communeId)
  const presences = (await store.listPresences(agent.communeId)).filter((presence) => isAvailable(presence, now()))
  const available = new Set(presences.map(({ userId }) => userId))
  const colleagues = await colleaguesOf(context, agent)
  return {
    colleagues: colleagues
      .map(({ id, displayName, departments: hers = [] }) => ({
        id,
        displayName,
        available: available.has(id),
        departments: hers.flatMap((one) => departments[one]?.nom ?? []),
      }))
      .sort((a, b) => Number(b.available) - Number(a.available) || a.displayName.localeCompare(b.displayName, 'fr')),
    departments: Object.entries(departments).map(([id, { nom }]) => ({
      id,
      nom,
      available: colleagues.filter((one) => available.has(one.id) && answersFor(one, id)).length,
    })),
  }
}

/** An agent of no department answers for all of them. */
function answersFor({ departments }: User, id: string): boolean {
  return !departments || departments.length === 0 || departments.includes(id)
}
