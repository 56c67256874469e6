import { splitSentences } from '../../src/features/entries/lint/lint-sentence.js'
import { type Shown, tidy } from './shown.js'
import type { Turn } from './street-sets.js'

/** How a message was met, where one entry answers it. `asked`: which one is meant was asked, with the right one among three; `needless`: without it. */
export const FATES = ['served', 'asked', 'needless', 'wrong', 'person', 'other'] as const
/** One of {@link FATES}. */
export type Fate = (typeof FATES)[number]

/** Most entries from which the right one is still easily picked. */
const EASY = 3
/** Sentences within which an aspect is answered. */
const SOON = 2

/** What came of a message. Pure. */
export function fateOf({ target, also }: Turn, { entry, proposed, guided, person }: Shown): Fate | null {
  if (target === undefined) return null
  const isRight = (id: string) => id === target || also.includes(id)
  if (entry !== null) return isRight(entry) ? 'served' : 'wrong'
  if (proposed.length > 0) return (guided ? proposed : proposed.slice(0, EASY)).some(isRight) ? 'asked' : 'needless'
  return person ? 'person' : 'other'
}

/** Whether a reply is what it must be. Pure. */
export function isRight(turn: Turn, shown: Shown): boolean {
  return CHECKS.every((check) => check(turn, shown))
}

type Check = (turn: Turn, shown: Shown) => boolean

const CHECKS: readonly Check[] = [
  // The words of an aspect say whether it is answered, whichever entry of the subject they come from.
  (turn, shown) =>
    turn.target === undefined || turn.holds !== undefined || isFound(turn, shown) || isInstead(turn, shown),
  ({ both = [] }, shown) => both.every((id) => isMet(id, shown)),
  ({ among = [], fair }, shown) => {
    const met = among.filter((id) => shown.proposed.includes(id)).length
    const isAsked = fair === 'ask' && shown.entry === null && shown.said !== ''
    return (among.length === 0 && fair === undefined) || met >= 2 || (shown.guided && met >= 1) || isAsked
  },
  ({ holds, aspect }, { leads }) =>
    holds === undefined ||
    leads
      .map((lead) => tidy(aspect === undefined ? lead : firstSentences(lead)))
      .some((lead) => holds.every((pattern) => pattern.test(lead))),
  ({ office }, { said }) => office === undefined || office.test(said),
  (turn, shown) => turn.numbers === undefined || isFound(turn, shown) || isInstead(turn, shown),
  ({ calm }, { emergency, said }) => !calm || (!emergency && said !== ''),
  (turn, shown) => !turn.person || isFound(turn, shown) || isInstead(turn, shown),
  ({ noCard }, { entry, said, person }) => !noCard || (entry === null && (said !== '' || person)),
  ({ replies }, { said }) => !replies || said !== '',
]

/** Whether the entry is shown, or easily picked. */
function isFound(turn: Turn, shown: Shown): boolean {
  return ['served', 'asked'].includes(fateOf(turn, shown) ?? '')
}

/** Whether a number to call or a person is given: in danger and on demand alone, elsewhere in the place of an entry where a turn says so. */
function isInstead({ numbers = [], person }: Turn, shown: Shown): boolean {
  const isOffered = shown.person && shown.entry === null && shown.proposed.length === 0
  return numbers.some((number) => holdsNumber(shown.said, number)) || (person === true && isOffered)
}

function isMet(id: string, { entry, proposed }: Shown): boolean {
  return entry === id || proposed.includes(id)
}

function firstSentences(text: string): string {
  return splitSentences(text)
    .slice(0, SOON)
    .map((sentence) => sentence.text)
    .join(' ')
}

/** A number to call, and neither an hour, a price, a share nor a duration. */
function holdsNumber(said: string, number: string): boolean {
  return new RegExp(`(?<![\\d,])${number}(?![\\dh%]| ?[€%]|,\\d| (?:jours|mois|ans|minutes)\\b)`).test(said)
}
