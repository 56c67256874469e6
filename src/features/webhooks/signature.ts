import { createHmac, randomBytes } from 'node:crypto'

/** How a secret begins, as Standard Webhooks has it: what follows is the key in base64. */
const PREFIX = 'whsec_'
const KEY_BYTES = 32

/** A new secret: `whsec_` and 32 random bytes in base64. */
export function newWebhookSecret(): string {
  return PREFIX + randomBytes(KEY_BYTES).toString('base64')
}

/**
 * What `webhook-signature` says: `v1,` and the HMAC-SHA256 of `id.timestamp.body` in base64, once for each secret, separated by a space. Source: Standard
 * Webhooks 1.0.0.
 * @param timestampS Unix time of the try, s
 */
export function signatureOf(
  { id, timestampS, body }: { id: string; timestampS: number; body: string },
  secrets: readonly string[],
): string {
  return secrets
    .map((secret) => {
      const key = Buffer.from(secret.slice(PREFIX.length), 'base64')
      return `v1,${createHmac('sha256', key).update(`${id}.${timestampS}.${body}`).digest('base64')}`
    })
    .join(' ')
}
