import { foldedWords } from '../../platform/text/fold-text.js'
import type { Tables } from '../words/tables.js'

/** Ways in which a message goes on with what was said, in every language together; folded, words joined by one space. */
export type GoingOnWords = Tables['going-on'][string]

/** How a message begins, as {@link GoingOnWords} has it. */
export interface Beginning {
  begins: boolean
  mayBegin: boolean
  points: boolean
  /** What is left once a correction is taken off; `null` where there is none. */
  corrected: string | null
}

/** Joins the words of all languages. */
export function goingOnWords(byLanguage: Tables['going-on']): GoingOnWords {
  const all = (name: keyof GoingOnWords) => [
    ...new Set(Object.values(byLanguage).flatMap((words) => words[name].map(foldPhrase))),
  ]
  const names = ['begins', 'mayBegin', 'points', 'corrects', 'joints', 'other'] as const
  return Object.fromEntries(names.map((name) => [name, all(name)])) as unknown as GoingOnWords
}

/** Whether a message begins, or points, as one that goes on. Pure. */
export function wayOfBeginning(text: string, words: GoingOnWords): Beginning {
  const said = `${foldPhrase(text)} `
  const startsWith = (phrase: string) =>
    phrase.endsWith('*') ? said.startsWith(phrase.slice(0, -1)) : said.startsWith(`${phrase} `)
  return {
    begins: words.begins.some(startsWith),
    mayBegin: words.mayBegin.some(startsWith),
    points: words.points.some((phrase) => ` ${said}`.includes(` ${phrase} `)),
    corrected: withoutCorrection(text, words.corrects),
  }
}

/** The text after the longest correction by which it begins; what is left must say something. */
function withoutCorrection(text: string, corrects: readonly string[]): string | null {
  const tokens = [...text.matchAll(/[\p{L}\p{M}\p{N}]+/gu)]
  for (let length = Math.min(8, tokens.length - 1); length > 0; length -= 1) {
    const end = (tokens[length - 1]?.index ?? 0) + (tokens[length - 1]?.[0].length ?? 0)
    if (corrects.includes(foldPhrase(text.slice(0, end)))) return text.slice(end).replace(/^[\s,;:.!?'’-]+/u, '')
  }
  return null
}

/** A phrase as these lists hold it: folded words, one space between them. Pure. */
export function foldPhrase(text: string): string {
  const glued = text.endsWith('*') ? '*' : ''
  return foldedWords(text).join(' ') + glued
}
