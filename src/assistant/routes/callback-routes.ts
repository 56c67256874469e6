import { callbackRoutes } from '../../features/handoffs/callbacks/contract.js'
import { readCallbackSlots, requestCallback, slotsView } from '../../features/handoffs/callbacks/request-callback.js'
import { toContact } from '../../features/handoffs/contact.js'
import type { Feature } from '../../platform/feature.js'
import { communeOf } from '../../platform/http/commune-origins.js'
import { maskedIn, noteMasked } from '../../platform/http/mask-typed.js'
import { ExtendedError, languageOf, queryLanguage } from '../../platform/http/problem.js'
import type { NamedCommunes } from '../../platform/http/public-address.js'
import { conversationFrom, type ServedRoute, serve } from '../../platform/http/serve-routes.js'
import { AppError } from '../../platform/model/app-error.js'
import { sayIn } from '../../platform/model/say.js'
import { hearDangersIn } from '../hear-dangers.js'
import { sealMasked } from '../receive-message.js'
import { screenMessage } from '../screen.js'
import { communeAsked } from './asking-routes.js'
import { type WaitNeeds, waitView } from './citizen-views.js'
import type { LeavingNeeds } from './left-message.js'

/** What these routes need. */
export interface CallbackRouteNeeds extends WaitNeeds, NamedCommunes {
  assistant: LeavingNeeds
}

/** Citizens who wish to be phoned. */
export const callbacks: Feature<CallbackRouteNeeds> = {
  name: 'callbacks',
  routes: callbackRoutes,
  open: (needs) => ({ served: [serveSlots(needs), serveRequest(needs)] }),
}

function serveSlots(needs: CallbackRouteNeeds): ServedRoute {
  const { handoffContext } = needs
  return serve(callbackRoutes.slots, async ({ params, request }) => {
    const { id } = communeAsked(needs, request, params.id)
    return { slots: slotsView(handoffContext, id, await readCallbackSlots(handoffContext, id), queryLanguage(request)) }
  })
}

/** @throws ExtendedError `slot_taken` (409) with the half-days that are left, AppError `callbacks_not_offered` (409) */
function serveRequest(needs: CallbackRouteNeeds): ServedRoute {
  const { handoffContext, assistant } = needs
  return serve(callbackRoutes.request, async ({ body: { slot, subject, ...typed }, request, response }) => {
    const conversation = conversationFrom(response)
    const contact = toContact(typed)
    const screened = screenMessage(subject, assistant, sayIn(assistant.say, conversation.language))
    if (screened.text === '') throw new AppError('text_empty', 422, { field: 'subject' })
    const { communeId } = conversation
    if (!communeOf(needs, communeId).callbacks?.perHalfDay) throw new AppError('callbacks_not_offered', 409)
    const snapshot = await assistant.snapshotOf(communeId)
    const urgent = (await hearDangersIn(screened, snapshot, assistant)).dangers.length > 0
    const masked = await sealMasked(handoffContext, conversation, screened.values)
    noteMasked(response, screened.masked)
    const wish = { slot, contact, subject: screened.text, urgent, masked, maskedKinds: maskedIn(response) }
    const result = await requestCallback(handoffContext, conversation, wish)
    if (result.outcome === 'requested') return waitView(needs, result.handoff)
    const slots = slotsView(handoffContext, communeId, result.slots, languageOf(request))
    throw new ExtendedError('slot_taken', 409, { field: 'slot', members: { slots } })
  })
}
