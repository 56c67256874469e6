import { z } from 'zod'
import { type Route, route } from '../../platform/http/route.js'
import { ROUTING_MODES } from '../../platform/model/commune.js'
import { ABSENCE_CAUSES, MAX_AWAY_WORD_LENGTH, PRESENCE_STATES } from '../accounts/staff.js'
import { queueShape } from './contract.js'
import { handoffShape, idShape } from './shapes.js'

/** An agent as her colleagues see her. */
const colleague = z.object({
  id: z.string(),
  name: z.string(),
  state: z.enum(PRESENCE_STATES),
  /** Why she is away although she did not say so. */
  cause: z.enum(ABSENCE_CAUSES).nullable(),
  /** Her own word for being away: "au guichet". */
  word: z.string().nullable(),
  /** Citizens with whom she talks. */
  talks: z.number(),
  /** How many at once before nothing more is offered to her. */
  capacity: z.number(),
  /** Names of her departments; none: all of them. */
  departments: z.array(z.string()),
})

/** Who is there, and how this agent's own presence stands. */
const team = z.object({
  /** The server's time, ISO instant: offers count down by it. */
  now: z.string(),
  /** This agent. */
  me: colleague,
  /** The others, those who can be called first. */
  colleagues: z.array(colleague),
  /** Words proposed for being away. */
  awayWords: z.array(z.string()),
  /** How long a console may be left untouched, ms. */
  idleLimitMs: z.number(),
  /** Until this agent is taken for absent, unless she touches her console, ms; `null` when she is not counted anyway. */
  idleInMs: z.number().nullable(),
  /** `capacity`: of agents who have none of their own. */
  routing: z.object({ mode: z.enum(ROUTING_MODES), acceptSeconds: z.number(), capacity: z.number() }),
})

export type ColleagueView = z.infer<typeof colleague>
export type TeamView = z.infer<typeof team>

const agent = { access: ['agent', 'admin'], errors: [401, 403, 422] } as const satisfies Partial<Route>

/** Who is there, and who gets what. */
export const routingRoutes = {
  declare: route({
    ...agent,
    method: 'post',
    path: '/agent/availability',
    summary: 'Be available, busy or away, with a word, and say where what one holds goes',
    /**
     * `word`: why she is away. `hand`: where what she holds goes then, half a minute later unless she is back; without it, where she said
     * before, else to the queue.
     */
    body: z.strictObject({
      state: z.enum(PRESENCE_STATES),
      word: z.string().trim().max(MAX_AWAY_WORD_LENGTH).optional(),
      hand: z.union([z.literal('queue'), z.strictObject({ to: idShape })]).optional(),
    }),
    typed: { word: 'masked' },
    answer: queueShape,
  }),
  beat: route({
    ...agent,
    method: 'post',
    path: '/agent/beat',
    summary: 'Say that the console is still there, and whether its agent touched it',
    /** `touched` when its agent did something since the last beat. */
    body: z.strictObject({ touched: z.boolean() }),
    answer: null,
  }),
  team: route({
    ...agent,
    method: 'get',
    path: '/agent/team',
    summary: 'Colleagues: who is there, and how many citizens each talks with',
    answer: team,
    errors: [401, 403],
  }),
  pass: route({
    ...agent,
    method: 'post',
    path: '/agent/handoffs/{id}/pass',
    summary: 'Let what is offered go to the next agent',
    answer: handoffShape,
    errors: [401, 403, 404, 409],
  }),
}
