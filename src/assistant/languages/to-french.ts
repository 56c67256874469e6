import type { SpokenLanguage } from '../../platform/model/language.js'
import type { Probability } from '../../platform/model/probability.js'
import type { LexiconRow } from '../words/load-lexicons.js'
import { foreignWords, withoutHeads } from './foreign-words.js'
import { createKnownForms } from './known-forms.js'

/** A message of another language, as French words to search. */
export interface FrenchWords {
  /** Search words in the order of the message, without repeats; not a sentence, and not for a citizen to read. */
  text: string
  /** Share of the words with a subject that the lexicon knew, in [0, 1]; 0 when there is none. */
  knownShare: Probability
}

/** Turns a message into French search words. Pure. */
export type ToFrench = (text: string) => FrenchWords

/** A row of a lexicon, in words. */
interface Phrase {
  words: string[]
  french: string
}

/**
 * Builds the translation of one language, word by word: the longest phrase first. `isFrench` tells words that need no
 * translation, such as "CAF"; numbers are kept.
 */
export function createToFrench(
  language: SpokenLanguage,
  rows: readonly LexiconRow[],
  isFrench: (word: string) => boolean,
): ToFrench {
  const phrases = rows.map(({ foreign, french }) => ({ words: phraseWords(language, foreign), french }))
  const grammar = new Set(phrases.flatMap(({ words, french }) => (french === '' && words.length === 1 ? words : [])))
  const formsOf = createKnownForms(language, new Set(phrases.flatMap(({ words }) => words)), grammar)
  const byFirstWord = indexByFirstWord(phrases)
  return (text) => {
    const words = foreignWords(text)
    const forms = words.map(formsOf)
    const french = new Set<string>()
    let known = 0
    let unknown = 0
    for (let at = 0; at < words.length; ) {
      const word = words[at] ?? ''
      const phrase = longestPhrase(forms, at, byFirstWord)
      if (phrase) {
        if (phrase.french !== '') known += 1
        french.add(phrase.french)
      } else if (/\p{N}/u.test(word)) french.add(word)
      else if (word.length > 2 && isFrench(word)) {
        known += 1
        french.add(word)
      } else if (word.length > 1) unknown += 1
      at += phrase?.words.length ?? 1
    }
    french.delete('')
    return { text: [...french].join(' '), knownShare: known === 0 ? 0 : known / (known + unknown) }
  }
}

/** The words of a lexicon's phrase; Arabic ones without their article. */
function phraseWords(language: SpokenLanguage, phrase: string): string[] {
  const words = foreignWords(phrase)
  if (language !== 'ar') return words
  return words.map((word) => withoutHeads(word).find((rest, index) => index > 0 && word === `ال${rest}`) ?? word)
}

function indexByFirstWord(phrases: readonly Phrase[]): Map<string, Phrase[]> {
  const index = new Map<string, Phrase[]>()
  for (const phrase of phrases) {
    const [first] = phrase.words
    if (first !== undefined) index.set(first, [...(index.get(first) ?? []), phrase])
  }
  return index
}

/** The longest phrase that begins at a word; among equals, the one whose first word is nearest. */
function longestPhrase(
  forms: readonly (readonly string[])[],
  at: number,
  byFirstWord: ReadonlyMap<string, readonly Phrase[]>,
): Phrase | null {
  let longest: Phrase | null = null
  for (const first of forms[at] ?? []) {
    for (const phrase of byFirstWord.get(first) ?? []) {
      const fits = phrase.words.every((word, index) => forms[at + index]?.includes(word))
      if (fits && phrase.words.length > (longest?.words.length ?? 0)) longest = phrase
    }
  }
  return longest
}
