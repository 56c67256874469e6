import { Router } from 'express'
import type { HttpContext } from '../../../platform/http/http-context.js'
import { parseBody } from '../../../platform/http/problem.js'
import { communeOf } from '../../../platform/http/views.js'
import { AppError } from '../../../platform/model/app-error.js'
import { routingOf } from '../../handoffs/queue/routing.js'
import { type AgentAdminView, type AgentsAdminView, agentRequest } from '../../handoffs/routes/routing-contract.js'
import { takesHandoffs } from '../../handoffs/routes/team-view.js'
import type { AccountRefusal } from '../account-action.js'
import type { AccountResult } from '../account-verbs.js'
import type { User } from '../staff.js'
import { requireRole, staffFrom } from './staff-access.js'
import { accountRow } from './staff-link.js'

/** The agents of the administrator's commune: what they take, and how many at once. */
export function staffRoutes(context: HttpContext): Router {
  const router = Router()
  const isAdmin = requireRole(context, ['admin'])
  const { store } = context.assistant
  router.get('/admin/agents', isAdmin, async (_request, response) => {
    response.json(await agentsView(context, staffFrom(response).user.communeId))
  })
  router.put('/admin/agents/:id', isAdmin, async (request, response) => {
    const by = staffFrom(response).user
    const { communeId } = by
    const { departments, capacity } = parseBody(agentRequest, request.body)
    const known = communeOf(context, communeId).departments ?? {}
    if (departments.some((id) => !Object.hasOwn(known, id)))
      throw new AppError('unknown_department', 422, { field: 'departments' })
    const found = await store.getUser(String(request.params.id))
    if (found?.communeId !== communeId || !takesHandoffs(found)) throw new AppError('unknown_agent', 404)
    const action = { type: 'assign' as const, departments: [...new Set(departments)], capacity }
    const audit = accountRow(context, by, {
      action: 'user_changed',
      target: { kind: 'user', id: found.id },
      before: { departments: found.departments ?? [], capacity: found.capacity ?? null },
      after: { departments: action.departments, capacity },
    })
    requireApplied(await store.applyToAccount(found.id, action, audit))
    response.json(await agentsView(context, communeId))
  })
  return router
}

async function agentsView(context: HttpContext, communeId: string): Promise<AgentsAdminView> {
  const commune = communeOf(context, communeId)
  const agents = (await context.assistant.store.listStaff(communeId)).filter(takesHandoffs)
  return {
    agents: agents.map(agentView).sort((a, b) => a.name.localeCompare(b.name, 'fr')),
    departments: Object.entries(commune.departments ?? {}).map(([id, { nom: name }]) => ({ id, name })),
    capacity: routingOf(commune).capacity,
  }
}

function agentView({ id, displayName: name, email, roles, departments = [], capacity }: User): AgentAdminView {
  return { id, name, email, roles, departments, capacity: capacity ?? null }
}

/** The account as it has become. @throws AppError when it was refused */
export function requireApplied(result: AccountResult): User {
  if (result.outcome === 'unknown_account') throw new AppError('unknown_account', 404)
  if (result.outcome === 'refused') throw refusalError(result.refusal)
  return result.user
}

function refusalError(refusal: AccountRefusal): AppError {
  switch (refusal) {
    case 'last_admin':
      return new AppError('last_admin', 409)
    case 'deactivated':
      return new AppError('account_deactivated', 409)
    case 'no_proposed_factor':
    case 'no_second_factor':
      return new AppError('no_second_factor', 409)
    case 'code_used':
      return new AppError('second_factor_wrong', 401, { field: 'code' })
    case 'other_subject':
      return new AppError('sign_in_failed', 401)
    default:
      return refusal satisfies never
  }
}
