import type { PlainWords } from '../../../assistant/words/load-plain-words.js'
import { phrasePattern } from '../../../assistant/words/phrase-pattern.js'
import { isExplained } from './is-explained.js'
import type { Finding, LintRule } from './lint-finding.js'
import type { Sentence } from './split-sentences.js'

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

/** Patterns already made: a list of words serves every entry. */
const compiled = new WeakMap<PlainWords, Phrase[]>()

/** Administrative words that a text does not explain at their first use. @param sentences of the whole text, in order */
export function lintWords(sentences: readonly Sentence[], words: PlainWords): Finding[] {
  const byPlace = new Map<string, Hit>()
  for (const phrase of phrasesOf(words)) {
    for (const hit of hitsOf(phrase, sentences)) byPlace.set(`${hit.offset} ${hit.end}`, hit)
  }
  const hits = [...byPlace.values()]
  // "Justificatif de domicile" is said once, not as "justificatif" again; and what is explained once is known from then on.
  return hits
    .filter((hit) => !hits.some((other) => covers(other, hit) || explains(other, hit)))
    .map(({ rule, offset, parameters }) => ({ rule, offset, parameters }))
}

function phrasesOf(words: PlainWords): Phrase[] {
  const known = compiled.get(words)
  if (known) return known
  const made = (['faults', 'remarks'] as const).flatMap((kind) =>
    words[kind].flatMap(({ plain, words: phrases }) =>
      phrases.map((phrase): Phrase => {
        const rule = kind === 'faults' ? 'jargon' : 'heavy_word'
        return { rule, pattern: phrasePattern(phrase), plain }
      }),
    ),
  )
  compiled.set(words, made)
  return made
}

function hitsOf({ rule, pattern, plain }: Phrase, sentences: readonly Sentence[]): Hit[] {
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
