import type { GuideQuestion } from '../../domain/guide.js'
import { oneNamed } from '../follow-up/one-named.js'
import { placeSaid } from '../follow-up/place-said.js'

/** Buttons that follow the answers of every question, in their order. */
const WAYS_OUT = ['unsure', 'general']

/**
 * The move of the button of a question for which words stand: "1", "le premier", a word of one label alone. `null` for other words. The words that a guide gives its
 * answers are heard first: "le premier" may mean a first passport. French only, as guides are. Pure.
 * @returns as after `guide:`: `<slot>=<value>`, `unsure` or `general`
 */
export function typedMove({ slot, choices }: GuideQuestion, text: string): string | null {
  const answers = choices.map(({ value }) => `${slot}=${value}`)
  const moves = [...answers, ...WAYS_OUT]
  const labels = choices.map(({ label }) => label)
  const place = placeSaid(text, answers.length) ?? placeSaid(text, moves.length) ?? oneNamed(text, labels)
  return place === null ? null : (moves[place] ?? null)
}
