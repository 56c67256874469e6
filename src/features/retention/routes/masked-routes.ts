import { randomUUID } from 'node:crypto'
import { Router } from 'express'
import type { HttpContext } from '../../../platform/http/http-context.js'
import { parseBody } from '../../../platform/http/problem.js'
import { AppError } from '../../../platform/model/app-error.js'
import { staffFrom } from '../../accounts/routes/staff-access.js'
import { type MaskedView, type RevealedView, revealRequest } from '../../entries/routes/trust-contract.js'
import { handoffOf } from '../../handoffs/routes/remark-routes.js'
import { mayReveal } from '../masked-data.js'

/** Routes of agents about what was masked in what citizens wrote to them. Roles are checked by who mounts them. */
export function maskedRoutes(context: HttpContext): Router {
  const { store, now, handover } = context.assistant
  const router = Router()
  router.get('/handoffs/:id/masked', async (request, response) => {
    const handoff = await handoffOf(context, request, response)
    const items = await store.listMasked(handoff.id)
    response.json({
      items: items.map(({ id, kind, messageSeq }) => ({ id, kind, messageSeq })),
      mayReveal: mayReveal(handoff, staffFrom(response).user.id),
    } satisfies MaskedView)
  })
  router.post('/handoffs/:id/reveals', async (request, response) => {
    const handoff = await handoffOf(context, request, response)
    const { id: userId, displayName: userName, communeId } = staffFrom(response).user
    if (!mayReveal(handoff, userId)) throw new AppError('handoff_not_yours', 409)
    const { itemId, reason } = parseBody(revealRequest, request.body)
    const item = (await store.listMasked(handoff.id)).find(({ id }) => id === itemId)
    const value = item ? await handover.sealer?.open(item.sealed, handoff.conversationId) : null
    if (!item || !value) throw new AppError('masked_forgotten', 404)
    // Noted before it is shown: what cannot be noted is not shown.
    const at = now().toISOString()
    const { kind } = item
    await store.recordReveal({ id: randomUUID(), communeId, at, userId, userName, kind, reason, handoffId: handoff.id })
    response.json({ kind, value } satisfies RevealedView)
  })
  return router
}
