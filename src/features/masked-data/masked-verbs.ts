import type { MaskedItem, Reveal } from '../../platform/model/masked-data.js'
import type { Document, Verb } from '../../platform/store/document.js'
import { type ConversationVerb, isBefore, unchanged } from '../conversations/conversation-document.js'
import { type ConversationCollection, change } from '../conversations/conversation-verbs.js'

/** Who looked at masked data, of every commune; no value is ever here. */
export interface RevealsDocument {
  version: 1
  /** Latest first. */
  reveals: Reveal[]
}

/** What was kept of a request that has ended. */
export interface EndedMasked {
  handoffId: string
  communeId: string
  endedAt: string
  count: number
}

/** What was masked in talks, sealed, and who looked at it. */
export interface MaskedStore {
  /** What was masked in what the citizen of a handoff wrote to a person, sealed, in the order in which it was written. */
  listMasked(handoffId: string): Promise<MaskedItem[]>
  /** Requests of every commune that ended before an instant and of which something masked is still kept. */
  listMaskedEndedBefore(at: string): Promise<EndedMasked[]>
  /** Forgets what was masked for a request. @returns how many values */
  forgetMasked(handoffId: string): Promise<number>
  /** Keeps that an agent looked at a masked value. */
  recordReveal(reveal: Reveal): Promise<void>
  /** Those of a commune, latest first. */
  listReveals(communeId: string): Promise<Reveal[]>
  /** Forgets those of a commune made before an instant. @returns how many */
  dropRevealsBefore(communeId: string, at: string): Promise<number>
}

/** The verbs about masked data. Values lie, sealed, in the document of their conversation, and are erased with it; who looked outlives it. */
export function maskedVerbs(collection: ConversationCollection, reveals: Document<RevealsDocument>): MaskedStore {
  const { index } = collection
  return {
    async listMasked(handoffId) {
      const conversationId = index.getHandoff(handoffId)?.conversationId
      const own = conversationId ? index.masked.of(conversationId) : []
      return structuredClone(own.filter((one) => one.handoffId === handoffId))
    },
    listMaskedEndedBefore: async (at) => endedBefore(collection, at),
    async forgetMasked(handoffId) {
      const handoff = index.getHandoff(handoffId)
      return handoff ? change(collection, handoff.conversationId, forgetMasked(handoffId)) : 0
    },
    recordReveal: (reveal) =>
      reveals.update((document) => ({
        document: { version: 1, reveals: [structuredClone(reveal), ...(document?.reveals ?? [])] },
        result: undefined,
        changes: [],
      })),
    async listReveals(communeId) {
      const own = ((await reveals.read())?.reveals ?? []).filter((one) => one.communeId === communeId)
      return structuredClone(own)
    },
    dropRevealsBefore: (communeId, at) => reveals.update(withoutReveals(communeId, at)),
  }
}

function endedBefore({ index }: ConversationCollection, at: string): EndedMasked[] {
  const counts = new Map<string, number>()
  for (const { handoffId } of index.masked.list()) counts.set(handoffId, (counts.get(handoffId) ?? 0) + 1)
  return [...counts].flatMap(([handoffId, count]) => {
    const handoff = index.getHandoff(handoffId)
    if (!handoff?.endedAt || !isBefore(handoff.endedAt, at)) return []
    return [{ handoffId, communeId: handoff.communeId, endedAt: handoff.endedAt, count }]
  })
}

function withoutReveals(communeId: string, at: string): Verb<RevealsDocument, number> {
  return (document) => {
    const reveals = document?.reveals ?? []
    const kept = reveals.filter((one) => one.communeId !== communeId || !isBefore(one.at, at))
    const dropped = reveals.length - kept.length
    if (dropped === 0) return { document, result: 0, changes: [] }
    return {
      document: kept.length > 0 ? { version: 1, reveals: kept } : null,
      result: dropped,
      changes: [],
      forgets: true,
    }
  }
}

/** Forgets what was masked for a request, in the former version of the document too. */
export function forgetMasked(handoffId: string): ConversationVerb<number> {
  return (document) => {
    const masked = document?.masked ?? []
    const kept = masked.filter((one) => one.handoffId !== handoffId)
    if (document === null || kept.length === masked.length) return unchanged(document, 0)
    return { document: { ...document, masked: kept }, result: masked.length - kept.length, changes: [], forgets: true }
  }
}
