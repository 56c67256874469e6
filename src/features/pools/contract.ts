import { z } from 'zod'
import { type Route, route } from '../../platform/http/route.js'
import { namedShape } from '../../platform/http/shapes.js'

/** Longest name of a pool, in characters. */
export const MAX_POOL_NAME_LENGTH = 80

const id = z.string().regex(/^[\w-]{1,64}$/)
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/)
/** Ranges by ISO weekday. */
const hours = z.partialRecord(z.enum(['1', '2', '3', '4', '5', '6', '7']), z.array(z.tuple([time, time])).max(6))
/** An account of another commune, and what it answers for: by commune, its departments there; none of them: all. */
const member = {
  userId: id,
  serves: z.array(z.strictObject({ communeId: id, departments: z.array(id).max(50) })).max(100),
}
const shared = {
  name: z.string().trim().min(1).max(MAX_POOL_NAME_LENGTH),
  communes: z.array(id).min(2).max(100),
  /** When somebody is there for its communes; `null`: the hours of each reception. */
  hours: hours.nullable(),
  agents: z.array(z.strictObject(member)).max(500),
}

const pool = z.object({ id: z.string(), version: z.number(), ...shared })
const pools = z.object({
  pools: z.array(pool),
  /** Those of the server, with their departments. */
  communes: z.array(namedShape.extend({ departments: z.array(namedShape) })),
  /** Who may be asked to answer for other communes: the agents of the server. `gone`: in a pool still, and may not sign in any more. */
  agents: z.array(namedShape.extend({ communeId: z.string(), email: z.string(), gone: z.boolean() })),
})

export type PoolsView = z.infer<typeof pools>
export type PoolView = z.infer<typeof pool>

const typed = { name: 'masked' } as const
/** Who answers for whom is the server's to say: it touches several communes. */
const server = { access: ['admin'], server: true, errors: [401, 403, 404, 409, 422] } as const satisfies Partial<Route>

/** The communes that share agents. */
export const poolRoutes = {
  list: route({
    ...server,
    method: 'get',
    path: '/admin/pools',
    summary: 'The pools of the server: which communes share agents, and who answers for which',
    answer: pools,
    errors: [401, 403],
  }),
  add: route({
    ...server,
    method: 'post',
    path: '/admin/pools',
    summary: 'Have communes share agents; told in the audit of each',
    body: z.strictObject(shared),
    typed,
    answer: pools,
    status: 201,
  }),
  change: route({
    ...server,
    method: 'put',
    path: '/admin/pools/{id}',
    summary: 'Change what a pool is, unless somebody else has since it was read; told in the audit of each commune',
    body: z.strictObject({ ...shared, version: z.number().int().min(1) }),
    typed,
    answer: pools,
  }),
  remove: route({
    ...server,
    method: 'delete',
    path: '/admin/pools/{id}',
    summary: 'Have the communes of a pool share agents no more: what these held there goes back to the queue',
    query: z.object({ version: z.coerce.number().int().min(1) }),
    answer: pools,
  }),
}
