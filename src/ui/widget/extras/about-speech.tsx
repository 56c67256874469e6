import type { Language } from '../../../platform/model/language.js'
import { canRead } from './can-speech.js'
import type { ComfortKey, SayComfort } from './comfort-words.js'
import { hasFarVoice, localVoice } from './local-voice.js'
import { recognition } from './speech.js'
import { browserVoices } from './voices.js'

/** What to know of the voices that are offered, and why those that are not offered are not. */
export function About({ language, say }: { language: Language; say: SayComfort }) {
  return (
    <details class="about">
      <summary>{say('about')}</summary>
      {[...aboutReading(language), ...aboutDictation(language)].map((key) => (
        <p>{say(key)}</p>
      ))}
    </details>
  )
}

function aboutReading(language: Language): ComfortKey[] {
  const voices = browserVoices()
  const offered: ComfortKey[] = canRead(language) ? ['aboutScreenReader', 'aboutReading'] : []
  if (localVoice(voices, language)) return offered
  return [...offered, 'noVoice', ...(hasFarVoice(voices, language) ? (['farVoice'] as const) : [])]
}

/** Nothing while the browser is being asked. */
function aboutDictation(language: Language): ComfortKey[] {
  const heard = recognition(language)
  if (heard === null) return []
  if (heard === 'far' || heard === 'none') return [heard === 'far' ? 'farRecognition' : 'noRecognition', 'keyboard']
  return ['aboutDictation']
}
