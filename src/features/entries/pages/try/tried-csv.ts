import { isWordKey, type Translate } from '../../../../ui/kit/words.js'
import { csvOf } from '../../../statistics/pages/supervision/export-file.js'
import type { TriedView } from '../../routes/try-contract.js'
import type { TryWords } from './try-words.js'

/** The results of a batch as a file for a spreadsheet; what would be a formula there is text. Pure. */
export function triedCsv(tried: readonly TriedView[], { say }: Pick<TryWords, 'say'>, t: Translate): string {
  const head = ['question', 'outcome', 'why', 'first', 'confidence', 'second', 'confidence'] as const
  const rows = tried.map(({ question, outcome, reason, candidates: [first, second] }) => {
    const key = `outcome.${outcome}`
    return [
      question,
      isWordKey(key) ? t(key) : outcome,
      say(`reason.${reason}`),
      first?.title,
      rounded(first?.confidence),
      second?.title,
      rounded(second?.confidence),
    ]
  })
  return csvOf([head.map((key) => say(key)), ...rows])
}

function rounded(confidence: number | undefined): number | undefined {
  return confidence === undefined ? undefined : Math.round(confidence * 1000) / 1000
}
