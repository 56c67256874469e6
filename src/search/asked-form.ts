import { type QuestionKinds, questionKindsOf } from './asking.js'
import { fold, isGrammar, stemOf, type Word, withoutPoliteness } from './french-analyser.js'
import { ASKING_WORDS, FILLERS } from './french-words.js'
import { coreOfMessage } from './message-core.js'
import { isIdentityAlone } from './without-identity.js'

/** A message as it is searched, by words and by meaning: however often, loudly and politely it is said, its form is one. */
export interface AskedForm {
  /** What the encoder reads: words in lower case and in order, each once, without punctuation, fillers and grammar at either end. Empty where nothing has a subject. */
  text: string
  /** What makes two messages the same question: the text without its grammar, but for words that ask or deny. */
  key: string
  /** The words of it that carry meaning, as they were typed. */
  words: Word[]
  /** What it asks of its subject. */
  asking: QuestionKinds
  /** Words of the message, repeats counted: those that carry meaning, and the grammar between them. */
  said: { words: number; grammar: number }
  /** Whether it says who or where one is, and nothing else. */
  isIdentity: boolean
}

/** In how many entries a stem is. */
export type FrequencyOf = (stem: string) => number

/** Characters of a message that are searched; the rest of a pasted mail adds nothing. */
export const MOST_CHARACTERS = 4_000
/** A word with what is elided before it: "d'identite". */
const WORD = /(?:[\p{L}\p{N}]+')*[\p{L}\p{N}]+/gu
/** A word as it is typed. */
export const TYPED = /[\p{L}\p{M}\p{N}]+/gu
/** Signs that stand inside a sentence: "c'est !!! quoi". One alone may end a sentence. */
const SIGNS_WITHIN = /\s(?![.!?;:,]\s)[^\p{L}\p{N}\s'’]+(?=\s+\p{Ll})/gu
/** A letter held down: no French word has one three times in a row. */
const HELD = /(\p{L})\1{2,}/giu

/**
 * The form of a message. Repeating a word or the whole, capitals, punctuation, emoji, greetings, thanks, held letters and grammar around a question leave it as it is,
 * so that they cannot make a search surer. Words that ask or deny stay wherever they stand: with them, another thing is asked. Pure.
 * @param frequencyOf by which a held letter is known to be single or double
 */
export function askedForm(message: string, frequencyOf: FrequencyOf): AskedForm {
  const own = coreOfMessage(message).slice(0, MOST_CHARACTERS).normalize('NFC')
  const core = released(own.replace(SIGNS_WITHIN, ''), frequencyOf)
  const spoken = (withoutPoliteness(core).match(WORD) ?? []).filter((word) => !FILLERS.has(bareOf(word)))
  const kept = distinct(spoken)
  const forms = typedForms(core)
  const said = spoken.filter(isWord).length
  return {
    text: kept.some(isWord) ? kept.map((word) => asTyped(word, forms)).join(' ') : '',
    key: kept
      .filter((word) => isWord(word) || isAsking(word))
      .map(bareOf)
      .join(' '),
    words: kept.filter(isWord).map((word) => toWord(bareOf(word), forms)),
    asking: questionKindsOf(core),
    said: { words: said, grammar: spoken.length - said },
    isIdentity: isIdentityAlone(core),
  }
}

/**
 * Each word once, where it was said first, with the grammar before it. Of what leads to a word that was said before, only what asks or denies; at either end,
 * nothing beyond.
 */
function distinct(spoken: readonly string[]): string[] {
  const seen = new Set<string>()
  const kept: string[] = []
  let grammar: string[] = []
  const keep = (words: readonly string[]) => {
    for (const word of words) {
      if (seen.has(bareOf(word))) continue
      seen.add(bareOf(word))
      kept.push(word)
    }
  }
  for (const word of spoken) {
    if (!isWord(word)) {
      grammar.push(word)
      continue
    }
    if (seen.has(bareOf(word))) keep(grammar.filter(isAsking))
    else keep([...(kept.length > 0 ? grammar : fromAsking(grammar)), word])
    grammar = []
  }
  keep(grammar.slice(0, grammar.findLastIndex(isAsking) + 1))
  return kept
}

/** What follows the first word that asks or denies, and that word. */
function fromAsking(grammar: readonly string[]): readonly string[] {
  const first = grammar.findIndex(isAsking)
  return first < 0 ? [] : grammar.slice(first)
}

/** "identite" of "d'identite". */
function bareOf(word: string): string {
  return word.slice(word.lastIndexOf("'") + 1)
}

/** A folded word with its accents, as far as they were typed: the encoder was taught with them and without. */
function asTyped(word: string, forms: ReadonlyMap<string, string>): string {
  return word
    .split("'")
    .map((part) => forms.get(part)?.toLowerCase() ?? part)
    .join("'")
}

/** Whether it carries meaning. */
function isWord(word: string): boolean {
  return !isGrammar(bareOf(word))
}

function isAsking(word: string): boolean {
  return ASKING_WORDS.has(bareOf(word))
}

function toWord(bare: string, forms: ReadonlyMap<string, string>): Word {
  return { stem: stemOf(bare), form: forms.get(bare) ?? bare }
}

/** A text without its held letters: each word as the entries write it most often, with such a letter once or twice. */
function released(text: string, frequencyOf: FrequencyOf): string {
  if (text.search(HELD) < 0) return text
  return text.replace(TYPED, (word) => {
    if (word.search(HELD) < 0) return word
    const [once, twice] = [word.replace(HELD, '$1'), word.replace(HELD, '$1$1')]
    const [singly, doubly, asTyped] = [once, twice, word].map((spelling) => {
      const folded = fold(spelling)
      return isGrammar(folded) ? Number.POSITIVE_INFINITY : frequencyOf(stemOf(folded))
    }) as [number, number, number]
    if (asTyped > Math.max(singly, doubly)) return word
    // Of one stem, as "tennis" and "tenis": French doubles within a word, not at its end.
    if (doubly === singly && doubly > 0) return twice.replace(/(\p{L})\1$/iu, '$1')
    return doubly > singly ? twice : once
  })
}

/** How each folded word was typed, the first time. */
function typedForms(text: string): Map<string, string> {
  const forms = new Map<string, string>()
  for (const [form] of text.matchAll(TYPED)) if (!forms.has(fold(form))) forms.set(fold(form), form)
  return forms
}
