import type { Sentence } from './split-sentences.js'

/** Where a word stands among the sentences of a text. */
export interface Place {
  sentences: readonly Sentence[]
  /** Sentence that holds the word. */
  index: number
  /** Where the word begins and ends in that sentence. */
  from: number
  to: number
}

const SAYS = 'est|sont|dit|disent|sert|servent|prouve|prouvent|montre|montrent|veut dire|veulent dire'
/** "…, un papier qui…", "… (…)", "…, c'est…" */
const EXPLAINS_AFTER = /^\s*[,:]\s+(?:un|une|des|le|la|les|l')(?:\s|(?<='))|\(|c'est|ce sont|veut dire|signifie/i
const EXPLAINS_NEXT = new RegExp(
  `^(?:\\(|c'est|ce sont|[cç]a veut dire|cela veut dire|son nom |ce mot |(?:ce|cet|cette|ces) [^.]*(?<!\\p{L})(?:${SAYS})(?!\\p{L}))`,
  'iu',
)
const ABOUT = new RegExp(`^(?:le |la |les |l'|un |une )([\\p{L}-]+) (?:${SAYS})(?!\\p{L})`, 'iu')
/** The plain words come first, then their name. */
const NAMES = /s'appel|on (?:l'|les )?appel|appelée?s? |nommée?s? |nom (?:court |officiel )?est |on dit (?:aussi )?/i

/**
 * Whether a hard word is explained where it stands: in parentheses or after "s'appelle", since its plain words come first; inside quotation marks, since it is
 * what is written on a button or a paper; or by what follows in its sentence, "c'est" for instance, or by a next sentence about it. Pure.
 */
export function isExplained({ sentences, index, from, to }: Place): boolean {
  const text = sentences[index]?.text ?? ''
  const [before, after] = [text.slice(0, from), text.slice(to)]
  if (isInside(before, '(', ')') || isInside(before, '«', '»') || NAMES.test(before)) return true
  const next = sentences[index + 1]?.text ?? ''
  return EXPLAINS_AFTER.test(after) || EXPLAINS_NEXT.test(next) || isAbout(next, text.slice(from, to))
}

/** "Un justificatif de domicile est utile. Le justificatif dit où vous habitez." */
function isAbout(sentence: string, word: string): boolean {
  const [, subject = ''] = ABOUT.exec(sentence) ?? []
  return subject.toLowerCase() === word.split(/\s/)[0]?.toLowerCase()
}

function isInside(before: string, opening: string, closing: string): boolean {
  return before.lastIndexOf(opening) > before.lastIndexOf(closing)
}
