import type { Commune } from '../../platform/model/commune.js'
import type { Language } from '../../platform/model/language.js'
import type { Say } from '../../platform/model/say.js'
import { frenchTypography } from '../../platform/text/typography.js'
import type { User } from '../accounts/staff.js'
import { tellingMoment } from '../entries/render/describe-service.js'
import type { ReplyView } from '../handoffs/copilot-contract.js'
import type { Handoff } from '../handoffs/handoff.js'
import { fillReply, type ReplyPlace } from './fill-reply.js'
import type { RepliesOf } from './load-replies.js'
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
    moment: tellingMoment({ now, say }, language),
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
