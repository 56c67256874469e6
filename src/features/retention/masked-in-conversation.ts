import { type ConversationVerb, unchanged } from '../../platform/store/conversation-document.js'

/** Forgets what was masked for a request, in the former version of the document too. */
export function forgetMasked(handoffId: string): ConversationVerb<number> {
  return (document) => {
    const masked = document?.masked ?? []
    const kept = masked.filter((one) => one.handoffId !== handoffId)
    if (document === null || kept.length === masked.length) return unchanged(document, 0)
    return { document: { ...document, masked: kept }, result: masked.length - kept.length, changes: [], forgets: true }
  }
}
