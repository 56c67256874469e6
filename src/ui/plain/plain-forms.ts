import { createHash } from 'node:crypto'
import { z } from 'zod'
import { feedbackRequest, messageRequest } from '../../platform/http/contract.js'
import { LANGUAGES } from '../../platform/model/language.js'

/** `POST /sans-script`. `cle` is the token of the conversation that this question begins: sent twice, it begins one. */
export const askForm = messageRequest.extend({
  commune: z.string().max(64).optional(),
  langue: z.enum(LANGUAGES),
  cle: z.string().regex(/^[\w-]{43}$/),
})

/** `POST …/avis` */
export const opinionForm = feedbackRequest.extend({
  clientId: messageRequest.shape.clientId,
  message: z.string().max(100),
})

/**
 * The `clientId` under which a form's message is sent. The same form sent twice says one thing; a form found again with
 * the browser's "back" and filled otherwise says another.
 */
export function sendId({ clientId, text, choice }: z.infer<typeof messageRequest>): string {
  return createHash('sha256')
    .update(JSON.stringify([clientId, choice ?? '', text]))
    .digest('base64url')
}

/** The id of the conversation that a token begins: 128 bits of its hash, written as a UUID. It tells nothing of the token. */
export function conversationIdOf(token: string): string {
  const hex = createHash('sha256').update(`conversation ${token}`).digest('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-')
}
