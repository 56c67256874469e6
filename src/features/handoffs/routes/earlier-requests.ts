import type { EarlierRequest } from '../../../platform/http/contract.js'
import { payloadText } from '../../../platform/model/payload.js'
import type { Store } from '../../../platform/model/store.js'
import type { Handoff } from '../handoff.js'

/** A reference as people write it: capitals or not, dashes, spaces or nothing between its groups. */
const REFERENCE = /(?<![\p{L}\p{N}])[a-z]{2}[\s-]?[a-z0-9]{3}[\s-]?[a-z0-9]{3}(?![\p{L}\p{N}])/giu
/** Pieces of a conversation that may be references: words like any others are among them. */
const MOST_LOOKED_FOR = 50

/**
 * The earlier requests whose reference the person gave in a conversation. Nothing else links two conversations: neither a
 * name nor a phone nor a browser.
 */
export async function earlierRequests(store: Store, { conversationId, communeId }: Handoff): Promise<EarlierRequest[]> {
  const messages = await store.listMessages(conversationId, 0)
  const said = messages.flatMap(({ author, payload }) => (author === 'citizen' ? [payloadText(payload)] : []))
  const written = said.flatMap((text) => text.match(REFERENCE) ?? [])
  const given = new Set(written.map((one) => one.toUpperCase().replace(/[\s-]/g, '')))
  const found = await Promise.all(
    [...given].slice(-MOST_LOOKED_FOR).map((one) => store.findByReference(communeId, one)),
  )
  return found.flat().flatMap((handoff) => {
    const { id, kind, status, requestedAt, subject, reference } = handoff
    if (handoff.conversationId === conversationId || reference === undefined) return []
    return [{ id, kind, status, requestedAt, subject, reference }]
  })
}
