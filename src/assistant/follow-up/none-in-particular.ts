import { saidWords } from './said-words.js'

const ALL_OR_TOO_HIGH = /^(?:\d{1,2}|tou(?:te)?s|(?:tou(?:te)?s )?les (?:deux|trois|2|3))$/

/** Whether a message says no more of which button than "oui" does: all of them, or the number of none. French only. Pure. */
export function saysNoneInParticular(text: string): boolean {
  return ALL_OR_TOO_HIGH.test(saidWords(text))
}
