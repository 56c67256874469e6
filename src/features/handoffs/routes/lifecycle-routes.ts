import { type RequestHandler, Router } from 'express'
import type { HttpContext } from '../../../platform/http/http-context.js'
import { DescribedError, parseBody } from '../../../platform/http/problem.js'
import { AppError } from '../../../platform/model/app-error.js'
import { staffFrom } from '../../accounts/routes/staff-access.js'
import { takeOver, transfer } from '../queue/pass-on.js'
import { snooze, takeUp } from '../queue/put-aside.js'
import { reopen } from '../talk/reopen.js'
import { requireHeldBy } from '../talk/say-in-handoff.js'
import { colleaguesOf, colleaguesView } from './colleagues-view.js'
import { handoffOf } from './handoff-of.js'
import { type LookersView, lookRequest, MAX_SNOOZE_DAYS, snoozeRequest, transferRequest } from './lifecycle-contract.js'
import { writtenNote } from './to-closing.js'

/** Routes of the life of a handoff in agents' hands; mounted where roles are checked. */
export function lifecycleRoutes(context: HttpContext): Router {
  const { handover } = context.assistant
  const router = Router()
  router.get('/colleagues', async (_request, response) => {
    response.json(await colleaguesView(context, staffFrom(response).user))
  })
  router.post('/handoffs/:id/transfer', transferHandoff(context))
  router.post('/handoffs/:id/snooze', snoozeHandoff(context))
  router.post('/handoffs/:id/wake', async (request, response) => {
    const { user } = staffFrom(response)
    const handoff = await handoffOf(context, request, response)
    requireHeldBy(handoff, user)
    response.json(await takeUp(handover, handoff, user))
  })
  router.post('/handoffs/:id/reopen', async (request, response) => {
    const handoff = await handoffOf(context, request, response)
    response.json(await reopen(handover, handoff, staffFrom(response).user))
  })
  router.post('/handoffs/:id/take-over', takeOverHandoff(context))
  router.post('/handoffs/:id/look', look(context))
  return router
}

function transferHandoff(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const { user } = staffFrom(response)
    const handoff = await handoffOf(context, request, response)
    const { to, note } = parseBody(transferRequest, request.body)
    const written = writtenNote(note)
    const { handover } = context.assistant
    if ('department' in to) {
      response.json(await transfer(handover, handoff, user, { to: { departmentId: to.department }, ...written }))
      return
    }
    const colleague = (await colleaguesOf(context, user)).find(({ id }) => id === to.agent)
    if (!colleague) throw new AppError('unknown_colleague', 422, { field: 'to' })
    response.json(await transfer(handover, handoff, user, { to: { colleague }, ...written }))
  }
}

function snoozeHandoff(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const { handover, now } = context.assistant
    const handoff = await handoffOf(context, request, response)
    const { until, note } = parseBody(snoozeRequest, request.body)
    const aheadMs = typeof until === 'string' ? Date.parse(until) - now().getTime() : until.inMinutes * 60_000
    if (!(aheadMs > 0 && aheadMs <= MAX_SNOOZE_DAYS * 86_400_000))
      throw new AppError('invalid_request', 422, { field: 'until' })
    const at = new Date(now().getTime() + aheadMs).toISOString()
    const aside = { until: at, ...writtenNote(note) }
    response.json(await snooze(handover, handoff, staffFrom(response).user, aside))
  }
}

/** A colleague's talk is interrupted by it: administrators only. */
function takeOverHandoff(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const { user } = staffFrom(response)
    if (!user.roles.includes('admin')) throw new AppError('forbidden', 403)
    const handoff = await handoffOf(context, request, response)
    if (handoff.agentId === user.id) throw new DescribedError('handoff_taken', 409, { agent: user.displayName })
    response.json(await takeOver(context.assistant.handover, handoff, user))
  }
}

function look(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const { user } = staffFrom(response)
    const handoff = await handoffOf(context, request, response)
    const { state } = parseBody(lookRequest, request.body)
    context.lookers.note(handoff, user, state)
    const lookers = context.lookers.of(handoff.id).filter(({ userId }) => userId !== user.id)
    response.json({ lookers } satisfies LookersView)
  }
}
