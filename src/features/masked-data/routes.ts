import { randomUUID } from 'node:crypto'
import type { Feature } from '../../platform/feature.js'
import { type ServedRoute, serve } from '../../platform/http/serve-routes.js'
import { AppError } from '../../platform/model/app-error.js'
import { mayReveal } from '../../platform/model/masked-data.js'
import type { Sealer } from '../../platform/store/sealer.js'
import { staffFrom } from '../accounts/routes/staff-access.js'
import { handoffFrom } from '../handoffs/routes/handoff-routes.js'
import type { HandoffStore } from '../handoffs/store/handoff-verbs.js'
import { maskedDataRoutes } from './contract.js'
import type { MaskedStore } from './masked-verbs.js'

/** Looks that a page shows. */
const MOST_SHOWN = 200

/** What these routes need. */
export interface MaskedRouteNeeds {
  store: Pick<HandoffStore, 'getHandoff'> & Pick<MaskedStore, 'listMasked' | 'recordReveal' | 'listReveals'>
  now: () => Date
  /** Opens what was masked. */
  sealer: Sealer
}

/** What citizens wrote that was masked: an agent looks at one value with a reason, and it is noted. */
export const maskedData: Feature<MaskedRouteNeeds> = {
  name: 'masked-data',
  routes: maskedDataRoutes,
  open: (needs) => ({ served: serveMasked(needs) }),
}

/** Serves what was masked in what citizens wrote to agents, and who looked at it. */
function serveMasked(needs: MaskedRouteNeeds): ServedRoute[] {
  const { store, now, sealer } = needs
  return [
    serve(maskedDataRoutes.list, async ({ response }) => {
      const handoff = handoffFrom(response)
      const items = await store.listMasked(handoff.id)
      return {
        items: items.map(({ id, kind, messageSeq }) => ({ id, kind, messageSeq })),
        mayReveal: mayReveal(handoff, staffFrom(response).user.id),
      }
    }),
    serve(maskedDataRoutes.reveal, async ({ body: { itemId, reason }, response }) => {
      const handoff = handoffFrom(response)
      const { id: userId, displayName: userName, communeId } = staffFrom(response).user
      if (!mayReveal(handoff, userId)) throw new AppError('handoff_not_yours', 409)
      const item = (await store.listMasked(handoff.id)).find(({ id }) => id === itemId)
      const value = item ? await sealer.open(item.sealed, handoff.conversationId) : null
      if (!item || !value) throw new AppError('masked_forgotten', 404)
      // Noted before it is shown: what cannot be noted is not shown.
      const at = now().toISOString()
      const { kind } = item
      const look = { id: randomUUID(), communeId, at, userId, userName, kind, reason, handoffId: handoff.id }
      await store.recordReveal(look)
      return { kind, value }
    }),
    serve(maskedDataRoutes.reveals, async ({ response }) => {
      const reveals = (await store.listReveals(staffFrom(response).user.communeId)).slice(0, MOST_SHOWN)
      const rows = reveals.map(async ({ at, userName, kind, reason, handoffId }) => {
        const reference = (await store.getHandoff(handoffId))?.reference ?? null
        return { at, by: userName, kind, reason, reference }
      })
      return { reveals: await Promise.all(rows) }
    }),
  ]
}
