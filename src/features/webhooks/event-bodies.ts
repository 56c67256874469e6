import { z } from 'zod'
import { RESOLUTIONS } from '../../platform/model/handoff.js'
import { RATING_LEVELS } from '../../platform/model/rating.js'
import { TRIAL_EVENT, WEBHOOK_VERSION, type WebhookEvent } from '../../platform/model/webhook-event.js'

const instant = z.iso.datetime()

/** What every event of a request names. */
const request = {
  handoffId: z.string(),
  conversationId: z.string(),
  /** What the citizen reads on the phone. */
  reference: z.string().nullable(),
  kind: z.enum(['live', 'message', 'callback', 'desk']),
  /** Id of the department of the commune that should answer. */
  department: z.string().nullable(),
}
const asked = { ...request, reason: z.string(), urgent: z.boolean(), language: z.string() }

/** What each event says. Receivers should expect more members, and other events, in time. */
const DATA = {
  'handoff.requested': z.object(asked),
  'callback.requested': z.object({ ...asked, slotStartsAt: instant.optional(), slotEndsAt: instant.optional() }),
  'message.left': z.object(asked),
  'handoff.claimed': z.object({ ...request, reopened: z.boolean() }),
  'handoff.closed': z.object({
    ...request,
    outcome: z.enum(['resolved', 'expired', 'rejected', 'cancelled']),
    resolution: z.enum(RESOLUTIONS).nullable(),
    /** Id of the commune's own reason. */
    closeReason: z.string().nullable(),
  }),
  'conversation.rated': z.object({ conversationId: z.string(), level: z.literal([...RATING_LEVELS]) }),
  'entry.published': z.object({ entryId: z.string(), revision: z.number().int() }),
  'entry.archived': z.object({ entryId: z.string(), mergedInto: z.string().nullable() }),
  'answers.stopped': z.object({}),
  'answers.resumed': z.object({}),
  [TRIAL_EVENT]: z.object({}),
} satisfies Record<WebhookEvent['type'], z.ZodObject>

/** What is sent of an event, by its type: the OpenAPI document has it, and a test checks what is sent against it. */
export const WEBHOOK_BODIES = Object.fromEntries(
  Object.entries(DATA).map(([type, data]) => [
    type,
    z.object({
      type: z.literal(type),
      version: z.literal(WEBHOOK_VERSION),
      /** When it happened; `webhook-timestamp` is when it was sent. */
      timestamp: instant,
      communeId: z.string(),
      data,
    }),
  ]),
)
