import type { Probability } from '../../platform/model/turn.js'
import { fitRefit, type Refit } from '../../search/refit.js'
import type { Base } from '../entries/catalogue/base.js'
import { type CheckedAnswer, FEWEST_CHECKED } from './checked-answer.js'

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
export function checksOf({ entries }: Base, checked: readonly CheckedAnswer[], calibration: string): Checks {
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
