import { ROLES, type Role } from '../../platform/model/role.js'

const EVERYONE = ROLES
const CURATORS = ['curator', 'admin', 'super-admin'] as const
const ADMINS = ['admin', 'super-admin'] as const

/**
 * What people do here, and which roles may: what the routes declare, said for people. `tests/ui/admin/role-acts.test.ts` compares it with every route of the
 * staff, so that it cannot say anything else.
 */
export const ROLE_ACTS = {
  answer: ['agent', 'admin', 'super-admin'],
  watch: ['supervisor', 'admin', 'super-admin'],
  figures: ['curator', 'supervisor', 'admin', 'super-admin'],
  answersState: ['agent', 'curator', 'supervisor', 'admin', 'super-admin'],
  entries: CURATORS,
  questions: CURATORS,
  exchange: CURATORS,
  choices: ADMINS,
  quality: ADMINS,
  team: ADMINS,
  settings: ADMINS,
  shared: ['super-admin'],
  communes: ['super-admin'],
  ownAccount: EVERYONE,
} as const satisfies Record<string, readonly Role[]>

/** One of {@link ROLE_ACTS}. */
export type RoleAct = keyof typeof ROLE_ACTS

/** What the administrator of a server's only commune may do too: no other is touched. */
export const ACTS_OF_THE_ONLY_COMMUNE: readonly RoleAct[] = ['shared']
