/**
 * A part of a phrase: a word, or a slot. A slot takes one of several sequences of words, any one to eight words
 * (`any`), or nothing where the message ends (`end`).
 */
export type PhrasePart = string | readonly (readonly string[])[] | 'any words' | 'end of message'

/** How a text is cut in words. */
export type ToWords = (text: string) => string[]

/** A slot of an utterance as Botpress writes it: `[permis de construire](any)`. */
const SLOT = /\[([^[\]]*)\]\((\w+)\)/g
/** Words that an open slot takes at most: "demande de place en crèche pour ma fille". */
const MOST_SLOT_WORDS = 8
/** Words that are skipped at most between two parts of a phrase. */
const MOST_SKIPPED_WORDS = 8

/**
 * Reads the utterances of one intent as phrases. In Botpress's format an utterance shows a slot by an example of what fills it; here the examples of a
 * slot over all the utterances of its intent are what it takes: `[mon](mine) [dossier](any) est-il [prêt](done)` and `[nos](mine) papiers` together hear
 * "nos papiers" and "mon passeport est-il prêt". The slots `any` and `end` are open.
 */
export function readPhrases(utterances: readonly string[], toWords: ToWords): PhrasePart[][] {
  const examples = new Map<string, Map<string, string[]>>()
  for (const [, example = '', name = ''] of utterances.flatMap((utterance) => [...utterance.matchAll(SLOT)])) {
    const words = toWords(example)
    examples.set(name, (examples.get(name) ?? new Map()).set(words.join(' '), words))
  }
  const toPart = (name: string): PhrasePart => {
    if (name === 'any') return 'any words'
    return name === 'end' ? 'end of message' : [...(examples.get(name)?.values() ?? [])]
  }
  const phrases = utterances.map((utterance) => {
    const parts: PhrasePart[] = []
    let last = 0
    for (const slot of utterance.matchAll(SLOT)) {
      parts.push(...toWords(utterance.slice(last, slot.index)), toPart(slot[2] ?? ''))
      last = slot.index + slot[0].length
    }
    return [...parts, ...toWords(utterance.slice(last))]
  })
  // Utterances that only show what a slot takes are one phrase.
  return [...new Map(phrases.map((phrase) => [JSON.stringify(phrase), phrase])).values()]
}

/** The words by which a phrase can begin. An open slot begins none. */
export function firstWords([first]: readonly PhrasePart[]): string[] {
  if (first === undefined || isOpen(first)) return []
  return typeof first === 'string' ? [first] : [...new Set(first.flatMap(([word]) => word ?? []))]
}

/** Whether a text has the words that a phrase cannot be without, in whatever order: few phrases of a list need a closer look. */
export function hasWordsOf(phrase: readonly PhrasePart[], said: ReadonlySet<string>): boolean {
  const isSaid = (word: string) => said.has(word)
  return phrase.every((part) => {
    if (typeof part === 'string') return isOpen(part) || isSaid(part)
    return part.some((sequence) => sequence.every(isSaid))
  })
}

/** The words of a phrase, slots left out. */
export function wordsOf(phrase: readonly PhrasePart[]): string[] {
  return phrase.filter((part): part is string => typeof part === 'string' && !isOpen(part))
}

/**
 * Where a phrase that begins at the word `from` ends; `null` when it is not there.
 * @param isSkippable whether a word of the text may stand between two parts of the phrase
 */
export function endOfPhrase(
  words: readonly string[],
  from: number,
  phrase: readonly PhrasePart[],
  isSkippable: (word: string) => boolean,
): number | null {
  // Each rest of the phrase is tried once at each word: what a message repeats costs no more than its length.
  const failed = new Set<number>()
  const endOfRest = (at: number, index: number): number | null => {
    const part = phrase[index]
    if (part === undefined) return at
    const key = at * phrase.length + index
    if (failed.has(key)) return null
    for (const start of startsOf(at, index)) {
      for (const end of endsOf(words, start, part)) {
        const whole = endOfRest(end, index + 1)
        if (whole !== null) return whole
      }
    }
    failed.add(key)
    return null
  }
  /** The word itself, and those behind words that may be skipped. */
  const startsOf = (at: number, index: number): number[] => {
    const starts = [at]
    const last = Math.min(words.length, at + MOST_SKIPPED_WORDS)
    for (let next = at; index > 0 && next < last && isSkippable(words[next] ?? ''); next += 1) starts.push(next + 1)
    return starts
  }
  return phrase.length > 0 ? endOfRest(from, 0) : null
}

/** Where a part that begins at a word may end. */
function endsOf(words: readonly string[], at: number, part: PhrasePart): number[] {
  if (part === 'end of message') return at === words.length ? [at] : []
  if (part === 'any words') {
    const most = Math.min(MOST_SLOT_WORDS, words.length - at)
    return Array.from({ length: Math.max(0, most) }, (_, index) => at + index + 1)
  }
  const sequences = typeof part === 'string' ? [[part]] : part
  return sequences
    .filter((sequence) => sequence.every((word, index) => words[at + index] === word))
    .map((sequence) => at + sequence.length)
}

function isOpen(part: PhrasePart): part is 'any words' | 'end of message' {
  return part === 'any words' || part === 'end of message'
}
