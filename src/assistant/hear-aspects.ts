import { ASPECTS, type Aspect } from '../features/entries/model/aspect.js'
import type { SpokenLanguage } from '../platform/model/language.js'
import { foldedWords } from '../platform/text/fold-text.js'
import { stemsOfQuestion } from '../search/french-analyser.js'
import type { AspectPhrases, AspectWords } from './words/load-aspects.js'
import type { Lexicons } from './words/load-lexicons.js'

/** What a message asks of its subject. */
export interface AskedAspects {
  /** In the order in which they are asked; at least one. */
  aspects: readonly Aspect[]
  /** Whether the message leaves its subject unsaid: "et combien ça coûte ?". */
  isBare: boolean
  /** The language in which it asks. */
  language: SpokenLanguage
}

/**
 * Hears which aspects a message asks for; `null` when it asks for none. It is heard in the languages given, in their order; one that leaves its subject unsaid is so short that its
 * language may have been taken for another, and is heard in all of them where it asks in words that say so anywhere: "acte" is papers in Romanian, and not elsewhere. Pure.
 */
export type HearAspects = (text: string, languages: readonly SpokenLanguage[]) => AskedAspects | null

/** Builds {@link HearAspects}. @param lexicons their words without a subject ("the", "how") name none here either */
export function createAspectHearer(words: AspectWords, lexicons: Lexicons): HearAspects {
  const hearers = new Map(
    (Object.keys(words) as SpokenLanguage[]).map(
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

function hearerOf(language: SpokenLanguage, words: AspectWords, lexicons: Lexicons): Hear {
  const phrases = words[language] as AspectPhrases
  const apart = phrases.apart.map((phrase): Phrase => [phrase, null])
  const anywhere = ASPECTS.flatMap((aspect) => phrases[aspect].anywhere.map((phrase): Phrase => [phrase, aspect]))
  const alone = ASPECTS.flatMap((aspect) => phrases[aspect].alone.map((phrase): Phrase => [phrase, aspect]))
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

/** A phrase, and the aspect for which it asks; `null` where it asks for none. */
type Phrase = [phrase: string, aspect: Aspect | null]

/** Finds phrases in folded words, the longest first, and what is left without them. */
function finderOf(phrases: readonly Phrase[]) {
  const known = phrases
    .map(([phrase, aspect]) => ({ pattern: patternOf(phrase), length: phrase.length, aspect }))
    .sort((a, b) => b.length - a.length)
  const whole = new RegExp(`(?<= )(?:${known.map(({ pattern }) => `(${pattern})`).join('|')})(?= )`, 'gu')
  return (said: readonly string[]): { aspects: Aspect[]; rest: string[] } => {
    const aspects = new Set<Aspect>()
    const rest = ` ${said.join(' ')} `.replace(whole, (...found) => {
      const aspect = known[found.slice(1, known.length + 1).findIndex((group) => group !== undefined)]?.aspect
      if (aspect) aspects.add(aspect)
      return ''
    })
    return { aspects: [...aspects], rest: rest.split(' ').filter((word) => word !== '') }
  }
}

const LETTERS = '[\\p{L}\\p{N}]*'

/** A phrase of the file as a pattern over folded words. */
function patternOf(phrase: string): string {
  const parts = phrase.split(' ').map((part) => {
    if (part === '_') return '(?:[^ ]+ ){0,3}'
    return `${foldedWords(part).join(' ')}${part.endsWith('*') ? LETTERS : ''} `
  })
  return parts.join('').trimEnd()
}

function nameless(language: SpokenLanguage, { bare }: AspectPhrases, lexicons: Lexicons) {
  const empty = (lexicons.get(language) ?? []).filter(({ french }) => french === '').map(({ foreign }) => foreign)
  const known = new Set([...bare, ...empty].map(foldedWords).flatMap((words) => (words.length === 1 ? words : [])))
  return (rest: readonly string[]) => rest.every((word) => known.has(word))
}

/** French words are known in all their forms. */
function namelessFrench({ bare }: AspectPhrases) {
  const known = new Set(stemsOfQuestion(bare.join(' ')))
  return (rest: readonly string[]) => stemsOfQuestion(rest.join(' ')).every((stem) => known.has(stem))
}
