import type { RecognisedLanguage } from '../../../platform/model/language.js'
import { tellChange } from './following.js'

/** What is looked at in a voice of the browser. */
export type VoiceLike = Pick<SpeechSynthesisVoice, 'lang' | 'localService' | 'default'>

/** As it is spoken in the countries that the town's content is written for, where there is a choice. */
const PREFERRED: Partial<Record<RecognisedLanguage, string>> = { fr: 'fr-FR', en: 'en-GB', pt: 'pt-PT', es: 'es-ES' }

/**
 * The voice that reads a language on the device itself; `null` when there is none. A voice that the browser fetches from a service is never one: it would
 * send what it reads to that service.
 */
export function localVoice<Voice extends VoiceLike>(
  voices: readonly Voice[],
  language: RecognisedLanguage,
): Voice | null {
  const local = voices.filter((voice) => voice.localService === true && speaks(voice, language))
  const preferred = local.find((voice) => tagOf(voice) === PREFERRED[language])
  return preferred ?? local.find((voice) => voice.default) ?? local[0] ?? null
}

/** Whether the browser would read this language by a service elsewhere. */
export function hasFarVoice(voices: readonly VoiceLike[], language: RecognisedLanguage): boolean {
  return voices.some((voice) => !voice.localService && speaks(voice, language))
}

function speaks(voice: VoiceLike, language: RecognisedLanguage): boolean {
  return tagOf(voice).split('-')[0]?.toLowerCase() === language
}

/** Some phones write `fr_FR`. */
function tagOf({ lang }: VoiceLike): string {
  return lang.replace('_', '-')
}

let voices: SpeechSynthesisVoice[] | null = null

/** The voices of the browser; often none at first, and then those who follow are told of them. A browser that does not speak has none. */
export function browserVoices(): readonly SpeechSynthesisVoice[] {
  if (!('speechSynthesis' in globalThis)) return []
  if (!voices) {
    const read = () => {
      voices = speechSynthesis.getVoices()
    }
    read()
    // Optional: an old Safari speaks, and cannot be listened to.
    speechSynthesis.addEventListener?.('voiceschanged', () => {
      read()
      tellChange()
    })
  }
  return voices ?? []
}
