import { saidWords } from '../follow-up/said-words.js'

/** What a label says of those who are too young for the other: "Un enfant (moins de 18 ans)". */
const UNDER = /\bmoins de (\d{1,3}) ans\b/i
/** An age and nothing else: "18", "67 ans", "elle a 85 ans", "plus de 18". Folded, apostrophes as spaces. */
const AGE =
  /^(?:(?:oui|c est|pour|une?|personne|adulte|j ai|il|elle|on|de|a) )*(?:(plus|moins) de )?(\d{1,3})(?: ans?)?(?: (?:et demie?|passes?|revolus?))?$/

/**
 * The place, from 0, of the one of two labels that an age means, where one of them is for those under an age: "18" and "plus de 18" are not under 18, "17 ans" is. `null` for other
 * words and labels. French only. Pure.
 */
export function ageSaid(labels: readonly string[], text: string): number | null {
  const young = labels.findIndex((label) => UNDER.test(label))
  if (labels.length !== 2 || young < 0) return null
  const limit = Number(UNDER.exec(labels[young] ?? '')?.[1])
  const [, compared, number] = AGE.exec(saidWords(text)) ?? []
  if (number === undefined) return null
  const age = Number(number)
  if ((compared === 'plus' && age < limit) || (compared === 'moins' && age > limit)) return null
  return compared === 'moins' || age < limit ? young : 1 - young
}
