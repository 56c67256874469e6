import type { Request } from 'express'
import { conversationOfToken } from '../../assistant/routes/citizen-access.js'
import type { HttpContext } from '../../platform/http/http-context.js'
import { type Frame, frameOf } from '../../platform/http/pages/frame.js'
import { type ConversationLinks, conversationLinks } from '../../platform/http/pages/plain-links.js'
import { keysOf } from '../../platform/http/pages/send-page.js'
import { communeOf } from '../../platform/http/views.js'
import { AppError } from '../../platform/model/app-error.js'
import type { Conversation } from '../../platform/model/conversation.js'

/** A conversation opened by its address. */
export interface Opened {
  conversation: Conversation
  links: ConversationLinks
  frame: Frame
}

/**
 * The conversation of an address. A wrong key is told as a conversation that does not exist.
 * @throws AppError `unknown_conversation` (404)
 */
export async function openConversation(http: HttpContext, request: Request): Promise<Opened> {
  const { id, token } = keysOf(request)
  try {
    const conversation = await conversationOfToken(http, id, token)
    const frame = frameOf(http, communeOf(http, conversation.communeId), conversation.language)
    return { conversation, links: conversationLinks(id, token), frame }
  } catch (error) {
    if (error instanceof AppError && error.code === 'unauthenticated') throw new AppError('unknown_conversation', 404)
    throw error
  }
}
