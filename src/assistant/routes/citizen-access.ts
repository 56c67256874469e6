import type { Request, RequestHandler, Response } from 'express'
import { refuseOtherSites } from '../../platform/http/commune-origins.js'
import type { HttpContext } from '../../platform/http/http-context.js'
import { hashSecret, sameSecret } from '../../platform/http/secrets.js'
import { AppError } from '../../platform/model/app-error.js'
import type { Conversation } from '../../platform/model/conversation.js'

/**
 * The conversation of a request, if its Bearer token is the right one.
 * @throws AppError `unknown_conversation` (404), `unauthenticated` (401), `origin_refused` (403)
 */
export async function conversationOf(request: Request, context: HttpContext): Promise<Conversation> {
  const { store } = context.assistant
  return checked(request, context, await store.getConversation(String(request.params.id)))
}

/**
 * The same, for who reads the conversation again before she answers: what is compared here never changes, so the database is asked only when this process
 * knows no such conversation.
 * @throws AppError as {@link conversationOf}
 */
export async function callerConversation(request: Request, context: HttpContext): Promise<Pick<Conversation, 'id'>> {
  const { store } = context.assistant
  const id = String(request.params.id)
  return checked(request, context, (await store.knownConversation(id)) ?? (await store.getConversation(id)))
}

/**
 * Lets a request through when its token is that of the conversation in its path, which {@link conversationFrom} then gives.
 * @param isCounted whether it is counted against the limit of the conversation
 */
export function requireCitizen(context: HttpContext, isCounted: boolean): RequestHandler {
  return async (request, response, next) => {
    const conversation = await conversationOf(request, context)
    if (isCounted) await context.limits.conversation(conversation.id)
    response.locals.conversation = conversation
    next()
  }
}

/** The conversation whose citizen {@link requireCitizen} let through. */
export function conversationFrom(response: Response): Conversation {
  return response.locals.conversation as Conversation
}

type Keyed = Pick<Conversation, 'communeId' | 'tokenHash'>

function checked<C extends Keyed>(request: Request, context: HttpContext, found: C | undefined): C {
  const token = /^Bearer ([\w-]{20,100})$/.exec(request.get('authorization') ?? '')?.[1]
  const conversation = ofToken(found, token)
  const commune = context.communes.get(conversation.communeId)
  if (commune) refuseOtherSites(context, request, commune)
  return conversation
}

/** The conversation of an id, if the token is its own. @throws AppError `unknown_conversation` (404), `unauthenticated` (401) */
export async function conversationOfToken(
  context: HttpContext,
  id: string,
  token: string | undefined,
): Promise<Conversation> {
  return ofToken(await context.assistant.store.getConversation(id), token)
}

function ofToken<C extends Keyed>(conversation: C | undefined, token: string | undefined): C {
  if (!conversation) throw new AppError('unknown_conversation', 404)
  if (!token || !sameSecret(hashSecret(token), conversation.tokenHash)) throw new AppError('unauthenticated', 401)
  return conversation
}
