import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** A random secret of 256 bits, base64url. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** SHA-256 of a secret, base64url. Secrets have 256 bits of entropy, so one round is enough. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url')
}

/** Compares two hashes or tokens in constant time. */
export function sameSecret(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}

/** An id that stands for a place and tells nothing of it: 22 characters of `A-Z a-z 0-9 _ -`, the same for the same place. */
export function opaqueId(place: string): string {
  return createHash('sha256').update(place).digest('base64url').slice(0, 22)
}
