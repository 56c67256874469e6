import type { CloseReason, Commune } from '../../platform/model/commune.js'
import type { Handoff, Resolution } from '../../platform/model/handoff.js'

/** A reason for which an agent closes a request. Without a name, it is called as its outcome is. */
export interface OfferedReason {
  id: string
  nom?: string
  outcome: Resolution
}

/** Of a talk, the likeliest first. */
const LIVE: readonly Resolution[] = ['answered', 'redirected', 'appointment', 'called_back', 'no_reply', 'other']
/** Of a request that is dealt with by phone or e-mail, the likeliest first. */
const BY_CONTACT: readonly Resolution[] = ['reached', 'done', 'redirected', 'no_reply', 'other']

/** The reasons to choose from for a kind of request: the commune's list, or the outcomes themselves where it has none. */
export function closeReasonsOf(
  { closeReasons }: Pick<Commune, 'closeReasons'>,
  kind: Handoff['kind'],
): OfferedReason[] {
  const own = closeReasons?.filter(({ kinds }) => !kinds || kinds.includes(kind)) ?? []
  if (own.length > 0) return own.map(({ id, nom, outcome }: CloseReason) => ({ id, nom, outcome }))
  return (kind === 'live' || kind === 'desk' ? LIVE : BY_CONTACT).map((outcome) => ({ id: outcome, outcome }))
}
