import { analyse } from '../../search/french-analyser.js'
import type { Reply, ReplyMoment } from './reply.js'

/** What a reply is chosen by. */
export interface Heard {
  /** The citizen's words, in French where they were in another language. */
  words: string
  /** What her words are, and whether the talk begins. */
  moments: ReadonlySet<string>
}

/** Worth of a moment that fits, of a word of the title or of a keyword, and of a word of the text alone. */
const MOMENT = 3
const NAMED = 2
const SAID = 0.5

/** Ready replies that suit what was heard, best first: moments before words, and none rather than one that shares nothing. Pure. */
export function rankReplies(replies: readonly Reply[], heard: Heard, most: number): Reply[] {
  const words = new Set(analyse(heard.words))
  return replies
    .map((reply, place) => ({ reply, place, score: scoreOf(reply, words, heard.moments) }))
    .filter(({ score }) => score >= NAMED)
    .sort((a, b) => b.score - a.score || a.place - b.place)
    .slice(0, most)
    .map(({ reply }) => reply)
}

function scoreOf(reply: Reply, words: ReadonlySet<string>, moments: ReadonlySet<string>): number {
  const fitting = reply.moments.filter((moment: ReplyMoment) => moments.has(moment)).length
  const named = new Set(analyse([reply.title.fr, ...reply.keywords].join(' ')))
  const said = new Set(analyse(reply.text.fr))
  let score = fitting * MOMENT
  for (const word of words) score += named.has(word) ? NAMED : said.has(word) ? SAID : 0
  return score
}
