import type { Handoff } from '../../handoff.js'

/**
 * What the citizen was given as a reference, to be read over the phone; six letters and digits of the conversation's id
 * for a request that an earlier version stored.
 */
export function handoffReference({ reference, conversationId }: Pick<Handoff, 'reference' | 'conversationId'>): string {
  if (reference !== undefined) return reference
  return conversationId
    .replace(/[^a-z0-9]/gi, '')
    .slice(0, 6)
    .toUpperCase()
}
