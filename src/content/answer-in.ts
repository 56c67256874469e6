import type { Commune } from '../domain/commune.js'
import type { Answer, Entry } from '../domain/entry.js'
import { isInterfaceLanguage } from '../domain/language.js'
import type { SayHere } from '../domain/say.js'
import { renderAnswer } from './render-answer.js'
import { renderExpired } from './render-expired.js'
import { renderOffice } from './render-office.js'
import { renderTranslation } from './render-translation.js'
import { translationOf } from './translation-of.js'

/**
 * An entry as a citizen reads it in the language that is said: its translation when there is a current one, else the French. Of one that has expired, only
 * where to ask.
 */
export function answerIn(entry: Entry, commune: Commune, say: SayHere): Answer {
  const { language } = say
  if (entry.expired) return renderExpired({ ...entry, expired: entry.expired }, commune, say)
  if (entry.office) return renderOffice({ ...entry, office: entry.office }, commune, say)
  const found = translationOf(entry, language)
  return found.status === 'current' && isInterfaceLanguage(language)
    ? renderTranslation(entry, found.translation, { commune, language, say })
    : renderAnswer(entry, commune)
}
