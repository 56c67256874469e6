import { percentOf } from '../../../ui/console/explain-turn.js'
import type { Translate } from '../../../ui/kit/words.js'

/** From which confidence a word is said; the calibrated probability stands beside it. */
const LEVELS = [
  [0.8, 'copilot.sure.high'],
  [0.5, 'copilot.sure.good'],
  [0.2, 'copilot.sure.fair'],
] as const

/** A confidence as a word and a number: "très probable (94 %)". Pure. */
export function confidenceInWords(confidence: number, t: Translate, language: string): string {
  const [, key] = LEVELS.find(([from]) => confidence >= from) ?? [0, 'copilot.sure.low' as const]
  return t('copilot.confidence', { words: t(key), percent: percentOf(confidence, language) })
}
