import type { ChoiceValue } from '../../platform/model/payload.js'
import { foldedWords } from '../../platform/text/fold-text.js'
import { isOneOf, oneOf } from '../../platform/text/word-pattern.js'
import { stemsOfQuestion, withoutPoliteness } from '../../search/french-analyser.js'
import type { Tables } from '../words/tables.js'
import type { GoingOnWords } from './going-on-words.js'

/** An entry that the last reply proposed. */
export interface ProposedChoice {
  id: string
  title: string
}

/** What the last reply left to be answered. */
export interface PendingChoices {
  /** Entries on its buttons, in their order. */
  proposed: readonly ProposedChoice[]
  /** Whether the last reply that had an answer showed an entry. */
  shown: boolean
  /** Entries that were proposed beside the one that is shown. */
  others?: readonly ProposedChoice[]
  /** Whether "non" alone refuses what is shown: not where it answers a guide, or takes leave. */
  mayRefuse?: boolean
  /** The person that the last reply offered, and nothing else. */
  offered?: 'human' | 'leave-message' | undefined
}

/** What a short message says of the buttons of the last reply, politely or not. French, but for yes and no. Pure. */
export interface ChoiceHearer {
  /** The words of a short message, folded, with one space between them, without the politeness around them: "oui, merci" says "oui". */
  saidWords(text: string): string
  /** Whether a message says yes, and nothing else: in French, or in a word or two of another language. */
  saysYes(text: string): boolean
  /** Whether a message says no and nothing else, as {@link saysYes}. */
  saysNo(text: string): boolean
  /** Whether a message says yes to a question or an offer, rather than thanks for what was said. */
  accepts(text: string): boolean
  /** Whether a message refuses all that it may choose among, and says nothing else: "aucun des deux". */
  refusesAll(text: string): boolean
  /** Whether a message accepts without pointing at one button, as "oui" does: it names all of them, or a number that none has. */
  saysNoneInParticular(text: string): boolean
  /**
   * The place, from 0, of the button that a message points at and nothing else: "1", "le deuxième", "la dernière, merci". `null` when it points at none of so many.
   * @param count buttons that may be pointed at; the last of them is "la dernière"
   */
  placeSaid(text: string, count: number): number | null
  /**
   * The place, from 0, of the one label that holds every word of a message: "celui de la population". `null` when none does, or several; a label that denies what is said, or is denied,
   * does not hold it.
   */
  oneNamed(text: string, labels: readonly string[]): number | null
  /**
   * The place, from 0, of the one of two labels that an age means, where one of them is for those under an age: "18" and "plus de 18" are not under 18, "17 ans" is. `null` for other
   * words and labels.
   */
  ageSaid(labels: readonly string[], text: string): number | null
  /**
   * The button for which words stand, typed in place of pressing it: "oui", "le deuxième", "aucun des deux", "celui de la population". `null` for a message of
   * its own. "Non" to what is shown refuses it. Of another language than French, yes, no and "the other" alone are known.
   */
  typedChoice(text: string, pending: PendingChoices, words?: Pick<GoingOnWords, 'other'>): ChoiceValue | null
}

/** Builds {@link ChoiceHearer}. */
export function createChoiceHearer(words: Tables['choices']): ChoiceHearer {
  const [thanks, notThis, none] = [new Set(words.thanks), isOneOf(words.notThis), isOneOf(words.none)]
  const [again, all] = [isAgain(words.yes), isOneOf(['\\d{1,2}', ...words.all])]
  const yesElsewhere = isAgain(words.yesElsewhere)
  const acceptance = isAgain([...words.yes, ...words.accepts])
  const [no, noElsewhere] = [
    isOneOf(words.no),
    new RegExp(`^${oneOf(words.noElsewhere)}(?: ${oneOf(words.thanksElsewhere)})?$`),
  ]
  const saidWords = (text: string) =>
    foldedWords(withoutPoliteness(text))
      .filter((word) => !thanks.has(word))
      .join(' ')
  const saysYes = (text: string) => again.test(saidWords(text)) || yesElsewhere.test(wordsOf(text))
  const saysNo = (text: string) => no.test(wordsOf(text)) || noElsewhere.test(wordsOf(text))
  const accepts = (text: string) => acceptance.test(wordsOf(text)) || yesElsewhere.test(wordsOf(text))
  const refusesAll = (text: string) => none.test(saidWords(text))
  const placeOf = placeFinder(words)
  const placeSaid = (text: string, count: number) => placeOf(saidWords(text), count)
  const oneNamed = labelFinder(words)
  const ageOf = ageFinder(words)
  const meant = (text: string, proposed: readonly ProposedChoice[]) => {
    const [only, another] = proposed
    if (!another && saysYes(text)) return only
    const titles = proposed.map(({ title }) => title)
    const place = placeSaid(text, proposed.length) ?? oneNamed(text, titles)
    return place === null ? undefined : proposed[place]
  }
  return {
    saidWords,
    saysYes,
    saysNo,
    accepts,
    refusesAll,
    saysNoneInParticular: (text) => all.test(saidWords(text)),
    placeSaid,
    oneNamed,
    ageSaid: (labels, text) => ageOf(labels, saidWords(text)),
    typedChoice(text, { proposed, shown, offered, others = [], mayRefuse = false }, goingOn) {
      const said = wordsOf(text)
      if (said === '') return null
      if ((shown || proposed.length > 0) && notThis.test(said)) return 'none'
      if (offered && accepts(text)) return offered
      const [other] = others
      if (other && goingOn?.other.includes(said)) return others.length === 1 ? `entry:${other.id}` : 'none'
      if (proposed.length === 0) return mayRefuse && saysNo(text) ? 'none' : null
      if (saysNo(text) || refusesAll(said)) return 'none'
      const chosen = meant(text, proposed)
      return chosen ? `entry:${chosen.id}` : null
    },
  }
}

/** Matches a text that is some patterns, one after the other. */
function isAgain(patterns: readonly string[]): RegExp {
  return new RegExp(`^(?:${oneOf(patterns)} ?)+$`)
}

function placeFinder({ places, beforePlace, afterPlace, last }: Tables['choices']) {
  const pointing = new RegExp(`^(?:${oneOf(beforePlace)} )*(\\w+)(?: ${oneOf(afterPlace)})?$`)
  const isLast = isOneOf(last)
  return (words: string, count: number): number | null => {
    const place = isLast.test(words)
      ? count - 1
      : places.findIndex((names) => names.includes(pointing.exec(words)?.[1] ?? ''))
    return place >= 0 && place < count ? place : null
  }
}

function ageFinder({ age }: Tables['choices']): ChoiceHearer['ageSaid'] {
  const [over, under] = [oneOf(age.over), oneOf(age.under)]
  /** What a label says of those who are too young for the other: "Un enfant (moins de 18 ans)". */
  const tooYoung = new RegExp(`\\b${under} (\\d{1,3}) ans\\b`, 'i')
  const said = new RegExp(
    `^(?:${oneOf(age.before)} )*(?:(?:(${over})|(${under})) )?(\\d{1,3})(?: ${oneOf(age.years)})?(?: ${oneOf(age.after)})?$`,
  )
  return (labels, words) => {
    const young = labels.findIndex((label) => tooYoung.test(label))
    if (labels.length !== 2 || young < 0) return null
    const limit = Number(tooYoung.exec(labels[young] ?? '')?.[1])
    const [, isOver, isUnder, number] = said.exec(words) ?? []
    if (number === undefined || (isOver && Number(number) < limit) || (isUnder && Number(number) > limit)) return null
    return isUnder || Number(number) < limit ? young : 1 - young
  }
}

function labelFinder({ pointing, denying, comparing }: Tables['choices']): ChoiceHearer['oneNamed'] {
  const pointers = new RegExp(`\\b${oneOf(pointing)}\\b`, 'g')
  return (text, labels) => {
    const words = foldedWords(text)
    const said = stemsOfQuestion(words.join(' ').replace(pointers, ' '))
    if (said.length === 0) return null
    const turning = said.some((stem) => /\d/.test(stem)) ? [...denying, ...comparing] : denying
    const holding = labels.flatMap((label, place) => {
      const stems = new Set(stemsOfQuestion(label))
      const inLabel = foldedWords(label)
      const isMeant = turning.every((word) => words.includes(word) === inLabel.includes(word))
      return isMeant && said.every((stem) => stems.has(stem)) ? [place] : []
    })
    return holding.length === 1 ? (holding[0] ?? null) : null
  }
}

function wordsOf(text: string): string {
  return foldedWords(text).join(' ')
}
