import { foldedWords } from '../../platform/text/fold-text.js'
import { withoutPoliteness } from '../../search/french-analyser.js'

const THANKS = new Set(['merci', 'svp', 'stp'])

/** The words of a short message, folded, with one space between them, without the politeness around them: "oui, merci" says "oui". French only. Pure. */
export function saidWords(text: string): string {
  return foldedWords(withoutPoliteness(text))
    .filter((word) => !THANKS.has(word))
    .join(' ')
}

/** The words of each place, from the first. Folded, apostrophes and hyphens as spaces. */
const PLACES: readonly (readonly string[])[] = [
  ['1', 'un', 'une', '1er', '1ere', 'premier', 'premiere'],
  ['2', 'deux', '2e', '2eme', 'deuxieme', 'second', 'seconde'],
  ['3', 'trois', '3e', '3eme', 'troisieme'],
  ['4', 'quatre', '4e', '4eme', 'quatrieme'],
  ['5', 'cinq', '5e', '5eme', 'cinquieme'],
  ['6', 'six', '6e', '6eme', 'sixieme'],
  ['7', 'sept', '7e', '7eme', 'septieme'],
]
/** A message that points at a place and nothing else. */
const POINTING =
  /^(?:(?:oui|ok|plutot|alors|le|la|l|numero|choix|option|bouton|reponse|n|no) )*(\w+)(?: (?:choix|option|bouton|reponse|question|proposition))?$/
const LAST = /^(?:(?:oui|ok|plutot|alors) )*(?:le|la) derniere?$/

/**
 * The place, from 0, of the button that a message points at and nothing else, politely or not: "1", "le deuxième", "la dernière, merci". `null` when it points at none of so many.
 * French only. Pure.
 * @param count buttons that may be pointed at; the last of them is "la dernière"
 */
export function placeSaid(text: string, count: number): number | null {
  const words = saidWords(text)
  const place = LAST.test(words)
    ? count - 1
    : PLACES.findIndex((names) => names.includes(POINTING.exec(words)?.[1] ?? ''))
  return place >= 0 && place < count ? place : null
}
