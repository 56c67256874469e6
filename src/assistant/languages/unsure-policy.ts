import type { Policy } from '../../retrieval/policy.js'

/** A policy that asks back where the given one would answer: French words that stand for a message are unsure, whatever the search says. */
export function unsurePolicy(policy: Policy): Policy {
  return { ...policy, answer: Number.POSITIVE_INFINITY }
}
