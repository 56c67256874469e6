import { foldedWords } from '../../platform/text/fold-text.js'
import { withoutPoliteness } from '../../search/french-analyser.js'

const THANKS = new Set(['merci', 'svp', 'stp'])

/** The words of a short message, folded, with one space between them, without the politeness around them: "oui, merci" says "oui". French only. Pure. */
export function saidWords(text: string): string {
  return foldedWords(withoutPoliteness(text))
    .filter((word) => !THANKS.has(word))
    .join(' ')
}
