import snowball from 'snowball-stemmers'
import { POLITE_PHRASES, STOP_WORDS } from './french-words.js'

/** A word of a question that carries meaning: its stem, and how the citizen wrote it. */
export interface Word {
  stem: string
  form: string
}

const WORD = /[\p{L}\p{M}\p{N}]+/gu
const MARKS = /\p{M}+/gu
/** Stems of frequent words are kept; the memory is emptied when it reaches this size, which bounds it on odd input. */
const MEMO_LIMIT = 100_000

const stemmer = snowball.newStemmer('french')
const memo = new Map<string, string>()

/** Lower case, without accents, `œ` as `oe`, straight apostrophes: so that "Décès", "DECES" and "deces" are one word. */
export function fold(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('œ', 'oe')
    .replaceAll('æ', 'ae')
    .replaceAll('’', "'")
    .normalize('NFKD')
    .replace(MARKS, '')
}

/**
 * Stems of the words of a text that carry meaning, in order, repeats kept. Elided articles and stop words are left out, numbers
 * are kept. Accents are folded before stemming, so that a text typed without accents gives the same stems.
 */
export function analyse(text: string): string[] {
  const stems: string[] = []
  for (const [token] of fold(text).matchAll(WORD)) if (!STOP_WORDS.has(token)) stems.push(stemOf(token))
  return stems
}

/** Like {@link analyse}, for a citizen's message: polite turns are removed first and each word keeps its form. */
export function analyseQuestion(text: string): Word[] {
  const forms = new Map<string, string>()
  for (const [form] of text.normalize('NFC').matchAll(WORD)) forms.set(fold(form), form)
  const words: Word[] = []
  for (const [token] of withoutPoliteness(text).matchAll(WORD)) {
    if (!STOP_WORDS.has(token)) words.push({ stem: stemOf(token), form: forms.get(token) ?? token })
  }
  return words
}

/** The stems of {@link analyseQuestion}, for whom the forms do not matter. */
export function stemsOfQuestion(text: string): string[] {
  return analyse(withoutPoliteness(text))
}

/** What a message names, however it is said: its stems, each once and in order; empty where it has no word that means something. */
export function subjectOfQuestion(text: string): string {
  return [...new Set(stemsOfQuestion(text))].sort().join(' ')
}

/** A message without the polite turns around its question; empty when nothing else was said. */
export function withoutPoliteness(text: string): string {
  let folded = fold(text).replace(/\s+/g, ' ')
  for (const phrase of POLITE_PHRASES) folded = folded.replace(phrase, ' ')
  return folded.trim()
}

/** Whether a folded word is grammar or courtesy, and carries no subject. */
export function isGrammar(folded: string): boolean {
  return STOP_WORDS.has(folded)
}

/** The stem of a folded word; of one with a digit, the word. */
export function stemOf(folded: string): string {
  const known = memo.get(folded)
  if (known !== undefined) return known
  if (memo.size >= MEMO_LIMIT) memo.clear()
  const stem = /\d/.test(folded) ? folded : stemmer.stem(folded)
  memo.set(folded, stem)
  return stem
}
