import type { HandoverContext } from '../features/handoffs/handover-context.js'
import { DEFAULT_REVEAL_HOURS, KEPT_KINDS, type NewMaskedItem } from '../features/retention/masked-data.js'
import type { Conversation } from '../platform/model/conversation.js'
import type { MaskedValue } from './mask-personal-data.js'

/**
 * What was masked in words that a citizen wrote to a person, sealed for her agent. Bank cards are left out, and everything is in a commune that
 * keeps nothing. A value that cannot be sealed is gone, as it was before: her message is not refused for that.
 */
export async function sealMasked(
  { sealer, communes }: Pick<HandoverContext, 'sealer' | 'communes'>,
  { id, communeId }: Pick<Conversation, 'id' | 'communeId'>,
  values: readonly MaskedValue[],
): Promise<NewMaskedItem[]> {
  const hours = communes.get(communeId)?.privacy.revealHours ?? DEFAULT_REVEAL_HOURS
  if (!sealer || hours === 0) return []
  const kept = values.flatMap(({ kind, value }) => {
    const keptKind = KEPT_KINDS.find((one) => one === kind)
    return keptKind ? [{ kind: keptKind, value }] : []
  })
  const sealed = kept.map(async ({ kind, value }) => ({ kind, sealed: await sealer.seal(value, id) }))
  return (await Promise.allSettled(sealed)).flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
}
