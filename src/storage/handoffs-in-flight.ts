import { holdsPlace, isSameSlot } from '../domain/callback-slots.js'
import type { Handoff, NewHandoff } from '../domain/handoff.js'
import type { RequestExtras, RequestResult } from '../domain/store.js'
import type { ConversationIndex } from './conversation-index.js'

/**
 * Requests that are being written. Conversations are written apart, so what is unique between them (a reference, the
 * last place of a half-day) is decided here, at once, over those stored and those on their way. One process holds the
 * store, so its memory is enough.
 */
export class HandoffsInFlight {
  readonly #index: ConversationIndex
  readonly #inFlight = new Set<NewHandoff>()

  constructor(index: ConversationIndex) {
    this.#index = index
  }

  /** Why a request may not be written now; `null` when it may. A conversation with an open handoff keeps that one, unless the request ends it. */
  refusalOf(
    request: NewHandoff,
    { places = Number.POSITIVE_INFINITY, ends }: Pick<RequestExtras, 'places' | 'ends'>,
  ): RequestResult | null {
    const open = this.#index.findOpenHandoff(request.conversationId)
    if (open && open.id !== ends?.handoffId) return { outcome: 'already_open', handoff: structuredClone(open) }
    if (this.isReferenceTaken(request)) return { outcome: 'reference_taken' }
    return this.isSlotFull(request, places) ? { outcome: 'slot_taken' } : null
  }

  /** Whether another request of the commune has the reference of this one. */
  isReferenceTaken({ communeId, reference }: NewHandoff): boolean {
    return reference !== undefined && this.#ofCommune(communeId).some((other) => other.reference === reference)
  }

  /** Whether the half-day of a request has no place left for it. */
  isSlotFull({ communeId, conversationId, slot }: NewHandoff, places: number): boolean {
    const others = this.#ofCommune(communeId)
    // What is stored and still on its way is counted once; a request sent twice takes no place from itself.
    const inSlot = others.filter((other) => isSameSlot(other.slot, slot) && (!('status' in other) || holdsPlace(other)))
    const held = new Set(inSlot.map((other) => other.conversationId))
    held.delete(conversationId)
    return held.size >= places
  }

  /** Writes a request, which counts from now on. */
  async during<R>(request: NewHandoff, write: () => Promise<R>): Promise<R> {
    this.#inFlight.add(request)
    try {
      return await write()
    } finally {
      this.#inFlight.delete(request)
    }
  }

  /** Requests of the same commune, stored or on their way. */
  #ofCommune(communeId: string): (NewHandoff | Handoff)[] {
    return [...this.#index.listHandoffs(), ...this.#inFlight].filter((other) => other.communeId === communeId)
  }
}
