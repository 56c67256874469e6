import type { Request } from 'express'
import { conversationOfToken } from '../../assistant/routes/guards.js'
import type { ConversationStore } from '../../features/conversations/conversation-verbs.js'
import { requireOpenCommune, type SuspensionNeeds } from '../../features/settings/suspension.js'
import { communeOf } from '../../platform/http/commune-origins.js'
import { type Frame, type FrameNeeds, frameOf } from '../../platform/http/pages/frame.js'
import { type ConversationLinks, conversationLinks } from '../../platform/http/pages/plain-links.js'
import { keysOf } from '../../platform/http/pages/send-page.js'
import { isToldUnderName, type NamedCommunes } from '../../platform/http/public-address.js'
import { AppError } from '../../platform/model/app-error.js'
import type { Conversation } from '../../platform/model/conversation.js'

/** A conversation opened by its address. */
export interface Opened {
  conversation: Conversation
  links: ConversationLinks
  frame: Frame
}

/** What opening one needs. */
export interface OpeningNeeds extends FrameNeeds, NamedCommunes, SuspensionNeeds {
  store: Pick<ConversationStore, 'getConversation'>
}

/** Forms by which something is asked of the town hall; those by which a citizen ends or erases what is hers are always answered. */
const ASKING = /\/(?:messages|avis|agent|message)$/

/**
 * The conversation of an address. A wrong key is told as a conversation that does not exist.
 * @throws AppError `unknown_conversation` (404), `commune_suspended` (503)
 */
export async function openConversation(needs: OpeningNeeds, request: Request): Promise<Opened> {
  const { id, token } = keysOf(request)
  try {
    const conversation = await conversationOfToken(needs, id, token)
    if (!isToldUnderName(needs, request, conversation)) throw new AppError('unknown_conversation', 404)
    const frame = frameOf(needs, communeOf(needs, conversation.communeId), conversation.language)
    if (request.method === 'POST' && ASKING.test(request.path)) requireOpenCommune(needs, frame.commune)
    return { conversation, links: conversationLinks(id, token), frame }
  } catch (error) {
    if (error instanceof AppError && error.code === 'unauthenticated') throw new AppError('unknown_conversation', 404)
    throw error
  }
}
