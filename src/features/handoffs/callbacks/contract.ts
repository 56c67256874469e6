import { z } from 'zod'
import { route } from '../../../platform/http/route.js'
import { callbackSlotShape, MAX_TEXT_LENGTH } from '../../../platform/http/shapes.js'
import { waitShape } from '../../conversations/contract.js'

/** Citizens who wish to be phoned. The wish is a handoff: it is cancelled as one. */
export const callbackRoutes = {
  /** Those that have a place left, in order; also in the refusal `slot_taken`. */
  slots: route({
    method: 'get',
    path: '/communes/{id}/callback-slots',
    summary: 'Half-days in which the reception may phone',
    access: 'anyone',
    embedded: true,
    counts: 'address',
    answer: z.object({ slots: z.array(callbackSlotShape) }),
    errors: [403, 404, 429],
  }),
  /** In a half-day that the reception offers. */
  request: route({
    method: 'post',
    path: '/conversations/{id}/callback',
    summary: 'Ask to be phoned; cancelled as a handoff',
    access: 'citizen',
    counts: 'conversation',
    body: z.strictObject({
      slot: z.strictObject({ day: z.iso.date(), half: callbackSlotShape.shape.half }),
      name: z.string().trim().min(1).max(100),
      phone: z.string().max(30),
      subject: z.string().min(1).max(MAX_TEXT_LENGTH),
    }),
    typed: { name: 'masked', phone: 'contact', subject: 'screened' },
    answer: waitShape,
    status: 201,
    errors: [401, 403, 404, 409, 422, 429],
  }),
}
