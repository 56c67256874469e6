import type { StaffLanguage } from '../../../platform/model/language.js'
import { plural, type Translate } from '../../../ui/kit/words.js'

/** How far somebody is in the exercises of a job: "3 exercices sur 9", or that she has not begun. */
export function progressInWords(
  { done, total }: { done: number; total: number },
  { t, language }: { t: Translate; language: StaffLanguage },
): string {
  if (done === 0) return t('practice.progressNone')
  return plural(t, language, 'practice.progress', done).replace('{total}', String(total))
}
