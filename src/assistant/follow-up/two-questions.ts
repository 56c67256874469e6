import { stemsOfQuestion } from '../../search/french-analyser.js'
import type { SearchCandidate, SearchResult } from '../../search/search-index.js'
import { decide } from '../decide.js'
import { foldPhrase } from './going-on-words.js'

/** Joints that are tried: a longer message tells one story. */
const MOST_JOINTS = 4
/** Words of a message that may hold two questions. */
const LEAST_WORDS = 4
/** Least confidence of the second question's entry, which is only one tap away, beside one that is surely answered. */
const LIKELY = 0.55

/** The entries of two questions; the first is surely answered, the other at least likely. */
export interface TwoQuestions {
  first: SearchCandidate
  second: SearchCandidate
}

/**
 * The entries of two questions in one message: "les horaires de la mairie et de la médiathèque". One half by itself has a sure answer, the other another one, sure or likely; `null`
 * otherwise.
 * @param joints what may stand between two questions, folded
 * @param search searches the published entries
 */
export async function twoQuestions(
  text: string,
  joints: readonly string[],
  search: (text: string) => Promise<SearchResult>,
): Promise<TwoQuestions | null> {
  const pairs = halvesOf(text, joints).slice(0, MOST_JOINTS)
  let likely: TwoQuestions | null = null
  for (const halves of pairs) {
    const [before, after] = await Promise.all(halves.map(async (half) => readHalf(await search(half))))
    if (!before || !after || before.entry.id === after.entry.id) continue
    if (before.isSure && after.isSure) return { first: before.entry, second: after.entry }
    if (!before.isSure && !after.isSure) continue
    const [sure, other] = before.isSure ? [before, after] : [after, before]
    likely ??= { first: sure.entry, second: other.entry }
  }
  return likely
}

/** A message cut in two at each end of a sentence and at each joint, the ends of sentences first. */
function halvesOf(text: string, joints: readonly string[]): [string, string][] {
  const words = [...text.matchAll(/[\p{L}\p{M}\p{N}]+/gu)]
  if (words.length < LEAST_WORDS) return []
  const isJoint = (word: string, next = '') =>
    joints.includes(foldPhrase(word)) || joints.includes(foldPhrase(`${word} ${next}`))
  const ends: number[] = []
  const between: number[] = []
  for (const [place, word] of words.entries()) {
    const gap = text.slice((words[place - 1]?.index ?? 0) + (words[place - 1]?.[0].length ?? 0), word.index)
    if (place > 0 && /[?!.;\n]/u.test(gap)) ends.push(word.index)
    else if (place > 0 && isJoint(word[0], words[place + 1]?.[0])) between.push(word.index)
  }
  return [...ends, ...between]
    .map((at): [string, string] => [text.slice(0, at), text.slice(at)])
    .filter((halves) => halves.every((half) => stemsOfQuestion(half).length > 0))
}

function readHalf({ candidates, policy }: SearchResult): { entry: SearchCandidate; isSure: boolean } | null {
  const decision = decide(candidates, policy)
  if (decision.kind === 'answer') return { entry: decision.entry, isSure: true }
  const [first] = candidates
  return first && first.confidence >= LIKELY ? { entry: first, isSure: false } : null
}
