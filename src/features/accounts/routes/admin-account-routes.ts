import { randomUUID } from 'node:crypto'
import { type Request, type RequestHandler, Router } from 'express'
import type { HttpContext } from '../../../platform/http/http-context.js'
import { languageOf, parseBody } from '../../../platform/http/problem.js'
import { communeOf } from '../../../platform/http/views.js'
import { AppError } from '../../../platform/model/app-error.js'
import { ROLES, type Role } from '../../../platform/model/role.js'
import type { AuditValue } from '../../audit/audit.js'
import { type AccountAction, accountState } from '../account-action.js'
import type { User } from '../staff.js'
import {
  accountRequest,
  inviteRequest,
  policyRequest,
  type StaffAccountsView,
  type StaffAccountView,
  type StaffLinkSentView,
} from './account-contract.js'
import { endEverything, endOtherSessions } from './end-sessions.js'
import { requireRole, staffFrom } from './staff-access.js'
import { accountRow, drawLink, linkAddress, mailLink } from './staff-link.js'
import { requireApplied } from './staff-routes.js'

/** The accounts of the commune that an administrator manages. */
export function adminAccountRoutes(context: HttpContext): Router {
  const router = Router()
  const isAdmin = requireRole(context, ['admin'])
  const { store, now } = context.assistant
  router.get('/admin/accounts', isAdmin, async (_request, response) => {
    response.json(await accountsView(context, staffFrom(response).user))
  })
  router.post('/admin/accounts', isAdmin, invite(context))
  router.put('/admin/accounts/:id', isAdmin, async (request, response) => {
    const by = staffFrom(response).user
    const { name: displayName, roles, departments } = parseBody(accountRequest, request.body)
    const user = await requireEditable(context, by, request.params.id)
    checkGiven(context, by, { roles, departments })
    await act(context, by, user, { type: 'edit', displayName, roles, departments })
    response.json(await accountsView(context, by))
  })
  router.post('/admin/accounts/:id/link', isAdmin, sendLink(context))
  router.post('/admin/accounts/:id/deactivate', isAdmin, async (request, response) => {
    const by = staffFrom(response).user
    const user = await requireEditable(context, by, request.params.id)
    // Nobody shuts herself out by a slip.
    if (user.id === by.id) throw new AppError('own_account', 409)
    await act(context, by, user, { type: 'deactivate', at: now().toISOString() })
    await endEverything(context, user)
    response.json(await accountsView(context, by))
  })
  router.post('/admin/accounts/:id/reactivate', isAdmin, async (request, response) => {
    const by = staffFrom(response).user
    await act(context, by, await requireEditable(context, by, request.params.id), { type: 'reactivate' })
    response.json(await accountsView(context, by))
  })
  router.post('/admin/accounts/:id/reset-second-factor', isAdmin, async (request, response) => {
    const by = staffFrom(response).user
    const user = await requireEditable(context, by, request.params.id)
    await act(context, by, user, { type: 'remove_factor' })
    await endOtherSessions(context, user.id, null)
    response.json(await accountsView(context, by))
  })
  router.put('/admin/sign-in-policy', isAdmin, async (request, response) => {
    const by = staffFrom(response).user
    const { secondFactorRequired } = parseBody(policyRequest, request.body)
    const { secondFactorRequired: before } = await store.readSignInPolicy(by.communeId)
    const audit = accountRow(context, by, {
      action: 'settings_changed',
      target: { kind: 'settings', id: 'sign-in' },
      before: { secondFactorRequired: before },
      after: { secondFactorRequired },
    })
    await store.saveSignInPolicy({ communeId: by.communeId, secondFactorRequired }, audit)
    response.json(await accountsView(context, by))
  })
  return router
}

function invite(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const by = staffFrom(response).user
    const { email, name, roles, departments } = parseBody(inviteRequest, request.body)
    checkGiven(context, by, { roles, departments })
    const user: User = {
      id: randomUUID(),
      communeId: by.communeId,
      email,
      displayName: name,
      roles: [...new Set(roles)],
      ...(departments.length > 0 ? { departments } : {}),
      passwordHash: null,
      demonstration: false,
      createdAt: context.assistant.now().toISOString(),
    }
    const link = drawLink(context, user.id, 'invitation')
    const target = { kind: 'user' as const, id: user.id }
    const audit = accountRow(context, by, { action: 'user_created', target, before: null, after: told(user) })
    await context.assistant.store.inviteUser({ user, token: link.token, audit })
    response.status(201).json(await sent(context, by, { request, user, link }))
  }
}

function sendLink(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const by = staffFrom(response).user
    const user = await requireEditable(context, by, request.params.id)
    if (user.deactivatedAt !== undefined) throw new AppError('account_deactivated', 409)
    const link = drawLink(context, user.id, accountState(user) === 'invited' ? 'invitation' : 'reset')
    const target = { kind: 'user' as const, id: user.id }
    const after = { link: link.token.purpose }
    const audit = accountRow(context, by, { action: 'user_changed', target, before: null, after })
    await context.assistant.store.saveStaffToken(link.token, audit)
    response.json(await sent(context, by, { request, user, link }))
  }
}

interface Sending {
  request: Request
  user: User
  link: ReturnType<typeof drawLink>
}

async function sent(context: HttpContext, by: User, { request, user, link }: Sending): Promise<StaffLinkSentView> {
  const address = linkAddress(context, request, link)
  const { purpose } = link.token
  const isMailed = await mailLink(context, { user, purpose, address, language: languageOf(request) })
  return { accounts: await accountsView(context, by), link: isMailed ? null : address }
}

/** Changes an account; what it was and what it is go in the audit, in the same write. */
async function act(context: HttpContext, by: User, user: User, action: AccountAction): Promise<void> {
  const after = action.type === 'edit' ? { ...user, displayName: action.displayName, roles: action.roles } : null
  const state: Partial<Record<AccountAction['type'], AuditValue>> = {
    deactivate: { state: 'deactivated' },
    reactivate: { state: 'active' },
    remove_factor: { secondFactor: false },
  }
  const audit = accountRow(context, by, {
    action: 'user_changed',
    target: { kind: 'user', id: user.id },
    before: told(user),
    after: after
      ? told({ ...after, departments: 'departments' in action ? action.departments : [] })
      : (state[action.type] ?? null),
  })
  requireApplied(await context.assistant.store.applyToAccount(user.id, action, audit))
}

function told(user: User): AuditValue {
  const { email, displayName: name, roles, departments = [] } = user
  return { email, name, roles, departments, state: accountState(user), secondFactor: user.secondFactor !== undefined }
}

/** An account of the commune that the administrator may change. @throws AppError `unknown_account` (404), `forbidden` (403) */
async function requireEditable({ assistant: { store } }: HttpContext, by: User, id: unknown): Promise<User> {
  const user = await store.getUser(String(id))
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
function checkGiven(context: HttpContext, by: User, given: { roles: Role[]; departments: string[] }): void {
  const givable = rolesGivenBy(by)
  if (!given.roles.every((role) => givable.includes(role))) throw new AppError('forbidden', 403, { field: 'roles' })
  const known = communeOf(context, by.communeId).departments ?? {}
  if (given.departments.some((id) => !Object.hasOwn(known, id)))
    throw new AppError('unknown_department', 422, { field: 'departments' })
}

async function accountsView(context: HttpContext, by: User): Promise<StaffAccountsView> {
  const { store, handover } = context.assistant
  const users = (await store.listUsers()).filter(({ communeId }) => communeId === by.communeId)
  const { departments = {} } = communeOf(context, by.communeId)
  return {
    accounts: users.map((user) => accountView(by, user)).sort((a, b) => a.name.localeCompare(b.name, 'fr')),
    departments: Object.entries(departments).map(([id, { nom: name }]) => ({ id, name })),
    roles: rolesGivenBy(by),
    secondFactorRequired: (await store.readSignInPolicy(by.communeId)).secondFactorRequired,
    mail: handover.mailer !== null,
  }
}

function accountView(by: User, user: User): StaffAccountView {
  const { id, email, displayName: name, roles, departments = [], lastSignInAt = null, secondFactor } = user
  return {
    id,
    email,
    name,
    roles,
    departments,
    state: accountState(user),
    lastSignInAt,
    secondFactor: secondFactor !== undefined,
    own: id === by.id,
    editable: mayEdit(by, user),
  }
}
