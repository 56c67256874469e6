import { localRecognition, type Recognition, type RecognitionEvent } from './recognition.js'

/** Why a dictation has ended without being asked to. */
export type DictationProblem = 'microRefused' | 'dictationFailed'

/** What a dictation writes into. */
export interface DictationField {
  read(): string
  write(text: string): void
  onEnd(problem: DictationProblem | null): void
}

/** Writes what is said into a field, words that are still uncertain included. Sends nothing. */
export class Dictaphone {
  #recognition: Recognition | null = null
  readonly #onChange: () => void

  /** @param onChange called when it starts and when it ends */
  constructor(onChange: () => void) {
    this.#onChange = onChange
  }

  /** Whether the microphone is open. */
  get isListening(): boolean {
    return this.#recognition !== null
  }

  /** Opens the microphone. @param tag language, as the browser named it */
  start(tag: string, field: DictationField): void {
    this.drop()
    let problem: DictationProblem | null = null
    try {
      const recognition = localRecognition(tag)
      const write = writer(field)
      recognition.onresult = (event) => recognition === this.#recognition && write(event)
      recognition.onerror = ({ error }) => {
        problem = problemOf(error)
      }
      recognition.onend = () => {
        if (recognition !== this.#recognition) return
        this.#end()
        field.onEnd(problem)
      }
      recognition.start()
      this.#recognition = recognition
    } catch {
      field.onEnd('dictationFailed')
    }
    this.#onChange()
  }

  /** Closes the microphone; the last words may still be written. */
  stop(): void {
    this.#recognition?.stop()
  }

  /** Closes it at once, and writes nothing more. */
  drop(): void {
    const recognition = this.#recognition
    if (!recognition) return
    this.#end()
    recognition.abort()
  }

  #end(): void {
    this.#recognition = null
    this.#onChange()
  }
}

/** Adds what is heard after what is written. What is corrected by hand meanwhile stays: the words that it was still guessing then are left out. */
function writer({ read, write }: DictationField): (event: RecognitionEvent) => void {
  let settled = read()
  let uncertain = ''
  let first = 0
  return ({ resultIndex, results }) => {
    if (read() !== join(settled, uncertain)) {
      settled = read()
      if (uncertain) first = results.length
    }
    uncertain = ''
    for (const { isFinal, 0: heard } of Array.from(results).slice(Math.max(resultIndex, first))) {
      if (isFinal) settled = join(settled, heard.transcript)
      else uncertain = join(uncertain, heard.transcript)
    }
    write(join(settled, uncertain))
  }
}

function join(before: string, after: string): string {
  const heard = after.trim()
  return heard && before ? `${before.trimEnd()} ${heard}` : before || heard
}

function problemOf(error: string): DictationProblem | null {
  if (error === 'not-allowed' || error === 'audio-capture') return 'microRefused'
  return error === 'no-speech' || error === 'aborted' ? null : 'dictationFailed'
}
