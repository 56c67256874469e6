import { foldedWords } from '../../platform/text/fold-text.js'
import { stemsOfQuestion } from '../../search/french-analyser.js'

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
