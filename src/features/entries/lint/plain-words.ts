import { z } from 'zod'
import { wordPatterns } from '../../../platform/text/word-pattern.js'
import { type LexiconFolders, readLexicon } from '../catalogue/read-lexicon.js'

const phrases = z.array(z.strictObject({ plain: z.string().min(1), words: z.array(z.string().min(1)).min(1) }))

const file = z.strictObject({
  /** What a simplified version must not say without explaining it. */
  faults: phrases,
  /** What it had better not say. */
  remarks: phrases,
  /** Acronyms, in capitals, and what they stand for. */
  acronyms: z.record(z.string().regex(/^[A-Z]+$/), z.string().min(1)),
  /** Acronyms that everyone knows better than their words. */
  understood: z.array(z.string()),
  /** How sentences are built. */
  grammar: z.strictObject({
    be: wordPatterns,
    /** How participles end. */
    participles: wordPatterns,
    /** What may stand between the two, beside adverbs in "-ment". */
    adverbs: wordPatterns,
    /** "Par" also tells how often, how and what for instance: no one acts then. */
    noAgents: wordPatterns,
    /** What denies without "ne". */
    without: wordPatterns,
    /** What is said of a word to explain it: in its sentence, and in the next one, which begins so. */
    says: wordPatterns,
    explains: wordPatterns,
    explainsNext: wordPatterns,
    /** The plain words come first, then their name. */
    names: wordPatterns,
  }),
})

/** Administrative words and acronyms with their plain equivalents, and the words by which sentences are read. */
export type PlainWords = z.infer<typeof file>
export type SentenceWords = PlainWords['grammar']

/** Reads `lexicons/plain-words.json`, with what the town adds. @throws ContentError with the file and each key at fault */
export function readPlainWords(folders: LexiconFolders): Promise<PlainWords> {
  return readLexicon('plain-words', file, folders)
}

/** What follows the beginning of a French verb in -er, in the forms that an administration writes. */
const ER_FORMS = '(?:er|ers|e|es|ez|ons|ent|é|ée|és|ées|ant|era|eront|erez)'
/** The same for a verb in -ir like "finir"; its participle serves "fournir" as well. */
const IR_FORMS = '(?:ir|irs|is|it|issez|issent|i|ie|ies|ira|iront|irez)'

/** Letters and figures of French in small letters: `\p{L}` makes hundreds of patterns slow to prepare. */
const WORD = 'a-zà-öø-ÿœ0-9'

/**
 * A pattern that finds a phrase whole, in the usual forms of each of its words: plural, feminine, and those of regular verbs.
 * It looks at text in small letters, with straight apostrophes; an irregular form is a phrase of its own.
 */
export function phrasePattern(phrase: string): RegExp {
  const words = phrase.split(' ').map(formsOf).join('\\s+')
  return new RegExp(`(?<![${WORD}-])${words}(?![${WORD}]|-(?!vous\\b))`, 'g')
}

function formsOf(word: string): string {
  const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  if (/..[\p{L}]er$/u.test(word)) return escaped.slice(0, -2) + ER_FORMS
  if (/..[\p{L}]ir$/u.test(word)) return escaped.slice(0, -2) + IR_FORMS
  return `${escaped}(?:e?s|e|x)?`
}
