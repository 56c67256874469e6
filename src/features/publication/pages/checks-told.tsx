import type { ChecksView } from '../../../platform/http/contract.js'
import type { StaffLanguage } from '../../../platform/model/language.js'
import type { Translate } from '../../../ui/kit/words.js'
import { FEWEST_CHECKED } from '../checked-answer.js'
import { hundredths } from './out-of-100.js'

interface Props {
  t: Translate
  language: StaffLanguage
  checks: ChecksView
}

/** Whether agents' checks refitted the confidence, from how many of them, and how often it came true; nothing where agents check nothing. */
export function ChecksTold({ t, language, checks: { answers, right, said, refit } }: Props) {
  if (answers === 0) return null
  const wrong = answers - right
  if (!refit || said === null) {
    const { answers: least, wrong: leastWrong } = FEWEST_CHECKED
    return <p>{t('admin.promise.notRefitted', { answers, wrong, least, leastWrong })}</p>
  }
  const shares = { said: hundredths(said, language), right: hundredths(right / answers, language) }
  return <p>{t('admin.promise.refitted', { answers, ...shares })}</p>
}
