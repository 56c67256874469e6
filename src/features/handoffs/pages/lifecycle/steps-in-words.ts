import type { HandoffStep } from '../../../../platform/model/handoff.js'
import type { StaffLanguage } from '../../../../platform/model/language.js'
import { isWordKey, type Translate } from '../../../../ui/kit/console-words.js'
import { momentInWords } from '../../../../ui/kit/moment-in-words.js'
import { slotInWords } from '../desk/slot-field.js'

/** A step of a handoff in one sentence: "Léa a transféré à Karim." Pure. */
export function stepInWords(
  step: HandoffStep,
  { t, language, now }: { t: Translate; language: StaffLanguage; now: Date },
): string {
  const { type, by, from, to, department, until, slot, reason = '' } = step
  const outcome = `resolution.${reason}`
  const values = {
    by: by ?? from ?? t('author.agent'),
    from: from ?? t('author.agent'),
    to: to ?? department ?? '',
    moment: until ? momentInWords(until, language, now) : '',
    slot: slot ? slotInWords(slot, { t, language }) : '',
    reason: isWordKey(outcome) ? t(outcome) : reason,
  }
  const key = `lifecycle.step.${type}${variantOf(step)}`
  return isWordKey(key) ? t(key, values) : t('lifecycle.step.other', values)
}

/** The same kind of step is told in other words when it went elsewhere, or happened by itself. */
function variantOf({ type, by, to, department }: HandoffStep): string {
  if (type === 'transfer') return to ? '' : department ? 'Department' : 'Queue'
  return type === 'wake' && by === null ? 'Alone' : ''
}
