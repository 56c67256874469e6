import type { Transcript } from '../../platform/model/conversation.js'
import type { Entry } from '../../platform/model/entry.js'
import type { Probability, Turn } from '../../platform/model/turn.js'
import { fitRefit, type Refit } from '../../search/refit.js'
import type { Estimate } from '../entries/catalogue/estimate-share.js'

/** An answer of the assistant that an agent judged before it was shown, or drawn by chance afterwards: how sure it was, and whether it was right. Neither words nor names. */
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
  return turns.flatMap((turn): CheckedAnswer[] => {
    const { messageSeq, candidates, calibrated, language } = turn
    const judged = judgedOf(turn)
    if (!judged || !calibrated || language || candidates[0]?.entryId !== judged.entryId) return []
    return [{ id: `${id} ${messageSeq}`, communeId, ...judged, ...calibrated }]
  })
}

/** Which entry of a turn an agent judged, and how; `null` where nobody did. */
function judgedOf({ validation, check, outcome, entryId }: Turn): Pick<CheckedAnswer, 'entryId' | 'isRight'> | null {
  if (validation && validation.result !== 'expired' && validation.result !== 'withdrawn')
    return { entryId: validation.proposedEntryId, isRight: validation.result === 'confirmed' }
  if (!check || check.said === 'unsure' || outcome !== 'answered' || entryId === null) return null
  return { entryId, isRight: check.said === 'right' }
}

/** What agents' checks say of the confidences of a content. */
export interface Checks {
  /** Answers that agents judged. */
  answers: number
  right: number
  /** How often they were said to be right, on average, before any refit; `null` without any. */
  said: Probability | null
  /** `null` of fewer than {@link FEWEST_CHECKED}. */
  refit: Refit | null
}

/**
 * Counts the answers whose entries a content has and whose confidences come from its calibration, and refits these where there are enough. Pure.
 * @param checked of the communes that are answered from it
 * @param calibration its name
 */
export function checksOf(
  { entries }: { readonly entries: ReadonlyMap<string, Entry> },
  checked: readonly CheckedAnswer[],
  calibration: string,
): Checks {
  const own = checked.filter(({ entryId, by }) => by === calibration && entries.has(entryId))
  const answers = own.length
  const right = own.filter(({ isRight }) => isRight).length
  const isEnough = answers >= FEWEST_CHECKED.answers && answers - right >= FEWEST_CHECKED.wrong
  return {
    answers,
    right,
    said: answers === 0 ? null : own.reduce((sum, { confidence }) => sum + confidence, 0) / answers,
    refit: isEnough ? fitRefit(own) : null,
  }
}

/** Of the normal distribution, for 95 %. */
const DEVIATIONS = 1.96

/** A share of what people said, with its 95 % interval (Wilson, 1927: it holds for few, and near 0); `null` of nothing. Pure. */
export function shareOf(part: number, whole: number): Estimate | null {
  if (whole <= 0) return null
  const share = part / whole
  const square = DEVIATIONS ** 2 / whole
  const middle = (share + square / 2) / (1 + square)
  const reach = (DEVIATIONS * Math.sqrt((share * (1 - share)) / whole + square / (4 * whole))) / (1 + square)
  return { share, low: Math.max(0, middle - reach), high: Math.min(1, middle + reach) }
}
