import { foldedWords } from '../../domain/fold-text.js'
import { stemsOfQuestion } from '../../retrieval/french-analyser.js'

/** Words that point at a button without saying which. */
const POINTING = /\b(?:plutot|celle?s?|celui|ceux|choix|la|le|ci)\b/g
/** What denies the words that are said. */
const DENIED = /\b(?:pas|ni|sauf|aucune?)\b/

/** The place, from 0, of the one label that holds every word of a message: "celui de la population". `null` when none does, or several. French only. Pure. */
export function oneNamed(text: string, labels: readonly string[]): number | null {
  const words = foldedWords(text).join(' ')
  const said = stemsOfQuestion(words.replace(POINTING, ' '))
  if (said.length === 0 || DENIED.test(words)) return null
  const holding = labels.flatMap((label, place) => {
    const stems = new Set(stemsOfQuestion(label))
    return said.every((stem) => stems.has(stem)) ? [place] : []
  })
  return holding.length === 1 ? (holding[0] ?? null) : null
}
