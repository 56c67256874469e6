import { ASPECTS, type Aspect } from '../features/entries/model/aspect.js'
import type { RecognisedLanguage } from '../platform/model/language.js'
import { FOR_WHOM, type ForWhom } from '../platform/model/turn.js'
import { foldedWords, foldWord } from '../platform/text/fold-text.js'
import { stemsOfQuestion } from '../search/french-analyser.js'
import type { Lexicons } from './words/load-lexicons.js'
import { AS_WRITTEN, type Phrase, readingsAt, tableOf, wordsOfPhrase } from './words/phrase-table.js'
import type { AspectPhrases, Tables } from './words/tables.js'

/** What a message asks of its subject. */
export interface AskedAspects {
  /** In the order in which they are asked; at least one. */
  aspects: readonly Aspect[]
  /** Whether the message leaves its subject unsaid: "et combien ça coûte ?". */
  isBare: boolean
  /** The language in which it asks. */
  language: RecognisedLanguage
}

/**
 * Hears which aspects a message asks for; `null` when it asks for none. It is heard in the languages given, in their order; one that leaves its subject unsaid is so short that its
 * language may have been taken for another, and is heard in all of them where it asks in words that say so anywhere: "acte" is papers in Romanian, and not elsewhere. Pure.
 */
export type HearAspects = (text: string, languages: readonly RecognisedLanguage[]) => AskedAspects | null

/** Builds {@link HearAspects}. @param lexicons their words without a subject ("the", "how") name none here either */
export function createAspectHearer(words: Tables['aspects'], lexicons: Lexicons): HearAspects {
  const hearers = new Map(
    (Object.keys(words) as RecognisedLanguage[]).map(
      (language) => [language, hearerOf(language, words, lexicons)] as const,
    ),
  )
  return (text, languages) => {
    const said = foldedWords(text)
    const elsewhere = said.length > MOST_UNRECOGNISED ? [] : hearers.keys()
    const heard = [...new Set([...languages, ...elsewhere])].flatMap((language) => {
      const asked = hearers.get(language)?.(said, languages.includes(language))
      return asked ? [{ ...asked, language }] : []
    })
    return heard.find(({ isBare }) => isBare) ?? heard.find(({ language }) => languages.includes(language)) ?? null
  }
}

/** Words of a message whose language may have been taken for another; a longer one was recognised. */
const MOST_UNRECOGNISED = 12

/** @param isSpoken whether one word says enough */
type Hear = (said: readonly string[], isSpoken: boolean) => Omit<AskedAspects, 'language'> | null

function hearerOf(language: RecognisedLanguage, words: Tables['aspects'], lexicons: Lexicons): Hear {
  const phrases = words[language] as AspectPhrases
  const apart = phrases.apart.map((phrase): Written => [phrase, null])
  const anywhere = ASPECTS.flatMap((aspect) => phrases[aspect].anywhere.map((phrase): Written => [phrase, aspect]))
  const alone = ASPECTS.flatMap((aspect) => phrases[aspect].alone.map((phrase): Written => [phrase, aspect]))
  const [inAny, inBare] = [finderOf([...apart, ...anywhere]), finderOf([...apart, ...anywhere, ...alone])]
  const namesNone = language === 'fr' ? namelessFrench(phrases) : nameless(language, phrases, lexicons)
  return (said, isSpoken) => {
    const whole = inAny(said)
    const bare = isSpoken ? inBare(said) : whole
    const isBare = bare.aspects.length > 0 && namesNone(bare.rest)
    const { aspects } = isBare ? bare : whole
    return aspects.length > 0 ? { aspects: withoutHow(aspects), isBare } : null
  }
}

/** "Comment payer ?" asks for what is paid rather than for every step. */
function withoutHow(aspects: readonly Aspect[]): readonly Aspect[] {
  const others = aspects.filter((aspect) => aspect !== 'steps')
  return others.length > 0 ? others : aspects
}

/** A phrase of the file, and the aspect for which it asks; `null` where it asks for none. */
type Written = [phrase: string, aspect: Aspect | null]

interface Ranked extends Phrase {
  aspect: Aspect | null
  /** Its place among all: of two that stand at one word, the first counts. */
  rank: number
}

/** Finds phrases in folded words, the longest first, and what is left without them. */
function finderOf(phrases: readonly Written[]) {
  const ranked = [...phrases]
    .sort(([a], [b]) => b.length - a.length)
    .map(([phrase, aspect], rank): Ranked => ({ words: wordsOfPhrase(phrase, foldWord), aspect, rank }))
  const table = tableOf(ranked, AS_WRITTEN)
  return (words: readonly string[]): { aspects: Aspect[]; rest: string[] } => {
    const said = words.map((word) => ({ forms: [word], isFixed: true }))
    const aspects = new Set<Aspect>()
    const rest: string[] = []
    for (let at = 0; at < words.length; ) {
      const [first] = readingsAt(said, at, table).sort((a, b) => a.phrase.rank - b.phrase.rank)
      if (first?.phrase.aspect) aspects.add(first.phrase.aspect)
      if (!first) rest.push(words[at] as string)
      at = first?.end ?? at + 1
    }
    return { aspects: [...aspects], rest }
  }
}

function nameless(language: RecognisedLanguage, { bare }: AspectPhrases, lexicons: Lexicons) {
  const empty = (lexicons.get(language) ?? []).filter(({ french }) => french === '').map(({ foreign }) => foreign)
  const known = new Set([...bare, ...empty].map(foldedWords).flatMap((words) => (words.length === 1 ? words : [])))
  return (rest: readonly string[]) => rest.every((word) => known.has(word))
}

/** French words are known in all their forms. */
function namelessFrench({ bare }: AspectPhrases) {
  const known = new Set(stemsOfQuestion(bare.join(' ')))
  return (rest: readonly string[]) => stemsOfQuestion(rest.join(' ')).every((stem) => known.has(stem))
}

/** Hears for whom a message asks: what it says last; `null` when it does not say. Pure. */
export type HearForWhom = (text: string) => ForWhom | null

/** Builds {@link HearForWhom}: in all languages at once, as a few words may be taken for another language and these mean but one thing. */
export function createForWhomHearer(words: Tables['for-whom']): HearForWhom {
  const phrases = Object.values(words).flatMap((language) =>
    FOR_WHOM.flatMap((whom) => language[whom].map((phrase) => ({ whom, words: wordsOfPhrase(phrase, foldWord) }))),
  )
  const table = tableOf(phrases, AS_WRITTEN)
  return (text) => {
    const said = foldedWords(text).map((word) => ({ forms: [word], isFixed: true }))
    // The last word with which a phrase ends; of several, the longest.
    const [last] = said
      .flatMap((_, at) => readingsAt(said, at, table))
      .sort((a, b) => b.end - a.end || b.phrase.words.length - a.phrase.words.length)
    return last?.phrase.whom ?? null
  }
}
