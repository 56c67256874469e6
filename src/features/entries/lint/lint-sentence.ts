import { oneOf } from '../../../platform/text/word-pattern.js'
import type { SentenceWords } from './plain-words.js'

/** What the linter of simplified versions looks for; `lint.<rule>` in `knowledge/messages/` says it in words. */
export const LINT_RULES = [
  'sentence_long',
  'sentences_long',
  'paragraph_long',
  'paragraph_dense',
  'jargon',
  'heavy_word',
  'acronym_known',
  'acronym_unknown',
  'passive',
  'double_negation',
  'figure',
  'roman_numeral',
  'nested_list',
  'construct',
] as const
/** One of {@link LINT_RULES}. */
export type LintRule = (typeof LINT_RULES)[number]

/** Something that a rule found in a text. */
export interface Finding {
  rule: LintRule
  /** Characters of the text before it. */
  offset: number
  /** What fills the places of the rule's sentence. */
  parameters: Record<string, string>
}

/** Most words in a sentence of a simplified version. Source: European standards "Information for all" ask for short sentences; fifteen words is the project's own rule. */
export const MAX_SENTENCE_WORDS = 15

/** "Ne … que" says "seulement": it denies nothing. */
const NOT = /(?<!\p{L})(?:n'|ne\s)(?!\S+\s+(?:\S+\s+){0,2}?qu(?:e|'))/giu

/** What is at fault in one sentence: its length, a passive with its agent, two denials. Pure. */
export type LintSentence = (sentence: Sentence) => Finding[]

/** Builds {@link LintSentence}. */
export function createSentenceLinter({ be, participles, adverbs, noAgents, without }: SentenceWords): LintSentence {
  const between = `(?:(?:\\p{L}{1,25}ment|${oneOf(adverbs)})\\s{1,4})?`
  const passiveVoice = new RegExp(
    `(?<!\\p{L})${oneOf(be)}\\s{1,4}${between}(\\p{L}{1,25}${oneOf(participles)})\\s{1,4}(?:[^\\s.,;:()]{1,40}\\s{1,4}){0,3}?par\\s{1,4}(?!(?:${oneOf(noAgents)}|\\d)(?![\\p{L}]))`,
    'iu',
  )
  const denials = new RegExp(`(?<!\\p{L})${oneOf(without)}(?!\\p{L})`, 'giu')
  return ({ offset, text, words }) => {
    const findings: Finding[] = []
    if (words > MAX_SENTENCE_WORDS) {
      const parameters = { count: String(words), max: String(MAX_SENTENCE_WORDS) }
      findings.push({ rule: 'sentence_long', offset, parameters })
    }
    const passive = passiveVoice.exec(text)
    if (passive)
      findings.push({ rule: 'passive', offset: offset + passive.index, parameters: { found: passive[0].trim() } })
    const [first, ...others] = [...text.matchAll(NOT), ...text.matchAll(denials)]
    // "Sans porc ou sans viande" is plain: two denials are hard when a verb is denied.
    if (first && others.length > 0 && /^n/i.test(first[0]))
      findings.push({ rule: 'double_negation', offset: offset + first.index, parameters: {} })
    return findings
  }
}

/** A sentence of a text. */
export interface Sentence {
  /** Characters of the text before it. */
  offset: number
  text: string
  /** Words in it; see {@link wordsOf}. */
  words: number
}

/** A full stop after these ends no sentence. */
const ABBREVIATION = /(?:^|[\s(])(?:M|MM|Mme|Mmes|Mlle|Dr|Me|St|Ste|art|av|bd|ex|tél|p)\.$/i
const END = /(?<![.!?…])[.!?…]+[\s\u00a0\u202f]*[»)"]*(?=\s|$)/g

/** Splits a text into sentences. A full stop inside a number or after an abbreviation ends none. Pure. */
export function splitSentences(text: string): Sentence[] {
  const sentences: Sentence[] = []
  let from = 0
  const take = (to: number) => {
    const piece = text.slice(from, to)
    const trimmed = piece.trimStart()
    const offset = from + piece.length - trimmed.length
    if (/[\p{L}\p{N}]/u.test(trimmed))
      sentences.push({ offset, text: trimmed.trimEnd(), words: wordsOf(trimmed).length })
    from = to
  }
  for (const { 0: mark, index } of text.matchAll(END)) {
    if (!(mark.startsWith('.') && ABBREVIATION.test(text.slice(from, index + 1)))) take(index + mark.length)
  }
  take(text.length)
  return sentences
}

/** The words of a text: what spaces part. A phone number, an amount and an hour are one word each; signs are none. */
export function wordsOf(text: string): string[] {
  return text
    .replace(/(?<!\d)\d+(?:[ \u00a0\u202f]\d+)+/g, '0')
    .replace(/(?<!\d)\d+[ \u00a0\u202f]h\b(?:[ \u00a0\u202f]\d+)?/g, '0')
    .split(/\s+/)
    .filter((piece) => /[\p{L}\p{N}]/u.test(piece))
}
