import { opaqueId } from '../../platform/http/secrets.js'

/**
 * What may be erased for good while a backup still holds it; `account`: one that was deactivated; `erased_account`: one that is no more; `commune`: one that
 * left the server, with all of it.
 */
export const ERASED_KINDS = [
  'conversation',
  'contact',
  'masked',
  'account',
  'erased_account',
  'practice',
  'reply',
  'commune',
] as const
/** One of {@link ERASED_KINDS}. */
export type ErasedKind = (typeof ERASED_KINDS)[number]

/** That something was erased: neither what it was nor its id, which nobody can find again from here. */
export interface Erasure {
  kind: ErasedKind
  /** {@link opaqueId} of the kind and the id. */
  what: string
  /** ISO instant, by the machine's clock: it is compared with the dates of backups. */
  at: string
}

/**
 * @param id of the conversation; of the request whose contact or masked data were forgotten; of the account that was deactivated or whose practice was
 * erased; {@link replyErasedId} for a reply
 */
export function erasureOf(kind: ErasedKind, id: string, at: string): Erasure {
  return { kind, what: opaqueId(`${kind} ${id}`), at }
}

/** Replies have an id for each agent. */
export function replyErasedId(userId: string, id: string): string {
  return JSON.stringify([userId, id])
}

/** Each erasure once, with its last date, oldest first. */
export function mergeErasures(...lists: (readonly Erasure[])[]): Erasure[] {
  const last = new Map<string, Erasure>()
  for (const erasure of lists.flat()) {
    const key = `${erasure.kind} ${erasure.what}`
    const known = last.get(key)
    if (!known || known.at < erasure.at) last.set(key, erasure)
  }
  return [...last.values()].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.what < b.what ? -1 : 1))
}
