import { stemsOfQuestion } from '../../retrieval/french-analyser.js'
import type { SearchCandidate, SearchResult } from '../../retrieval/search-index.js'
import { decide } from '../decide.js'

/** Where one question may end and another begin. */
const JOINT = /\s(?:et|puis|ainsi que|et aussi)\s|[?;\n]+/giu
/** Joints that are tried: a longer message tells one story. */
const MOST_JOINTS = 3

/**
 * The entries of two questions in one message: "les horaires de la mairie et de la médiathèque". Each half by itself has a sure answer, and another than the other's; `null`
 * otherwise. French only: the joints are.
 * @param search searches the published entries
 */
export async function twoQuestions(
  text: string,
  search: (text: string) => Promise<SearchResult>,
): Promise<[SearchCandidate, SearchCandidate] | null> {
  const joints = [...text.matchAll(JOINT)].slice(0, MOST_JOINTS)
  for (const { index, 0: joint } of joints) {
    const halves = [text.slice(0, index), text.slice(index + joint.length)]
    if (halves.some((half) => stemsOfQuestion(half).length === 0)) continue
    const [first, second] = await Promise.all(halves.map(async (half) => answerOf(await search(half))))
    if (first && second && first.id !== second.id) return [first, second]
  }
  return null
}

function answerOf({ candidates, policy }: SearchResult): SearchCandidate | null {
  const decision = decide(candidates, policy)
  return decision.kind === 'answer' ? decision.entry : null
}
