import type { ErrorRequestHandler, Request, Response } from 'express'
import { h, type VNode } from 'preact'
import { renderToString } from 'preact-render-to-string'
import type { AppError } from '../../model/app-error.js'
import type { Conversation } from '../../model/conversation.js'
import { LANGUAGES, type Language, toLanguage } from '../../model/language.js'
import type { Say } from '../../model/say.js'
import { communeOf } from '../commune-origins.js'
import {
  type ErrorWitnesses,
  endUnread,
  holdRefusal,
  languageOf,
  logFailure,
  toAppError,
  toProblem,
} from '../problem.js'
import { communeNamedBy, type NamedCommunes } from '../public-address.js'
import { newSecret } from '../secrets.js'
import { ErrorPage, type Retry } from './error-page.js'
import { type Frame, type FrameNeeds, frameOf } from './frame.js'
import { type ConversationLinks, conversationLinks, PLAIN_PREFIX } from './plain-links.js'

/** Fields of these pages' forms; nothing else of a body is repeated. */
const FIELDS = [
  'commune',
  'langue',
  'cle',
  'clientId',
  'text',
  'choice',
  'message',
  'feedback',
  'name',
  'phone',
  'email',
]

/** What a page that tells an error needs. */
export interface ErrorPageNeeds extends NamedCommunes, FrameNeeds, ErrorWitnesses {
  store: { getConversation(id: string): Promise<Conversation | undefined> }
  say: Say
}

/** What a page says that nobody may keep: an address in it holds a citizen's key. */
export const KEPT_NOWHERE = {
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
  'X-Robots-Tag': 'noindex, nofollow',
}

/** Tells an error by a page that is kept nowhere. */
export function errorPage(needs: ErrorPageNeeds): ErrorRequestHandler {
  return (error: unknown, request, response, _next) => {
    response.set(KEPT_NOWHERE)
    return sendErrorPage(needs, request, response, error)
  }
}

/** Turns an error into a page that says it, keeps what was typed, and shows the way to a human. Logs without any address. */
export async function sendErrorPage(http: ErrorPageNeeds, request: Request, response: Response, thrown: unknown) {
  const error = toAppError(thrown)
  // Addresses hold the citizen's key: none goes into the log.
  logFailure(http.logger, thrown, PLAIN_PREFIX)
  http.securityEvents.refused(error, request, PLAIN_PREFIX)
  await holdRefusal(error, { request, response }, http)
  if (response.headersSent) return void response.destroy()
  endUnread(request, response)
  if (error.retryAfterS !== undefined) response.set('Retry-After', String(error.retryAfterS))
  const frame = await frameOfError(http, request)
  const { id, token } = keysOf(request)
  const links = id && token && error.status !== 404 ? conversationLinks(id, token) : null
  const props = {
    frame,
    problem: problemOf(error, http, frame),
    links,
    text: typedIn(request, 'text'),
    // What was refused before it was read cannot be sent again from here.
    retry: request.method === 'POST' && request.body !== undefined ? retryOf(error, request, { frame, links }) : null,
  }
  sendPage(response, error.status, h(ErrorPage, props))
}

/** The commune and the language of the conversation where there is one; else those that the form or the address names. */
async function frameOfError(http: ErrorPageNeeds, request: Request): Promise<Frame> {
  const { id } = keysOf(request)
  // An error is often that the store cannot be read: the page is made all the same.
  const conversation = id ? await http.store.getConversation(id).catch(() => undefined) : undefined
  const asked = conversation?.communeId ?? (typedIn(request, 'commune') || queryOf(request, 'commune'))
  const commune = communeNamedBy(http, request) ?? http.communes.get(asked ?? '') ?? communeOf(http, undefined)
  return frameOf(http, commune, conversation?.language ?? formLanguage(request))
}

function problemOf(error: AppError, { say }: ErrorPageNeeds, { t, language }: Frame): string {
  if (error.code === 'unknown_conversation') return t('error.no_conversation')
  return error.code === 'not_found' ? t('error.not_found') : toProblem(error, say, language).detail
}

/** How what was typed can still be sent: again, in another conversation, or in the conversation in place of a form. */
function retryOf(
  { code, status }: AppError,
  request: Request,
  { frame, links }: { frame: Frame; links: ConversationLinks | null },
): Retry | null {
  const { t, language, commune } = frame
  const text = typedIn(request, 'text')
  if (code === 'conversation_closed' || code === 'unknown_conversation') {
    const fields = { commune: commune.id, langue: language, cle: newSecret(), text }
    return text ? { action: PLAIN_PREFIX, fields, label: t('error.retry_new') } : null
  }
  if (code === 'handoff_already_open' && links)
    return { action: links.messages, fields: { text }, label: t('write.send') }
  if (status !== 429 && status < 500) return null
  const typed = FIELDS.map((name) => [name, typedIn(request, name)]).filter(([, value]) => value)
  const action = request.originalUrl.split('?')[0] ?? PLAIN_PREFIX
  return { action, fields: Object.fromEntries(typed), label: t('error.retry') }
}

/** A whole page as HTML. Every text in it is escaped by the renderer. */
export function renderPage<P>(page: VNode<P>): string {
  return `<!doctype html>${renderToString(page)}`
}

/** Sends a whole page. */
export function sendPage<P>(response: Response, status: number, page: VNode<P>): void {
  response.status(status).type('html').send(renderPage(page))
}

/** A parameter of an address, when it is there once. */
export function queryOf(request: Request, name: string): string | undefined {
  const value = request.query[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** The language that an address asks for (`langue`), otherwise the browser's. */
export function pageLanguage(request: Request): Language {
  const asked = queryOf(request, 'langue')
  return asked === undefined ? languageOf(request) : toLanguage(asked)
}

/** The language that a form was written in, otherwise the address's or the browser's. */
export function formLanguage(request: Request): Language {
  const typed = typedIn(request, 'langue')
  return LANGUAGES.find((one) => one === typed) ?? pageLanguage(request)
}

/** What was typed in a field of a form, exactly; empty when it is not there once. */
export function typedIn(request: Request, name: string): string {
  const body: unknown = request.body
  const value = typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : undefined
  return typeof value === 'string' ? value : ''
}

/** The id and the token in an address; empty when it has none. */
export function keysOf(request: Request): { id: string; token: string } {
  const { id = '', token = '' } = request.params
  return { id: String(id), token: String(token) }
}
