import { randomUUID } from 'node:crypto'
import { type MaskedItem, MOST_KEPT, type NewMaskedItem } from './masked-data.js'

/** What is kept with more of it, for the request that it was written for, up to {@link MOST_KEPT} values each. */
export function keptMasked(
  masked: readonly MaskedItem[],
  added: readonly NewMaskedItem[],
  { handoffId, messageSeq }: Pick<MaskedItem, 'handoffId' | 'messageSeq'>,
): MaskedItem[] {
  const room = MOST_KEPT - masked.filter((one) => one.handoffId === handoffId).length
  const kept = added.slice(0, Math.max(0, room)).map((one) => ({ ...one, id: randomUUID(), handoffId, messageSeq }))
  return [...masked, ...kept]
}
