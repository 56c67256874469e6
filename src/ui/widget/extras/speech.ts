import type { Language } from '../../../platform/model/language.js'
import { Dictaphone } from './dictaphone.js'
import { tellChange } from './following.js'
import { Reader } from './reader.js'
import { askRecognition, type Recognised } from './recognition.js'

/** What reads aloud in this page, and what writes what is said; never both at once. */
export const reader = new Reader(tellChange)
export const dictaphone = new Dictaphone(tellChange)

const recognised = new Map<Language, Recognised | null>()

/** Where a language is recognised; `null` while the browser is being asked, and then those who follow are told. */
export function recognition(language: Language): Recognised | null {
  if (!recognised.has(language)) {
    recognised.set(language, null)
    void askRecognition(language).then((answer) => {
      recognised.set(language, answer)
      tellChange()
    })
  }
  return recognised.get(language) ?? null
}

/** Silence, and a closed microphone. @returns whether there was anything to stop */
export function stopSpeech(): boolean {
  const isActive = reader.messageId !== null || dictaphone.isListening
  reader.stop()
  dictaphone.drop()
  return isActive
}
