/** A waiting handoff that is offered to one agent for a while. The deadline is stored and swept: a restart forgets none. */
export interface Offer {
  agentId: string
  agentName: string
  /** ISO instant. */
  at: string
  /** When it goes to the next agent, or to everybody, ISO instant. */
  dueAt: string
}

/** What is kept of the offers of a handoff while it waits. */
export interface Offered {
  offer?: Offer
  /** Ids of the agents who let an offer of it pass. */
  declinedBy?: string[]
}

/** Something that happens to an offer. */
export type OfferAction =
  | { type: 'offer'; offer: Offer; at: string }
  /** The agent does not take it. */
  | { type: 'pass'; agentId: string; at: string }
  /** Nobody answered in time. */
  | { type: 'lapse'; at: string }

/** Why it could not be applied. `offered`: to somebody else, for now. */
export type OfferRefusal = 'offered' | 'not_yours' | 'not_due'

/** The agent to whom a handoff is offered at an instant; `null` once the time has passed. */
export function offeredTo({ offer }: Offered, at: string): Offer | null {
  return offer && Date.parse(offer.dueAt) > Date.parse(at) ? offer : null
}

/** The offers of a waiting handoff after an action, or why it is refused. Pure. */
export function applyOffer(
  handoff: Offered,
  action: OfferAction,
): { ok: true; offered: Offered } | { ok: false; refusal: OfferRefusal } {
  const { offer, declinedBy = [] } = handoff
  switch (action.type) {
    case 'offer':
      if (offer) return { ok: false, refusal: 'offered' }
      return { ok: true, offered: { offer: action.offer, declinedBy } }
    case 'pass':
      if (offer?.agentId !== action.agentId) return { ok: false, refusal: 'not_yours' }
      return { ok: true, offered: { declinedBy: [...declinedBy, offer.agentId] } }
    case 'lapse':
      if (!offer || offeredTo(handoff, action.at)) return { ok: false, refusal: 'not_due' }
      return { ok: true, offered: { declinedBy: [...declinedBy, offer.agentId] } }
    default:
      return action satisfies never
  }
}
