import { z } from 'zod'
import { MAX_TEXT_LENGTH } from '../../../platform/http/contract.js'
import { DESK_CHANNELS } from '../../../platform/model/channel.js'
import { LANGUAGES } from '../../../platform/model/language.js'
import { HALVES } from '../handoff.js'

const clientId = z.string().regex(/^[\w-]{8,64}$/)
const slot = z.strictObject({ day: z.iso.date(), half: z.enum(HALVES) })

/** `POST /agent/conversations`: somebody is at the counter or on the phone. */
export const deskRequest = z.strictObject({
  channel: z.enum(DESK_CHANNELS),
  language: z.enum(LANGUAGES),
  /** First name, if she says it. */
  name: z.string().trim().max(100).optional(),
})

/** `POST /agent/handoffs/:id/ask`: a question in words, or the entry whose answer the agent gives. */
export const deskQuestionRequest = z.union([
  z.strictObject({ clientId, text: z.string().min(1).max(MAX_TEXT_LENGTH) }),
  z.strictObject({ clientId, entryId: z.string().regex(/^[a-z0-9-]{1,80}$/) }),
])

/** `POST /agent/handoffs/:id/leave`: a message, or a call-back when it has a slot, for a department, a colleague, or whoever is there. */
export const leaveRequest = z.strictObject({
  name: z.string().trim().min(1).max(100),
  phone: z.string().max(30).optional(),
  email: z.string().max(200).optional(),
  text: z.string().min(1).max(MAX_TEXT_LENGTH),
  slot: slot.optional(),
  department: z
    .string()
    .regex(/^[a-z0-9-]{1,64}$/)
    .optional(),
  colleagueId: z
    .string()
    .regex(/^[\w-]{1,64}$/)
    .optional(),
})

/** `POST /agent/handoffs/:id/reschedule`: the half-day in which somebody is phoned instead. */
export const rescheduleRequest = z.strictObject({ slot })
