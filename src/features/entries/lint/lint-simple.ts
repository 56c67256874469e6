import type { PlainWords } from '../../../assistant/words/load-plain-words.js'
import { lintFigures } from '../../statistics/lint-figures.js'
import { lintAcronyms } from './lint-acronyms.js'
import type { Finding, LintRule } from './lint-finding.js'
import { lintRomanNumerals } from './lint-roman-numerals.js'
import { lintSentence, MAX_SENTENCE_WORDS } from './lint-sentence.js'
import { lintWords } from './lint-words.js'
import { readability } from './readability.js'
import { type Passage, splitPassages } from './split-passages.js'
import { type Sentence, splitSentences } from './split-sentences.js'

/** Something that the linter found, where it is. */
export interface Located extends Finding {
  /** From 1, in the Markdown that was read. */
  line: number
  /** From 1, in characters. */
  column: number
}

/** What the linter says of a text. */
export interface SimpleReport {
  /** What must be mended, in the order of the text. */
  faults: Located[]
  /** What had better be mended. */
  remarks: Located[]
  sentences: number
  /** Words a sentence; 0 without a sentence. */
  meanWords: number
  /** See {@link readability}: reported, not judged. `null` without a word. */
  readability: number | null
}

/** Most sentences in a paragraph or an item. */
const MAX_PARAGRAPH_SENTENCES = 3
/** Four short sentences may weigh less than three long ones: they are at fault only beyond what three may weigh. */
const MAX_PARAGRAPH_WORDS = MAX_PARAGRAPH_SENTENCES * MAX_SENTENCE_WORDS
/** Words a sentence that a text aims at. */
const AIMED_MEAN_WORDS = 12
/** Rules that are good advice, and have good exceptions. */
const REMARKS: ReadonlySet<LintRule> = new Set(['sentences_long', 'paragraph_dense', 'heavy_word'])

/** Reads the Markdown of a simplified version as a demanding reader would. Variables count as one word each. Pure. */
export function lintSimple(markdown: string, words: PlainWords): SimpleReport {
  const passages = splitPassages(markdown)
  const texts = passages.filter(({ kind }) => kind !== 'construct')
  const sentences = texts.flatMap(sentencesOf)
  const total = sentences.reduce((sum, sentence) => sum + sentence.words, 0)
  const meanWords = sentences.length === 0 ? 0 : total / sentences.length
  const findings = [
    ...passages.flatMap(lintPassage),
    ...sentences.flatMap(lintSentence),
    ...lintWords(sentences, words),
    ...lintAcronyms(sentences, words),
    ...lintMean(meanWords),
  ].sort((a, b) => a.offset - b.offset)
  const located = findings.map((finding): Located => ({ ...finding, ...positionOf(finding.offset, markdown) }))
  return {
    faults: located.filter(({ rule }) => !REMARKS.has(rule)),
    remarks: located.filter(({ rule }) => REMARKS.has(rule)),
    sentences: sentences.length,
    meanWords,
    readability: readability(sentences.map(({ text }) => text)),
  }
}

/** The sentences of a passage, placed in the whole text. */
function sentencesOf({ text, offset }: Passage): Sentence[] {
  return splitSentences(text).map((sentence) => ({ ...sentence, offset: offset + sentence.offset }))
}

function lintPassage(passage: Passage): Finding[] {
  const { kind, nested, offset, text } = passage
  if (kind === 'construct') return [{ rule: 'construct', offset, parameters: {} }]
  const inText = [...lintFigures(text), ...lintRomanNumerals(text)]
  return [
    ...(nested ? [{ rule: 'nested_list' as const, offset, parameters: {} }] : []),
    ...lintLength(sentencesOf(passage)),
    ...inText.map((finding) => ({ ...finding, offset: offset + finding.offset })),
  ]
}

function lintLength(sentences: readonly Sentence[]): Finding[] {
  const tooMany = sentences[MAX_PARAGRAPH_SENTENCES]
  if (!tooMany) return []
  const words = sentences.reduce((sum, sentence) => sum + sentence.words, 0)
  const rule = words > MAX_PARAGRAPH_WORDS ? 'paragraph_long' : 'paragraph_dense'
  const parameters = { count: String(sentences.length), max: String(MAX_PARAGRAPH_SENTENCES) }
  return [{ rule, offset: tooMany.offset, parameters }]
}

function lintMean(mean: number): Finding[] {
  const inWords = mean.toFixed(1).replace('.', ',')
  const parameters = { mean: inWords, aim: String(AIMED_MEAN_WORDS) }
  return mean > AIMED_MEAN_WORDS ? [{ rule: 'sentences_long', offset: 0, parameters }] : []
}

function positionOf(offset: number, text: string): { line: number; column: number } {
  const before = text.slice(0, offset)
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') }
}
