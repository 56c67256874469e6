import type { Request } from 'express'
import { sayIn } from '../../../assistant/assistant-context.js'
import { MOST_ENTRIES, suggest } from '../../../assistant/copilot/suggest.js'
import { tellingMoment } from '../../../assistant/telling-moment.js'
import { communeOf } from '../../../platform/http/commune-of.js'
import type { HttpContext } from '../../../platform/http/http-context.js'
import { languageOf } from '../../../platform/http/request-language.js'
import type { Language } from '../../../platform/model/language.js'
import type { User } from '../../accounts/staff.js'
import type { Entry } from '../../entries/model/entry.js'
import { answerIn } from '../../entries/render/answer-in.js'
import { shortAnswer } from '../../entries/render/short-answer.js'
import { frenchTypography } from '../../entries/render/typography.js'
import { fillReply, type ReplyPlace } from '../../replies/fill-reply.js'
import { ownAddress } from '../../sheets/routes/own-address.js'
import { sheetLink } from '../../sheets/routes/sheet-links.js'
import type { Handoff } from '../handoff.js'
import type { InsertedEntryView, RepliesView, ReplyView, SuggestionsView } from './copilot-contract.js'

/** What is offered for a citizen's last words, ready to be inserted. */
export async function suggestionsView(
  context: HttpContext,
  request: Request,
  handoff: Handoff,
): Promise<SuggestionsView> {
  const { store, snapshotOf } = context.assistant
  const messages = await store.listMessages(handoff.conversationId, 0)
  const replies = context.repliesOf(handoff.communeId)
  const suggested = await suggest(context.assistant, { handoff, messages, replies })
  const { entries, version } = await snapshotOf(handoff.communeId)
  const { seq, question, encoderVersion, durationsMs } = suggested
  return {
    seq,
    question,
    entries: suggested.entries.slice(0, MOST_ENTRIES).flatMap(({ id, confidence }) => {
      const entry = entries.get(id)
      return entry ? [{ ...insertedEntry(context, request, { entry, handoff }), confidence }] : []
    }),
    replies: suggested.replies.map(({ id }) => id),
    contentVersion: version,
    encoderVersion,
    durationsMs,
  }
}

/** An entry as an agent inserts it for a citizen: in her language where there is a current translation, else in French. */
export function insertedEntry(
  context: HttpContext,
  request: Request,
  { entry, handoff }: { entry: Entry; handoff: Handoff },
): InsertedEntryView {
  const { say, now } = context.assistant
  const commune = communeOf(context, handoff.communeId)
  const answer = answerIn(entry, commune, { say: sayIn(say, handoff.language), now: now() })
  const language = answer.language ?? 'fr'
  const communeId = commune.id === context.defaultCommuneId ? undefined : commune.id
  const sheet = sheetLink({ entryId: entry.id, communeId, language: handoff.language })
  const text = shortAnswer(answer, sayIn(say, language), ownAddress(context, request, sheet))
  return { id: entry.id, title: answer.title, text, language, sheet }
}

/** Ready replies for a citizen: the commune's in her language where there is one, and the agent's own. */
export async function repliesView(
  context: HttpContext,
  request: Request,
  { handoff, user }: { handoff: Handoff; user: User },
): Promise<RepliesView> {
  const commune = communeOf(context, handoff.communeId)
  const placeIn = (language: Language): ReplyPlace => ({
    commune,
    handoff,
    agentName: user.displayName,
    moment: tellingMoment(context.assistant, language),
  })
  const staffLanguage = languageOf(request) === 'fr' ? 'fr' : 'en'
  const shared = context.repliesOf(commune.id).map(({ id, title, keywords, text }): ReplyView => {
    const own = text[handoff.language]
    const language = own === undefined ? 'fr' : handoff.language
    const named = staffLanguage === 'fr' ? frenchTypography(title.fr) : title.en
    return { id, title: named, keywords, language, own: false, text: fillReply(own ?? text.fr, placeIn(language)) }
  })
  const own = (await context.assistant.store.listReplies(user.id)).map(({ id, title, text, language }): ReplyView => {
    return { id, title, keywords: [], language, own: true, text: fillReply(text, placeIn(language)) }
  })
  return { replies: [...own, ...shared] }
}
