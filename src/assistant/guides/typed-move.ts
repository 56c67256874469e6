import type { Guide, GuideQuestion } from '../../features/guides/guide.js'
import { stemsOfQuestion } from '../../search/french-analyser.js'
import { oneNamed } from '../follow-up/one-named.js'
import { placeSaid } from '../follow-up/place-said.js'
import { refusesAll } from '../follow-up/typed-choice.js'
import { ageSaid } from './age-said.js'

/** Buttons that follow the answers of every question, in their order. */
const WAYS_OUT = ['unsure', 'general']
const NUMBER = /^\s*\d+\s*$/

/**
 * The move of the button of a question for which words stand: a word of one label alone, "1", "le premier"; "aucun des deux" is the answer that says so, or "je ne sais pas"; an age, where one label is for those under an age. `null` for
 * other words: those of the guide's title name no answer of it, and a number beside answers that are all amounts is an amount. The words that a guide gives its answers are heard first: "le premier" may mean a first passport. French only, as
 * guides are. Pure.
 * @returns as after `guide:`: `<slot>=<value>`, `unsure` or `general`
 */
export function typedMove({ title }: Guide, { slot, choices }: GuideQuestion, text: string): string | null {
  const moves = [...choices.map(({ value }) => `${slot}=${value}`), ...WAYS_OUT]
  const labels = choices.map(({ label }) => label)
  const place = refusesAll(text)
    ? refused(labels)
    : (named(title, labels, text) ?? pointed(labels, moves.length, text) ?? ageSaid(labels, text))
  return place === null ? null : (moves[place] ?? null)
}

function refused(labels: readonly string[]): number {
  const none = labels.findIndex((label) => /^aucune?\b/i.test(label))
  return none >= 0 ? none : labels.length
}

function named(title: string, labels: readonly string[], text: string): number | null {
  const subject = new Set(stemsOfQuestion(title))
  const isSubject = stemsOfQuestion(text).every((stem) => subject.has(stem))
  return isSubject ? null : oneNamed(text, labels)
}

function pointed(labels: readonly string[], buttons: number, text: string): number | null {
  const areAmounts = labels.every((label) => /\d/.test(label))
  if (areAmounts && NUMBER.test(text)) return null
  return placeSaid(text, labels.length) ?? placeSaid(text, buttons)
}
