import { z } from 'zod'
import type { Role } from '../../../platform/model/role.js'
import {
  type AbsenceCause,
  MAX_AWAY_WORD_LENGTH,
  MAX_CAPACITY,
  PRESENCE_STATES,
  type PresenceState,
} from '../../accounts/staff.js'
import type { RoutingMode } from '../../settings/routing-settings.js'

/** `POST /agent/availability`: what an agent declares, and why she is away in a few words. */
export const availabilityRequest = z.strictObject({
  state: z.enum(PRESENCE_STATES),
  word: z.string().trim().max(MAX_AWAY_WORD_LENGTH).optional(),
})
/** `POST /agent/beat`: the console is there; `touched` when its agent did something since the last beat. */
export const beatRequest = z.strictObject({ touched: z.boolean() })
/** `PUT /admin/agents/:id`: what an agent takes, and how many at once; `null` for the commune's own number. */
export const agentRequest = z.strictObject({
  departments: z.array(z.string().max(64)).max(50),
  capacity: z.number().int().min(1).max(MAX_CAPACITY).nullable(),
})

/** An agent as her colleagues see her. */
export interface ColleagueView {
  id: string
  name: string
  state: PresenceState
  /** Why she is away although she did not say so. */
  cause: AbsenceCause | null
  /** Her own word for being away: "au guichet". */
  word: string | null
  /** Citizens with whom she talks. */
  talks: number
  /** How many at once before nothing more is offered to her. */
  capacity: number
  /** Names of her departments; none: all of them. */
  departments: string[]
}

/** `GET /agent/team`: who is there, and how this agent's own presence stands. */
export interface TeamView {
  /** The server's time, ISO instant: offers count down by it. */
  now: string
  /** This agent. */
  me: ColleagueView
  /** The others, those who can be called first. */
  colleagues: ColleagueView[]
  /** Words proposed for being away. */
  awayWords: string[]
  /** How long a console may be left untouched, ms. */
  idleLimitMs: number
  /** Until this agent is taken for absent, unless she touches her console, ms; `null` when she is not counted anyway. */
  idleInMs: number | null
  routing: { mode: RoutingMode; acceptSeconds: number }
}

/** An agent as administrators see her. */
export interface AgentAdminView {
  id: string
  name: string
  email: string
  roles: Role[]
  /** Ids; none: all of them. */
  departments: string[]
  /** `null`: that of the commune. */
  capacity: number | null
}

/** `GET /admin/agents`, `PUT /admin/agents/:id` */
export interface AgentsAdminView {
  agents: AgentAdminView[]
  departments: { id: string; name: string }[]
  /** The commune's own. */
  capacity: number
}
