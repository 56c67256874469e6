import type { Language } from '../../../platform/model/language.js'
import { localVoice } from './local-voice.js'
import { recognition } from './speech.js'
import { browserVoices } from './voices.js'

/** Whether the device may read aloud in a conversation: answers are often in French, whatever the language of the interface. */
export function canRead(language: Language): boolean {
  return [language, 'fr' as const].some((one) => localVoice(browserVoices(), one))
}

/** Whether the device recognises what is said in a language, as far as is known. */
export function canDictate(language: Language): boolean {
  return typeof (recognition(language) ?? 'none') === 'object'
}
