import { oneOf } from '../../../platform/text/word-pattern.js'
import type { Sentence } from './lint-sentence.js'
import type { SentenceWords } from './plain-words.js'

/** Where a word stands among the sentences of a text. */
export interface WordPlace {
  sentences: readonly Sentence[]
  /** Sentence that holds the word. */
  index: number
  /** Where the word begins and ends in that sentence. */
  from: number
  to: number
}

/**
 * Whether a hard word is explained where it stands: in parentheses or after "s'appelle", since its plain words come first; inside quotation marks, since it is
 * what is written on a button or a paper; or by what follows in its sentence, "c'est" for instance, or by a next sentence about it. Pure.
 */
export type IsExplained = (place: WordPlace) => boolean

/** Builds {@link IsExplained}. */
export function createExplanationFinder({ says, explains, explainsNext, names }: SentenceWords): IsExplained {
  /** "…, un papier qui…", "… (…)", "…, c'est…" */
  const after = new RegExp(`^\\s*[,:]\\s+(?:un|une|des|le|la|les|l')(?:\\s|(?<='))|\\(|${oneOf(explains)}`, 'i')
  const next = new RegExp(
    `^(?:\\(|${oneOf(explainsNext)}|(?:ce|cet|cette|ces) [^.]*(?<!\\p{L})${oneOf(says)}(?!\\p{L}))`,
    'iu',
  )
  /** "Un justificatif de domicile est utile. Le justificatif dit où vous habitez." */
  const about = new RegExp(`^(?:le |la |les |l'|un |une )([\\p{L}-]+) ${oneOf(says)}(?!\\p{L})`, 'iu')
  const named = new RegExp(oneOf(names), 'i')
  return ({ sentences, index, from, to }) => {
    const text = sentences[index]?.text ?? ''
    const [before, rest] = [text.slice(0, from), text.slice(to)]
    if (isInside(before, '(', ')') || isInside(before, '«', '»') || named.test(before)) return true
    const following = sentences[index + 1]?.text ?? ''
    const [word = ''] = text.slice(from, to).split(/\s/)
    const isAbout = about.exec(following)?.[1]?.toLowerCase() === word.toLowerCase()
    return after.test(rest) || next.test(following) || isAbout
  }
}

function isInside(before: string, opening: string, closing: string): boolean {
  return before.lastIndexOf(opening) > before.lastIndexOf(closing)
}
