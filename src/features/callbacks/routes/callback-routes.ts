import { type RequestHandler, Router } from 'express'
import { screenMessage } from '../../../assistant/assess-question.js'
import { hearDangersIn } from '../../../assistant/hear-dangers.js'
import { sealMasked } from '../../../assistant/receive-message.js'
import { conversationOf } from '../../../assistant/routes/citizen-access.js'
import { queryLanguage } from '../../../assistant/routes/citizen-routes.js'
import { toContact } from '../../../assistant/routes/contact.js'
import { maskedIn, noteMasked } from '../../../assistant/routes/mask-typed.js'
import { type CallbackSlotsView, callbackRequest } from '../../../platform/http/contract.js'
import type { HttpContext } from '../../../platform/http/http-context.js'
import { ExtendedError, languageOf, parseBody } from '../../../platform/http/problem.js'
import { communeOf, handoffView } from '../../../platform/http/views.js'
import { AppError } from '../../../platform/model/app-error.js'
import type { Language } from '../../../platform/model/language.js'
import { sayIn } from '../../../platform/model/say.js'
import { describeSlot } from '../../handoffs/queue/describe-slot.js'
import type { OpenSlot } from '../callback-slots.js'
import { readCallbackSlots, requestCallback } from '../request-callback.js'

/** Routes of citizens who wish to be phoned. The wish is a handoff: it is cancelled as one. */
export function callbackRoutes(context: HttpContext): Router {
  const router = Router()
  router.get('/communes/:id/callback-slots', readSlots(context))
  router.post('/conversations/:id/callback', postCallback(context))
  return router
}

function readSlots(context: HttpContext): RequestHandler {
  return async (request, response) => {
    await context.limits.address(request)
    const { id } = communeOf(context, String(request.params.id))
    const slots = await readCallbackSlots(context.assistant.handover, id)
    response.json(slotsView(context, id, slots, queryLanguage(request)))
  }
}

/** @throws ExtendedError `slot_taken` (409) with the half-days that are left, AppError `callbacks_not_offered` (409) */
function postCallback(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const conversation = await conversationOf(request, context)
    await context.limits.conversation(conversation.id)
    const { slot, subject, ...body } = parseBody(callbackRequest, request.body)
    const { handover, say } = context.assistant
    const contact = toContact(body)
    const screened = screenMessage(subject, context.assistant, sayIn(say, conversation.language))
    if (screened.text === '') throw new AppError('text_empty', 422, { field: 'subject' })
    const { communeId } = conversation
    if (!communeOf(context, communeId).callbacks?.perHalfDay) throw new AppError('callbacks_not_offered', 409)
    const snapshot = await context.assistant.snapshotOf(communeId)
    const urgent = (await hearDangersIn(screened, snapshot, context.assistant)).dangers.length > 0
    const masked = await sealMasked(handover, conversation, screened.values)
    noteMasked(response, screened.masked)
    const wish = { slot, contact, subject: screened.text, urgent, masked, maskedKinds: maskedIn(response) }
    const result = await requestCallback(handover, conversation, wish)
    if (result.outcome === 'taken') {
      const { slots } = slotsView(context, communeId, result.slots, languageOf(request))
      throw new ExtendedError('slot_taken', 409, { field: 'slot', members: { slots } })
    }
    response.status(201).json(await handoffView(context, result.handoff))
  }
}

/** Half-days that have a place left, in words. */
export function slotsView(
  { assistant: { handover } }: { assistant: Pick<HttpContext['assistant'], 'handover'> },
  communeId: string,
  slots: readonly OpenSlot[],
  language: Language,
): CallbackSlotsView {
  const left = slots.filter(({ placesLeft }) => placesLeft > 0)
  return {
    slots: left.map((slot) => {
      const words = describeSlot(handover, communeId, slot, language)
      return { day: slot.day, half: slot.half, dayInWords: words.day, halfInWords: words.half }
    }),
  }
}
