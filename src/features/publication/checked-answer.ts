import type { Transcript } from '../../platform/model/conversation.js'
import type { Probability } from '../../platform/model/turn.js'

/** An answer of the assistant that an agent judged before it was shown: how sure it was, and whether it was right. Neither words nor names. */
export interface CheckedAnswer {
  id: string
  communeId: string
  /** The entry that was proposed. */
  entryId: string
  /** As it was calibrated, before any refit. */
  confidence: Probability
  /** Name of that calibration. */
  by: string
  isRight: boolean
}

/** Fewest answers that agents judged, and fewest wrong ones among them, for a confidence to be refitted: that one answer in ten is wrong is then known to within four in a hundred. */
export const FEWEST_CHECKED = { answers: 200, wrong: 20 } as const

/**
 * The answers of a conversation that an agent judged, as far as their confidence was calibrated on a question in French: it is what a refit corrects. Another
 * entry, words of her own, or a no are a wrong answer, as they are among the failures; what nobody decided is none. Remarks are left out: agents tell of wrong
 * answers alone. Pure.
 */
export function checkedAnswersOf({ conversation: { id, communeId }, turns }: Transcript): CheckedAnswer[] {
  return turns.flatMap(({ messageSeq, candidates: [first], calibrated, language, validation }): CheckedAnswer[] => {
    const isJudged = validation && validation.result !== 'expired' && validation.result !== 'withdrawn'
    if (!isJudged || !calibrated || language || first?.entryId !== validation.proposedEntryId) return []
    const isRight = validation.result === 'confirmed'
    return [{ id: `${id} ${messageSeq}`, communeId, entryId: first.entryId, ...calibrated, isRight }]
  })
}
