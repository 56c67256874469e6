import { type Request, type RequestHandler, type Response, Router } from 'express'
import type { Conversation } from '../model/conversation.js'
import { parseBody } from './problem.js'
import type { AnswerOf, BodyOf, ParamsOf, QueryOf, Route } from './route.js'

/** What a handler is asked. */
export interface HandlerInput<R extends Route> {
  route: R
  params: ParamsOf<R>
  query: QueryOf<R>
  body: BodyOf<R>
  request: Request
  response: Response
}

/** The conversation whose citizen was let through: a route's access is `citizen`. */
export function conversationFrom(response: Response): Conversation {
  return response.locals.conversation as Conversation
}

/** What a handler says that has sent its answer itself: a stream, a file. */
export interface Sent {
  readonly hasSent: true
}
/** The one {@link Sent}. */
export const SENT: Sent = { hasSent: true }

/** A route with what answers it. */
export interface ServedRoute {
  route: Route
  /** Reads the body where it is not small JSON, in the place of what reads all others. */
  reads: readonly RequestHandler[]
  answer(request: Request, response: Response): Promise<unknown>
}

/** What a handler answers: what its route declares, of which nothing is changed any more. */
export type HandlerAnswer<R extends Route> = Sendable<AnswerOf<R>> | Sent

type Sendable<T> = T extends readonly (infer One)[]
  ? readonly Sendable<One>[]
  : T extends object
    ? { readonly [Name in keyof T]: Sendable<T[Name]> }
    : T

/**
 * Has a handler answer a route: what it is asked is already checked, and what it answers is sent with the route's status.
 * @param reads reads the body where it is not small JSON
 */
export function serve<R extends Route>(
  route: R,
  handler: (asked: HandlerInput<R>) => Promise<HandlerAnswer<R>> | HandlerAnswer<R>,
  reads: readonly RequestHandler[] = [],
): ServedRoute {
  return {
    route,
    reads,
    async answer(request, response) {
      const query = route.query && parseBody(route.query, request.query)
      const body = route.body && reads.length === 0 ? parseBody(route.body, request.body) : undefined
      const params = request.params as ParamsOf<R>
      return handler({ route, params, query: query as QueryOf<R>, body: body as BodyOf<R>, request, response })
    },
  }
}

/** How routes are served. */
export interface ServingOptions {
  /** What lets a call of a route through, or refuses it. */
  guardsOf: (route: Route) => readonly RequestHandler[]
  /** Told what each route answers, before it is sent. */
  onAnswer?: ((route: Route, answer: unknown) => void) | undefined
}

/** The router of some routes, in their order. */
export function routerOf(served: readonly ServedRoute[], { guardsOf, onAnswer }: ServingOptions): Router {
  const router = Router()
  for (const { route, reads, answer } of served) {
    router[route.method](patternOf(route), ...guardsOf(route), ...reads, async (request, response) => {
      const said = await answer(request, response)
      if (said === SENT) return
      onAnswer?.(route, said)
      if (route.answer === null) return void response.status(204).end()
      // A handler may have said another status: that it is not ready, for one.
      if (response.statusCode === 200) response.status(route.status ?? 200)
      if (route.method === 'get') response.json(said)
      else sendUntagged(response, said)
    })
  }
  return router
}

/** The path of a route, as Express writes it. */
export function patternOf({ path }: Pick<Route, 'path'>): string {
  return path.replace(/\{(\w+)\}/g, ':$1')
}

/** Not by Express, which would make a tag of an answer that nobody may keep. */
function sendUntagged(response: Response, said: unknown): void {
  const sent = Buffer.from(JSON.stringify(said))
  response.set({ 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': String(sent.length) }).end(sent)
}
