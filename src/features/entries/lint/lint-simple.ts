import { createExplanationFinder, type IsExplained } from './is-explained.js'
import { lintFigures } from './lint-figures.js'
import {
  createSentenceLinter,
  type Finding,
  type LintRule,
  type LintSentence,
  MAX_SENTENCE_WORDS,
  type Sentence,
  splitSentences,
  wordsOf,
} from './lint-sentence.js'
import { type PlainWords, phrasePattern } from './plain-words.js'

interface Phrase {
  rule: LintRule
  pattern: RegExp
  plain: string
}

interface Hit extends Finding {
  end: number
  /** As it is written, in small letters. */
  said: string
  explained: boolean
}

/** What a list of words is looked for by. */
interface Compiled {
  phrases: readonly Phrase[]
  lintSentence: LintSentence
  isExplained: IsExplained
}

/** Patterns already made: a list of words serves every entry. */
const compiled = new WeakMap<PlainWords, Compiled>()

/** Administrative words that a text does not explain at their first use. @param sentences of the whole text, in order */
function lintWords(sentences: readonly Sentence[], { phrases, isExplained }: Compiled): Finding[] {
  const byPlace = new Map<string, Hit>()
  for (const phrase of phrases) {
    for (const hit of hitsOf(phrase, sentences, isExplained)) byPlace.set(`${hit.offset} ${hit.end}`, hit)
  }
  const hits = [...byPlace.values()]
  // "Justificatif de domicile" is said once, not as "justificatif" again; and what is explained once is known from then on.
  return hits
    .filter((hit) => !hits.some((other) => covers(other, hit) || explains(other, hit)))
    .map(({ rule, offset, parameters }) => ({ rule, offset, parameters }))
}

function compile(words: PlainWords): Compiled {
  const known = compiled.get(words)
  if (known) return known
  const phrases = (['faults', 'remarks'] as const).flatMap((kind) =>
    words[kind].flatMap(({ plain, words: phrases }) =>
      phrases.map((phrase): Phrase => {
        const rule = kind === 'faults' ? 'jargon' : 'heavy_word'
        return { rule, pattern: phrasePattern(phrase), plain }
      }),
    ),
  )
  const made = {
    phrases,
    lintSentence: createSentenceLinter(words.grammar),
    isExplained: createExplanationFinder(words.grammar),
  }
  compiled.set(words, made)
  return made
}

function hitsOf({ rule, pattern, plain }: Phrase, sentences: readonly Sentence[], isExplained: IsExplained): Hit[] {
  return sentences.flatMap(({ text, offset }, index) =>
    [...text.toLowerCase().matchAll(pattern)].map(({ 0: said, index: from }): Hit => {
      const to = from + said.length
      const found = text.slice(from, to)
      const explained = isExplained({ sentences, index, from, to })
      const place = { offset: offset + from, end: offset + to }
      return { rule, ...place, said, explained, parameters: { found, plain } }
    }),
  )
}

function covers(one: Hit, other: Hit): boolean {
  return one.offset <= other.offset && one.end >= other.end && one.end - one.offset > other.end - other.offset
}

function explains(one: Hit, other: Hit): boolean {
  return one.explained && one.offset <= other.offset && one.said.includes(other.said)
}

/** A part of a Markdown text that is read at one go. */
interface Passage {
  /** `construct`: something else than a paragraph or a list: a heading, a table, a quotation, code. */
  kind: 'paragraph' | 'item' | 'construct'
  /** Whether it is an item under an item. */
  nested: boolean
  /** Characters of the Markdown before its text. */
  offset: number
  /** Its text, character for character: what is not read aloud is blanked, so that positions hold. See {@link blank}. */
  text: string
}

const ITEM = /^(\s*)(?:[-*+]|\d+[.)])[ \t]+/
const CONSTRUCT = /^\s*(?:#{1,6}\s|\||>|```|!\[|<[a-z/!])/i
/** Spaces before an item's mark from which it belongs to the item before. */
const NESTED_SPACES = 2

/** Splits Markdown into its paragraphs and items, in order. Pure. */
export function splitPassages(markdown: string): Passage[] {
  const passages: (Passage & { end: number })[] = []
  let open = false
  let offset = 0
  for (const line of markdown.split('\n')) {
    const end = offset + line.length
    const last = passages.at(-1)
    const begun = beginning(line)
    if (line.trim() === '') open = false
    else if (begun.kind === 'paragraph' && open && last) last.end = end
    else {
      passages.push({ ...begun, offset: offset + begun.offset, end })
      open = begun.kind !== 'construct'
    }
    offset = end + 1
  }
  return passages.map(({ end, ...passage }) => ({ ...passage, text: blank(markdown.slice(passage.offset, end)) }))
}

function beginning(line: string): Passage {
  const item = ITEM.exec(line)
  const indent = (item?.[1] ?? '').replace(/\t/g, '    ').length
  if (item) return { kind: 'item', nested: indent >= NESTED_SPACES, offset: item[0].length, text: '' }
  return { kind: CONSTRUCT.test(line) ? 'construct' : 'paragraph', nested: false, offset: 0, text: '' }
}

/** Variables and addresses become words of the same length, marks of weight and links spaces, and apostrophes straight. */
function blank(markdown: string): string {
  return markdown
    .replace(/\{\{[^{}]*\}\}/g, (variable) => 'x'.repeat(variable.length))
    .replace(/\[([^[\]]*)\]\([^)[]*\)/g, (link, label: string) => ` ${label}`.padEnd(link.length))
    .replace(/(?:https?:\/\/|www\.)[^\s)]*[^\s).,;]|(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.-]*\w/g, (address) =>
      'x'.repeat(address.length),
    )
    .replace(/[*_\\]/g, ' ')
    .replace(/’/g, "'")
}

/** Two to six capitals; a word in capitals is longer, and a code has digits. */
const CAPITALS = /(?<![\p{L}\p{N}-])\p{Lu}{2,6}(?![\p{L}\p{N}-])/gu
/** "Caf", "Pacs": an acronym may be written like a name. */
const NAME = /(?<![\p{L}\p{N}-])\p{Lu}\p{Ll}{1,6}(?![\p{L}\p{N}-])/gu
const LINT_ACRONYMS_ROMAN = /^[IVX]+$/

/** Acronyms that a text spells out neither before their first use, nor there, nor in the next sentence. @param sentences of the whole text, in order */
function lintAcronyms(
  sentences: readonly Sentence[],
  { acronyms, understood }: PlainWords,
  isExplained: IsExplained,
): Finding[] {
  const known = new Set<string>()
  const findings: Finding[] = []
  for (const [index, { text, offset }] of sentences.entries()) {
    const soFar = plain(
      sentences
        .slice(0, index + 2)
        .map((sentence) => sentence.text)
        .join(' '),
    )
    const names = [...text.matchAll(NAME)].filter(([name]) => acronyms[name.toUpperCase()] !== undefined)
    for (const { 0: found, index: from } of [...text.matchAll(CAPITALS), ...names]) {
      const acronym = found.toUpperCase()
      const full = acronyms[acronym]
      if (known.has(acronym) || understood.includes(acronym) || (LINT_ACRONYMS_ROMAN.test(found) && !full)) continue
      known.add(acronym)
      const isSpelled = full !== undefined && soFar.includes(plain(full))
      if (isSpelled || isExplained({ sentences, index, from, to: from + found.length })) continue
      const rule = full === undefined ? 'acronym_unknown' : 'acronym_known'
      findings.push({ rule, offset: offset + from, parameters: { found, ...(full && { plain: full }) } })
    }
  }
  return findings
}

function plain(text: string): string {
  return text.replace(/’/g, "'").replace(/\s+/g, ' ').toLowerCase()
}

/** Two figures at least, or one with its ordinal ending: a lone "I" or "V" is a letter. */
const ROMAN = /(?<![\p{L}\p{N}'-])(X{0,3})(IX|IV|V?I{0,3})(e|er|re|ème)?(?![\p{L}\p{N}-])/gu
const UNITS = ['', 'I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX']

/** Numbers in Roman figures, which many readers cannot read. Pure. */
function lintRomanNumerals(text: string): Finding[] {
  return [...text.matchAll(ROMAN)].flatMap(({ 0: found, 1: tens = '', 2: units = '', 3: ending = '', index }) => {
    if (tens.length + units.length < (ending === '' ? 2 : 1)) return []
    const better = `${tens.length * 10 + UNITS.indexOf(units)}${ending}`
    return [{ rule: 'roman_numeral' as const, offset: index, parameters: { found, better } }]
  })
}

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
  const made = compile(words)
  const findings = [
    ...passages.flatMap(lintPassage),
    ...sentences.flatMap(made.lintSentence),
    ...lintWords(sentences, made),
    ...lintAcronyms(sentences, words, made.isExplained),
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

/**
 * Ease of reading of a French text, usually from 0 (hard) to 100 (easy) and sometimes beyond: 207 − 1.015 × words a sentence − 73.6 × syllables a word. An
 * estimate, since syllables are counted by their vowels. `null` without a word. Source: Kandel and Moles, "Application de l'indice de Flesch à la langue
 * française", Cahiers d'études de radio-télévision 19, 1958.
 * @param sentences texts of the sentences
 */
export function readability(sentences: readonly string[]): number | null {
  const words = sentences.flatMap(wordsOf)
  if (words.length === 0) return null
  const syllables = words.reduce((sum, word) => sum + countSyllables(word), 0)
  return 207 - 1.015 * (words.length / sentences.length) - 73.6 * (syllables / words.length)
}

/** Syllables of a French word as it is said, at least 1: groups of vowels, but a mute ending. */
export function countSyllables(word: string): number {
  const letters = word
    .toLowerCase()
    .replace(/^(?:[cdjlmnst]|qu)['’]/, '')
    .replace(/[^\p{L}]/gu, '')
  const groups = letters.match(/[aeiouyàâèêëîïôöùûüœæ]+|ée?/g)?.length ?? 0
  return Math.max(1, /[^aeiouyàâéèêëîïôöùûüœæ]es?$/.test(letters) ? groups - 1 : groups)
}
