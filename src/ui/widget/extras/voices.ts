import { tellChange } from './following.js'

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
