import type { ChoiceValue } from '../../platform/model/payload.js'
import { foldedWords } from '../../platform/text/fold-text.js'
import { stemsOfQuestion } from '../../search/french-analyser.js'
import type { GoingOnWords } from './going-on-words.js'
import { placeSaid, saidWords } from './place-said.js'
import { accepts, saysNo, saysYes } from './yes-or-no.js'

/** Words that point at a button without saying which. */
const POINTING = /\b(?:plutot|celle?s?|celui|ceux|choix|la|le|ci)\b/g
/** Words that deny those beside them. */
const DENYING = ['pas', 'ni', 'sauf', 'sans', 'aucun', 'aucune']
/** The same, and what a number is compared by: "18" and "plus de 18" are not "moins de 18 ans". */
const TURNING_A_NUMBER = [...DENYING, 'plus', 'moins']

/**
 * The place, from 0, of the one label that holds every word of a message: "celui de la population". `null` when none does, or several; a label that denies what is said, or is denied,
 * does not hold it. French only. Pure.
 */
export function oneNamed(text: string, labels: readonly string[]): number | null {
  const words = foldedWords(text)
  const said = stemsOfQuestion(words.join(' ').replace(POINTING, ' '))
  if (said.length === 0) return null
  const turning = said.some((stem) => /\d/.test(stem)) ? TURNING_A_NUMBER : DENYING
  const holding = labels.flatMap((label, place) => {
    const stems = new Set(stemsOfQuestion(label))
    const inLabel = foldedWords(label)
    const isMeant = turning.every((word) => words.includes(word) === inLabel.includes(word))
    return isMeant && said.every((stem) => stems.has(stem)) ? [place] : []
  })
  return holding.length === 1 ? (holding[0] ?? null) : null
}

/** An entry that the last reply proposed. */
export interface Proposed {
  id: string
  title: string
}

/** What the last reply left to be answered. */
export interface Pending {
  /** Entries on its buttons, in their order. */
  proposed: readonly Proposed[]
  /** Whether the last reply that had an answer showed an entry. */
  shown: boolean
  /** Entries that were proposed beside the one that is shown. */
  others?: readonly Proposed[]
  /** Whether "non" alone refuses what is shown: not where it answers a guide, or takes leave. */
  mayRefuse?: boolean
  /** The person that the last reply offered, and nothing else. */
  offered?: 'human' | 'leave-message' | undefined
}

/** What refuses an answer as well as proposals. */
const NOT_THIS =
  /^(?:(?:non|merci|mais|desolee?) )*(?:(?:ce n est|ce n etait|c est|c etait) )?(?:pas (?:ca|cela|ma question|la bonne reponse|ce que je (?:cherche|demande|voulais|veux)(?: savoir)?)|rien a voir)(?: (?:du tout|merci))*$/
/** What refuses proposals. */
const NONE =
  /^(?:non )?(?:aucune?(?: (?:des|de ces) \w+)?|ni l une? ni l autre|rien de tout ca|pas (?:un|ceux|celles) la)$/

/**
 * The button for which words stand, typed in place of pressing it: "oui", "le deuxième", "aucun des deux", "celui de la population". `null` for a message of
 * its own. "Non" to what is shown refuses it. Of another language than French, yes, no and "the other" alone are known. Pure.
 */
export function typedChoice(
  text: string,
  { proposed, shown, offered, others = [], mayRefuse = false }: Pending,
  words?: Pick<GoingOnWords, 'other'>,
): ChoiceValue | null {
  const said = foldedWords(text).join(' ')
  if (said === '') return null
  if ((shown || proposed.length > 0) && NOT_THIS.test(said)) return 'none'
  if (offered && accepts(text)) return offered
  const [other] = others
  if (other && words?.other.includes(said)) return others.length === 1 ? `entry:${other.id}` : 'none'
  if (proposed.length === 0) return mayRefuse && saysNo(text) ? 'none' : null
  if (saysNo(text) || refusesAll(said)) return 'none'
  const chosen = meant(text, proposed)
  return chosen ? `entry:${chosen.id}` : null
}

/** Whether a message refuses all that it may choose among, and says nothing else: "aucun des deux". French only. Pure. */
export function refusesAll(text: string): boolean {
  return NONE.test(saidWords(text))
}

function meant(text: string, proposed: readonly Proposed[]): Proposed | undefined {
  const [only, another] = proposed
  if (!another && saysYes(text)) return only
  const titles = proposed.map(({ title }) => title)
  const place = placeSaid(text, proposed.length) ?? oneNamed(text, titles)
  return place === null ? undefined : proposed[place]
}
