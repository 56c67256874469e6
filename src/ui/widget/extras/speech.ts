import type { Language } from '../../../platform/model/language.js'
import { Dictaphone } from './dictaphone.js'
import { tellChange } from './following.js'
import { askRecognition, type Recognised } from './recognition.js'

/** A sentence and the voice that reads it. */
interface VoicedPiece {
  text: string
  voice: SpeechSynthesisVoice
}

/** Reads one message at a time, sentence by sentence, with voices of the device. */
export class Reader {
  /** The message being read; `null` in silence. */
  messageId: string | null = null
  readonly #onChange: () => void
  /** Grows at each start and stop: what a former reading still says is not heard. */
  #run = 0
  /** What is being said. A browser that lets go of a sentence while it is read never tells that it has ended. */
  #saying: SpeechSynthesisUtterance | null = null

  /** @param onChange called when a reading starts and when it ends */
  constructor(onChange: () => void) {
    this.#onChange = onChange
  }

  /** Reads a message in place of any other. @param onFailure called when the device cannot */
  start(messageId: string, pieces: readonly VoicedPiece[], onFailure: () => void): void {
    this.stop()
    this.#run += 1
    this.messageId = messageId
    this.#read(pieces, onFailure)
    this.#onChange()
  }

  /** Ends the reading at once. */
  stop(): void {
    if (this.messageId === null) return
    this.#run += 1
    this.messageId = null
    this.#saying = null
    speechSynthesis.cancel()
    this.#onChange()
  }

  #read([piece, ...rest]: readonly VoicedPiece[], onFailure: () => void): void {
    if (!piece) {
      this.stop()
      return
    }
    const run = this.#run
    const utterance = new SpeechSynthesisUtterance(piece.text)
    utterance.voice = piece.voice
    utterance.lang = piece.voice.lang
    utterance.onend = () => run === this.#run && this.#read(rest, onFailure)
    utterance.onerror = () => {
      if (run !== this.#run) return
      this.stop()
      onFailure()
    }
    this.#saying = utterance
    speechSynthesis.speak(this.#saying)
  }
}

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
