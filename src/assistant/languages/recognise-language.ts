import type { SpokenLanguage } from '../../platform/model/language.js'
import { foreignLetters, foreignWords } from './foreign-words.js'
import type { LanguageTables } from './language-tables.js'

/** Letters of Persian, Urdu and their neighbours: a text that has them is not Arabic. */
const NOT_ARABIC = /[پچژٹڈڑںےۓ]/u
const IN_CYRILLIC: ReadonlySet<SpokenLanguage> = new Set(['uk', 'ru'])
/** Least share of a message's letters that its script must have. */
const MOST_OF = 0.5

// All evidence below is in nats: the logarithm of how many times likelier a word is in the one language than in French. Chosen on example questions
// of `intents/` that the tables had not seen.

/** Most that a word says for a language that has it, so that no word decides alone what the others deny. */
const MOST_OF_KNOWN = 10
/** Most that a word says by its letters alone: names, brands and typing errors look like any language. */
const MOST_OF_LETTERS = 4
/** Most that a word says for French: foreign messages name French things. */
const MOST_FOR_FRENCH = 6
/** Letters from which a word says all that it may; a short one is often an accident of typing. */
const WHOLE_WORD = 5
/** Least evidence for another language than French. */
const LEAST_EVIDENCE = 5
/** Words beyond these are not weighed: the language of a text is plain by then. */
const MOST_WORDS = 20

/** The language of a message; French unless another is plain. Pure, well under a millisecond. */
export function recogniseLanguage(text: string, tables: LanguageTables): SpokenLanguage {
  return tables.courtesyOf(foreignWords(text)) ?? byScript(text, tables) ?? byWords(text, tables)
}

function byScript(text: string, tables: LanguageTables): SpokenLanguage | null {
  const letters = text.match(/\p{L}/gu)?.length ?? 0
  const share = (script: RegExp) => (letters === 0 ? 0 : (text.match(script)?.length ?? 0) / letters)
  if (share(/\p{Script=Arabic}/gu) > MOST_OF) return NOT_ARABIC.test(text) ? 'fr' : 'ar'
  return share(/\p{Script=Cyrillic}/gu) > MOST_OF ? ukrainianOrRussian(text, tables) : null
}

function ukrainianOrRussian(text: string, tables: LanguageTables): SpokenLanguage {
  const ukrainian = /[іїєґ]/iu.test(text)
  const russian = /[ыэёъ]/iu.test(text)
  if (ukrainian !== russian) return ukrainian ? 'uk' : 'ru'
  return likeliest(weighedOf(text), tables, [...IN_CYRILLIC]) ?? 'uk'
}

function byWords(text: string, tables: LanguageTables): SpokenLanguage {
  // A single word is as likely a name, a brand or a typing error.
  if (foreignWords(text).filter((word) => /\p{L}/u.test(word)).length < 2) return 'fr'
  const weighed = weighedOf(text)
  const hasCyrillic = /\p{Script=Cyrillic}/u.test(text)
  const foreign = [...tables.likelihoods.keys()].filter((one) => one !== 'fr' && (hasCyrillic || !IN_CYRILLIC.has(one)))
  const language = likeliest(weighed, tables, foreign)
  return language && isPlain(weighed, language, tables) ? language : 'fr'
}

/** A word of a message that is no name, or a letter that {@link foreignLetters} finds in it. */
interface Weighed {
  text: string
  /** Share of what a long word would say, in [0, 1]. */
  weight: number
}

function weighedOf(text: string): Weighed[] {
  const tokens = text.trim().split(/\s+/u, MOST_WORDS)
  const weighed = new Map<string, number>()
  for (const [at, token] of tokens.entries()) {
    if (isName(tokens, at)) continue
    for (const word of foreignWords(token)) {
      const letters = word.replace(/\P{L}/gu, '').length
      if (letters > 1 || letters === word.length) weighed.set(word, Math.min(1, letters / WHOLE_WORD))
    }
    for (const letter of foreignLetters(token)) weighed.set(letter, 1)
  }
  return [...weighed].map(([text, weight]) => ({ text, weight }))
}

const CAPITALISED = /^\P{L}*\p{Lu}\p{L}*\p{Ll}/u

/** Whether a capital says that a word is a name: inside the message, or at its head with another right after. */
function isName(tokens: readonly string[], at: number): boolean {
  const hasCapital = (index: number) => CAPITALISED.test(tokens[index] ?? '')
  return hasCapital(at) && (at > 0 || hasCapital(1))
}

/** The language in which the words are likeliest; `null` when the tables have none of those given. */
function likeliest(
  weighed: readonly Weighed[],
  { likelihoods }: LanguageTables,
  languages: readonly SpokenLanguage[],
): SpokenLanguage | null {
  let best: { language: SpokenLanguage; log: number } | null = null
  for (const language of languages) {
    const likelihood = likelihoods.get(language)
    if (!likelihood) continue
    const log = weighed.reduce((sum, { text }) => sum + likelihood.log(text), 0)
    if (best === null || log > best.log) best = { language, log }
  }
  return best?.language ?? null
}

/** Whether a message is plainly of a language rather than French. */
function isPlain(weighed: readonly Weighed[], language: SpokenLanguage, { likelihoods }: LanguageTables): boolean {
  const [theirs, french] = [likelihoods.get(language), likelihoods.get('fr')]
  // Letters alone make no language: what is typed at random looks like one too.
  if (!theirs || !french || !weighed.some(({ text }) => theirs.has(text))) return false
  const evidence = weighed.reduce((sum, { text, weight }) => {
    const most = theirs.has(text) ? MOST_OF_KNOWN : MOST_OF_LETTERS
    return sum + Math.max(-MOST_FOR_FRENCH, Math.min(most * weight, theirs.log(text) - french.log(text)))
  }, 0)
  return evidence > LEAST_EVIDENCE
}
