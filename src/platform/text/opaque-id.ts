import { createHash } from 'node:crypto'

/** An id that stands for a place and tells nothing of it: 22 characters of `A-Z a-z 0-9 _ -`, the same for the same place. */
export function opaqueId(place: string): string {
  return createHash('sha256').update(place).digest('base64url').slice(0, 22)
}
