import type { Request, RequestHandler, Response } from 'express'
import {
  requireAccount,
  requireRole,
  requireServerAdmin,
  requireSession,
  type StaffNeeds,
} from '../../features/accounts/routes/staff-access.js'
import type { ConversationStore } from '../../features/conversations/conversation-verbs.js'
import { requireOpenCommune, type SuspensionNeeds } from '../../features/settings/suspension.js'
import type { OpenFeature } from '../../platform/feature.js'
import { refuseOtherSites } from '../../platform/http/commune-origins.js'
import { maskTyped } from '../../platform/http/mask-typed.js'
import { type Addresses, isToldUnderName } from '../../platform/http/public-address.js'
import type { RateLimits } from '../../platform/http/rate-limits.js'
import { isCounted, type Route } from '../../platform/http/route.js'
import { hashSecret, sameSecret } from '../../platform/http/secrets.js'
import { AppError } from '../../platform/model/app-error.js'
import type { Commune } from '../../platform/model/commune.js'
import type { Conversation } from '../../platform/model/conversation.js'

/** What tells a citizen by the token of her conversation. */
export interface CitizenAccessNeeds extends Pick<Addresses, 'communeAt'> {
  store: Pick<ConversationStore, 'getConversation' | 'knownConversation'>
  communes: ReadonlyMap<string, Commune>
  limits: Pick<RateLimits, 'conversation'>
  liveCommunes: SuspensionNeeds['liveCommunes']
}

/** What guards routes. */
export type GuardNeeds = Omit<StaffNeeds, 'store'> &
  Omit<CitizenAccessNeeds, 'store'> & { store: StaffNeeds['store'] & CitizenAccessNeeds['store'] }

/**
 * What lets a call of a route through, or refuses it, by who may make it; and masks what is typed in it: of citizens before anything else, of staff once it is
 * known who types.
 * @param features are told of each call of staff
 */
export function createGuards(
  needs: GuardNeeds,
  features: readonly OpenFeature[],
): (route: Route) => readonly RequestHandler[] {
  const told = features.flatMap(({ onStaffCall }) => onStaffCall ?? [])
  return (route) => {
    const { access, server } = route
    const masks = route.typed ? [maskTyped(needs, route)] : []
    if (access === 'anyone') return masks
    if (access === 'citizen' || access === 'sender') return [...masks, requireCitizen(needs, route)]
    if (access === 'account') return [requireAccount(needs), ...masks]
    if (access === 'session') return [requireSession(needs), ...masks]
    const guard = server ? requireServerAdmin(needs) : requireRole(needs, access)
    const tell: RequestHandler = async (_request, response, next) => {
      for (const onStaffCall of told) await onStaffCall(route, response)
      next()
    }
    return [guard, ...masks, tell]
  }
}

/**
 * Lets a request through when its token is that of the conversation in its path, which `conversationFrom` then gives, or {@link senderFrom}. Of a sender the
 * database is asked only when this process knows no such conversation: what is compared here never changes.
 * @throws AppError `unknown_conversation` (404), `unauthenticated` (401), `origin_refused` (403)
 */
function requireCitizen(needs: CitizenAccessNeeds, route: Route): RequestHandler {
  const { store } = needs
  return async (request, response, next) => {
    const id = String(request.params.id)
    const known = route.access === 'sender' ? await store.knownConversation(id) : undefined
    const conversation = ofToken(known ?? (await store.getConversation(id)), bearerOf(request))
    if (!isToldUnderName(needs, request, conversation)) throw new AppError('unknown_conversation', 404)
    const commune = needs.communes.get(conversation.communeId)
    if (commune) refuseOtherSites(needs, request, commune)
    if (commune && (route.method === 'post' || route.method === 'put')) requireOpenCommune(needs, commune)
    if (isCounted(route, 'conversation')) await needs.limits.conversation(conversation.id)
    response.locals.conversation = conversation
    next()
  }
}

/** What is known of the conversation of a sender, which is to be read again. */
export function senderFrom(response: Response): Pick<Conversation, 'id'> {
  return response.locals.conversation as Conversation
}

/** The conversation of an id, if the token is its own. @throws AppError `unknown_conversation` (404), `unauthenticated` (401) */
export async function conversationOfToken(
  { store }: { store: Pick<ConversationStore, 'getConversation'> },
  id: string,
  token: string | undefined,
): Promise<Conversation> {
  return ofToken(await store.getConversation(id), token)
}

function bearerOf(request: Request): string | undefined {
  return /^Bearer ([\w-]{20,100})$/.exec(request.get('authorization') ?? '')?.[1]
}

function ofToken<C extends Pick<Conversation, 'tokenHash'>>(conversation: C | undefined, token: string | undefined): C {
  if (!conversation) throw new AppError('unknown_conversation', 404)
  if (!token || !sameSecret(hashSecret(token), conversation.tokenHash)) throw new AppError('unauthenticated', 401)
  return conversation
}
