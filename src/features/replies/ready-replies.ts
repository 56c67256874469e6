import type { Commune } from '../../platform/model/commune.js'
import type { Handoff } from '../../platform/model/handoff.js'
import type { Language } from '../../platform/model/language.js'
import type { Say } from '../../platform/model/say.js'
import { frenchTypography } from '../../platform/text/typography.js'
import { analyse } from '../../search/french-analyser.js'
import type { User } from '../accounts/staff.js'
import { readingMoment } from '../entries/render/describe-service.js'
import type { ReplyView } from './contract.js'
import { fillReply, type ReplyPlace } from './fill-reply.js'
import type { RepliesOf } from './load-replies.js'
import type { Reply, ReplyMoment } from './reply.js'
import type { ReplyStore } from './reply-verbs.js'

/** From what ready replies are made. */
export interface ReplySources {
  store: Pick<ReplyStore, 'listReplies'>
  repliesOf: RepliesOf
  communeOf: (communeId: string) => Commune
  now: () => Date
  say: Say
}

/** For whom they are filled: the agent who writes, the language in which she reads, and the citizen. */
interface ReplyReaders {
  user: User
  reader: Language
  handoff: ReplyPlace['handoff'] & Pick<Handoff, 'language'>
}

/** Ready replies for a citizen: the agent's own, and the commune's, in her language where there is one. */
export async function readyReplies(
  { store, repliesOf, communeOf, now, say }: ReplySources,
  { user, handoff, reader }: ReplyReaders,
): Promise<ReplyView[]> {
  const commune = communeOf(user.communeId)
  const placeIn = (language: Language): ReplyPlace => ({
    commune,
    handoff,
    agentName: user.displayName,
    moment: readingMoment({ now, say }, language),
  })
  const shared = repliesOf(commune.id).map(({ id, title, keywords, text }): ReplyView => {
    const own = text[handoff.language]
    const language = own === undefined ? 'fr' : handoff.language
    const named = reader === 'fr' ? frenchTypography(title.fr) : title.en
    return { id, title: named, keywords, language, own: false, text: fillReply(own ?? text.fr, placeIn(language)) }
  })
  const own = (await store.listReplies(user.id)).map(({ id, title, text, language }): ReplyView => {
    return { id, title, keywords: [], language, own: true, text: fillReply(text, placeIn(language)) }
  })
  return [...own, ...shared]
}

/** What a reply is chosen by. */
interface Heard {
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
