import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { oneOf, wordPatterns } from '../platform/text/word-pattern.js'

const words = z.array(z.string().min(1)).min(1)

/** The schema of `french-words.json`. */
const file = z.strictObject({
  grammar: words,
  fillers: words,
  asking: words,
  polite: wordPatterns,
  /** What can be asked of anything, by the words that say so: folded, apostrophes and hyphens as spaces. Their order is part of what is fitted. */
  asks: z.record(z.string(), wordPatterns),
  /** What stands in a mail around what is asked. */
  mail: z.strictObject({
    /** Between dashes, before another's mail; then the words before and after whose it is: "Le 3 mai, la mairie a écrit". */
    quotations: wordPatterns,
    quotationDays: wordPatterns,
    wrote: wordPatterns,
    headers: wordPatterns,
    subjects: wordPatterns,
    /** Closing formulas. */
    closings: wordPatterns,
  }),
  /** Who asks. */
  identity: z.strictObject({
    /** Seats of the departments of France and its other towns of more than 100,000 people, folded, hyphens as spaces. */
    towns: words,
    /** "Je m'appelle", with or without its capital. */
    introductions: wordPatterns,
    /** What a name may have in small letters. */
    particles: wordPatterns,
    lives: wordPatterns,
    /** Kinds of ways, then those that are words of other sentences too, and those that capitals behind them make one. */
    ways: wordPatterns,
    vagueWays: wordPatterns,
    namedWays: wordPatterns,
  }),
})

/**
 * What the search knows of French. The confidences were fitted with these words: they are no town's to change.
 * Without accents but where a mail or a name is read. Written for this project.
 */
export const SEARCH_WORDS = file.parse(
  JSON.parse(readFileSync(new URL('./french-words.json', import.meta.url), 'utf8')),
)

/**
 * Words that carry no subject, folded (lower case, no accent): grammar, elided forms (`l'`, `qu'`, `jusqu'`…), and the
 * forms that people type when they leave the apostrophe out (`jai`, `cest`, `dun`).
 */
export const STOP_WORDS: ReadonlySet<string> = new Set(SEARCH_WORDS.grammar)

/**
 * Words of {@link STOP_WORDS} that say nothing wherever they stand in a message: greetings, thanks, and what one says while thinking; so do those that are
 * only spoken.
 */
export const FILLERS: ReadonlySet<string> = new Set(SEARCH_WORDS.fillers)

/** Words of {@link STOP_WORDS} that ask, deny or leave out: grammar, yet without them another thing is asked. */
export const ASKING_WORDS: ReadonlySet<string> = new Set(SEARCH_WORDS.asking)

/**
 * Polite turns that surround a question in a message, as patterns over folded text with single spaces and straight
 * apostrophes. They are removed from questions only: in a fiche, "attente" or "réponse" may be the subject.
 */
export const POLITE_PHRASES: readonly RegExp[] = SEARCH_WORDS.polite.map((phrase) => new RegExp(oneOf([phrase]), 'g'))
