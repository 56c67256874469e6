import { randomUUID } from 'node:crypto'
import type { Request } from 'express'
import { communeOf } from '../../../platform/http/commune-origins.js'
import { languageOf } from '../../../platform/http/problem.js'
import type { BodyOf } from '../../../platform/http/route.js'
import { type ServedRoute, serve } from '../../../platform/http/serve-routes.js'
import { AppError } from '../../../platform/model/app-error.js'
import type { AuditValue } from '../../../platform/model/audit.js'
import { ROLES, type Role } from '../../../platform/model/role.js'
import { type AccountAction, accountState } from '../account-action.js'
import type { AccountStore } from '../account-verbs.js'
import {
  type StaffAccountsView,
  type StaffAccountView,
  type StaffLinkSentView,
  staffAccountRoutes,
} from '../contract.js'
import { linkedTo } from '../person-verbs.js'
import type { User } from '../staff.js'
import type { StaffStore } from '../staff-verbs.js'
import { type EndNeeds, endEverything, endOtherSessions } from './end-sessions.js'
import { communesOf, type ServingNeeds } from './serving.js'
import { staffFrom } from './staff-access.js'
import { accountRow, drawLink, type LinkNeeds, linkAddress, mailLink } from './staff-link.js'
import { requireApplied } from './staff-routes.js'

/** What these routes need. */
export interface StaffAccountRouteNeeds extends LinkNeeds, EndNeeds {
  store: LinkNeeds['store'] &
    EndNeeds['store'] &
    Pick<StaffStore, 'getUser' | 'listUsers' | 'readSignInPolicy' | 'saveSignInPolicy'> &
    ServingNeeds['store'] &
    Pick<AccountStore, 'inviteUser' | 'applyToAccount' | 'saveStaffToken' | 'listInvitations'>
}

/** Serves {@link staffAccountRoutes}. */
export function serveStaffAccounts(needs: StaffAccountRouteNeeds): ServedRoute[] {
  const { store, now } = needs
  return [
    serve(staffAccountRoutes.list, ({ response }) => accountsView(needs, staffFrom(response).user)),
    serve(staffAccountRoutes.invite, ({ body, request, response }) => {
      return invite(needs, { request, by: staffFrom(response).user }, body)
    }),
    serve(staffAccountRoutes.change, async ({ params, body: { name: displayName, ...given }, response }) => {
      const by = staffFrom(response).user
      const user = await requireEditable(needs, by, params.id)
      checkGiven(needs, by, given)
      const departments = [...new Set(given.departments)]
      await act(needs, by, user, { ...given, type: 'edit', displayName, departments })
      return accountsView(needs, by)
    }),
    serve(staffAccountRoutes.sendLink, async ({ params, request, response }) => {
      const by = staffFrom(response).user
      return sendLink(needs, { request, by }, await requireEditable(needs, by, params.id))
    }),
    serve(staffAccountRoutes.deactivate, async ({ params, response }) => {
      const by = staffFrom(response).user
      const user = await requireEditable(needs, by, params.id)
      // Nobody shuts herself out by a slip.
      if (user.id === by.id) throw new AppError('own_account', 409)
      await act(needs, by, user, { type: 'deactivate', at: now().toISOString() })
      await endEverything(needs, user)
      return accountsView(needs, by)
    }),
    serve(staffAccountRoutes.reactivate, async ({ params, response }) => {
      const by = staffFrom(response).user
      await act(needs, by, await requireEditable(needs, by, params.id), { type: 'reactivate' })
      return accountsView(needs, by)
    }),
    serve(staffAccountRoutes.resetFactor, async ({ params, response }) => {
      const by = staffFrom(response).user
      const user = await requireEditable(needs, by, params.id)
      await act(needs, by, user, { type: 'remove_factor' })
      await endOtherSessions(needs, user.id, null)
      return accountsView(needs, by)
    }),
    serve(staffAccountRoutes.changePolicy, async ({ body: { secondFactorRequired }, response }) => {
      const by = staffFrom(response).user
      const { secondFactorRequired: before } = await store.readSignInPolicy(by.communeId)
      const audit = accountRow(needs, by, {
        action: 'settings_changed',
        target: { kind: 'settings', id: 'sign-in' },
        before: { secondFactorRequired: before },
        after: { secondFactorRequired },
      })
      await store.saveSignInPolicy({ communeId: by.communeId, secondFactorRequired }, audit)
      return accountsView(needs, by)
    }),
  ]
}

/** An administrator, and her request. */
interface Asking {
  request: Request
  by: User
}

async function invite(
  needs: StaffAccountRouteNeeds,
  { request, by }: Asking,
  { email, name, roles, departments }: BodyOf<typeof staffAccountRoutes.invite>,
): Promise<StaffLinkSentView> {
  checkGiven(needs, by, { roles, departments })
  const user: User = {
    id: randomUUID(),
    communeId: by.communeId,
    email,
    displayName: name,
    roles: [...new Set(roles)],
    ...(departments.length > 0 ? { departments } : {}),
    passwordHash: null,
    demonstration: false,
    createdAt: needs.now().toISOString(),
  }
  const link = drawLink(needs, user.id, 'invitation')
  const target = { kind: 'user' as const, id: user.id }
  const audit = accountRow(needs, by, { action: 'user_created', target, before: null, after: told(user) })
  await needs.store.inviteUser({ user, token: link.token, audit })
  return sent(needs, by, { request, user, link })
}

async function sendLink(
  needs: StaffAccountRouteNeeds,
  { request, by }: Asking,
  user: User,
): Promise<StaffLinkSentView> {
  if (user.deactivatedAt !== undefined) throw new AppError('account_deactivated', 409)
  const link = drawLink(needs, user.id, accountState(user) === 'invited' ? 'invitation' : 'reset')
  const target = { kind: 'user' as const, id: user.id }
  const after = { link: link.token.purpose }
  const audit = accountRow(needs, by, { action: 'user_changed', target, before: null, after })
  await needs.store.saveStaffToken(link.token, audit)
  return sent(needs, by, { request, user, link })
}

interface Sending {
  request: Request
  user: User
  link: ReturnType<typeof drawLink>
}

async function sent(
  needs: StaffAccountRouteNeeds,
  by: User,
  { request, user, link }: Sending,
): Promise<StaffLinkSentView> {
  const address = linkAddress(needs, request, link)
  const { purpose } = link.token
  const isMailed = await mailLink(needs, { user, purpose, address, language: languageOf(request) })
  return { accounts: await accountsView(needs, by), link: isMailed ? null : address }
}

/** Changes an account; what it was and what it is go in the audit, in the same write. */
async function act(needs: StaffAccountRouteNeeds, by: User, user: User, action: AccountAction): Promise<void> {
  const edit = action.type === 'edit' ? action : null
  const state: Partial<Record<AccountAction['type'], AuditValue>> = {
    deactivate: { state: 'deactivated' },
    reactivate: { state: 'active' },
    remove_factor: { secondFactor: false },
  }
  const audit = accountRow(needs, by, {
    action: 'user_changed',
    target: { kind: 'user', id: user.id },
    before: told(user, user.capacity),
    after: edit
      ? told({ ...user, ...edit }, edit.capacity === undefined ? user.capacity : edit.capacity)
      : (state[action.type] ?? null),
  })
  requireApplied(await needs.store.applyToAccount(user.id, action, audit))
}

function told(user: Omit<User, 'capacity'>, capacity: number | null = null): AuditValue {
  const { email, displayName: name, roles, departments = [], secondFactor } = user
  const own = { email, name, roles, departments, capacity }
  return { ...own, state: accountState(user), secondFactor: secondFactor !== undefined }
}

/** An account of the commune that the administrator may change. @throws AppError `unknown_account` (404), `forbidden` (403) */
async function requireEditable({ store }: StaffAccountRouteNeeds, by: User, id: string): Promise<User> {
  const user = await store.getUser(id)
  if (user?.communeId !== by.communeId) throw new AppError('unknown_account', 404)
  if (!mayEdit(by, user)) throw new AppError('forbidden', 403)
  return user
}

/** Who changes a super-admin's account could become one. */
function mayEdit(by: User, user: User): boolean {
  return by.roles.includes('super-admin') || !user.roles.includes('super-admin')
}

function rolesGivenBy(by: User): Role[] {
  return ROLES.filter((role) => role !== 'super-admin' || by.roles.includes('super-admin'))
}

/** @throws AppError `forbidden` (403), `unknown_department` (422) */
function checkGiven(needs: StaffAccountRouteNeeds, by: User, given: { roles: Role[]; departments: string[] }): void {
  const givable = rolesGivenBy(by)
  if (!given.roles.every((role) => givable.includes(role))) throw new AppError('forbidden', 403, { field: 'roles' })
  const known = communeOf(needs, by.communeId).departments ?? {}
  if (given.departments.some((id) => !Object.hasOwn(known, id)))
    throw new AppError('unknown_department', 422, { field: 'departments' })
}

async function accountsView(needs: StaffAccountRouteNeeds, by: User): Promise<StaffAccountsView> {
  const { store, mailer, now } = needs
  const all = await store.listUsers()
  const users = all.filter(({ communeId }) => communeId === by.communeId)
  const { departments = {} } = communeOf(needs, by.communeId)
  const invited = new Map((await store.listInvitations(now().toISOString())).map((one) => [one.userId, one.expiresAt]))
  const view = async (user: User): Promise<StaffAccountView> => {
    const [, ...others] = await communesOf(needs, user)
    const alsoServes = others.map((id) => communeOf(needs, id).nom)
    const linked = linkedTo(all, user.id).length > 0
    return { ...accountView(by, user), linked, alsoServes, invitedUntil: invited.get(user.id) ?? null }
  }
  return {
    accounts: (await Promise.all(users.map(view))).sort((a, b) => a.name.localeCompare(b.name, 'fr')),
    departments: Object.entries(departments).map(([id, { nom: name }]) => ({ id, name })),
    roles: rolesGivenBy(by),
    secondFactorRequired: (await store.readSignInPolicy(by.communeId)).secondFactorRequired,
    mail: mailer !== null,
  }
}

function accountView(by: User, user: User): Omit<StaffAccountView, 'linked' | 'alsoServes' | 'invitedUntil'> {
  const { id, email, displayName: name, roles, departments = [], lastSignInAt = null, secondFactor } = user
  const { capacity = null } = user
  return {
    id,
    email,
    name,
    roles,
    departments,
    capacity,
    state: accountState(user),
    lastSignInAt,
    secondFactor: secondFactor !== undefined,
    own: id === by.id,
    editable: mayEdit(by, user),
  }
}
