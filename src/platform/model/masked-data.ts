import type { Handoff } from './handoff.js'

/** Kinds of masked data that are kept for the agent while a request is open. A bank card is none of her business: it is never kept. */
export const KEPT_KINDS = ['nir', 'iban', 'phone', 'email', 'plate', 'tax', 'birth', 'file'] as const
/** One of {@link KEPT_KINDS}. */
export type KeptKind = (typeof KEPT_KINDS)[number]

/** Hours after the end of a request for which its masked data can still be shown, unless the commune says otherwise. */
export const DEFAULT_REVEAL_HOURS = 4

/** Most values that are kept of one request: more is no contact detail but a list. */
export const MOST_KEPT = 20

/** A value that was masked in what a citizen wrote to a person, sealed. */
export interface NewMaskedItem {
  kind: KeptKind
  /** As the server's sealer gave it, for the conversation. */
  sealed: string
}

/** A kept value with the request that it was written for. */
export interface MaskedItem extends NewMaskedItem {
  id: string
  handoffId: string
  /** The message in which it was masked; `null` for what was left with the request itself. */
  messageSeq: number | null
}

/** Why an agent looks at what was masked. */
export const REVEAL_REASONS = ['call_back', 'find_file', 'fill_form', 'check_typing', 'emergency'] as const
/** One of {@link REVEAL_REASONS}. */
export type RevealReason = (typeof REVEAL_REASONS)[number]

/** That an agent looked at a masked value: never the value. */
export interface Reveal {
  id: string
  communeId: string
  at: string
  userId: string
  userName: string
  kind: KeptKind
  reason: RevealReason
  /** Leads nowhere once the conversation is erased. */
  handoffId: string
}

/** Whether an agent may see what was masked for a request: she holds it, or ended it herself a moment ago. */
export function mayReveal({ status, agentId }: Pick<Handoff, 'status' | 'agentId'>, userId: string): boolean {
  return agentId === userId && (status === 'assigned' || status === 'resolved')
}
