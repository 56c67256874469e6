import { communeRoutes } from '../../features/asking/contract.js'
import { conversationRoutes, type StartedView } from '../../features/conversations/contract.js'
import { MASKED_HEADER } from '../../platform/http/masked-header.js'
import { type AnswerOf, type AnyCall, addressOf, type CallOf, type Route } from '../../platform/http/route.js'
import type { Problem } from '../../platform/http/shapes.js'
import type { Feedback } from '../../platform/model/conversation.js'
import type { Language } from '../../platform/model/language.js'
import type { Configuration } from './configuration.js'
import type { Outgoing } from './conversation-state.js'

const TIMEOUT_MS = 30_000

/** A call that did not succeed. `status` 0 means that the server was not reached; `message` is the server's sentence, or empty. */
export class CallError extends Error {
  constructor(
    readonly status: number,
    readonly problem: Partial<Problem> = {},
  ) {
    super(problem.detail ?? '')
  }
}

/** A conversation's id and key. */
export type Key = Pick<StartedView, 'id' | 'token'>
/** What is given with a call of one's own conversation, whose id is known. */
export type OwnCall<R extends Route> = Omit<CallOf<R>, 'params'> & Pick<AnyCall, 'params'>
/** What a call gives: what is answered or, where nothing is, what was masked of what was sent, if anything was. */
export type CallResult<R extends Route> = R['answer'] extends null ? string | null : AnswerOf<R>
/** Calls a route with what it declares: of a conversation with its key, any other with none. @throws CallError */
export interface Ask {
  <R extends Route>(route: R, key: Key, call?: OwnCall<R>): Promise<CallResult<R>>
  <R extends Route>(route: R, key: null, call: CallOf<R>): Promise<CallResult<R>>
}
/** The calls that a citizen's browser makes; each may reject with {@link CallError}. */
export type Api = ReturnType<typeof createApi>

/** Prepares the calls of one page. */
export function createApi({ apiBase, communeId }: Configuration, language: () => Language) {
  const request = (route: Route, key: Key | null, { params, query, body }: AnyCall, signal: AbortSignal) =>
    fetch(apiBase + addressOf(route, { params: { id: key?.id, ...params }, query }), {
      method: route.method,
      signal,
      credentials: 'omit',
      headers: {
        'Accept-Language': language(),
        ...(key && { Authorization: `Bearer ${key.token}` }),
        ...(body ? { 'Content-Type': 'application/json' } : {}),
      },
      body: body ? JSON.stringify(body) : null,
    })

  /** Calls a route: of one's own conversation with its key, else without. */
  const ask = async <R extends Route>(route: R, key: Key | null, call: AnyCall = {}): Promise<CallResult<R>> => {
    const controller = new AbortController()
    const timer = setTimeout(() => controller.abort(), TIMEOUT_MS)
    try {
      const response = await request(route, key, call, controller.signal)
      if (!response.ok) throw await errorOf(response)
      const text = await response.text()
      if (!text) return response.headers.get(MASKED_HEADER) as CallResult<R>
      // A transcript is plain text.
      return (/json/.test(response.headers.get('Content-Type') ?? '') ? JSON.parse(text) : text) as CallResult<R>
    } catch (error) {
      throw error instanceof CallError ? error : new CallError(0)
    } finally {
      clearTimeout(timer)
    }
  }

  return {
    /** Any call, of the parts loaded on demand. */
    ask: ask as Ask,
    readCommune: () =>
      ask(communeRoutes.commune, null, { params: { id: communeId }, query: { page: location.pathname.slice(0, 300) } }),
    start: () =>
      ask(conversationRoutes.start, null, {
        body: { communeId, language: language(), page: location.pathname.slice(0, 300) },
      }),
    send: (key: Key, { clientId, text, choice }: Outgoing) =>
      ask(conversationRoutes.send, key, { body: { clientId, text, choice } }),
    readMessages: (key: Key, after: number) => ask(conversationRoutes.read, key, { query: { after } }),
    callAgent: (key: Key) => ask(conversationRoutes.callAgent, key, { body: { kind: 'live' } }),
    cancelHandoff: (key: Key) => ask(conversationRoutes.cancelHandoff, key),
    rate: (key: Key, mid: string, feedback: Feedback) =>
      ask(conversationRoutes.feedback, key, { params: { mid }, body: { feedback } }),
    setLanguage: (key: Key) => ask(conversationRoutes.setLanguage, key, { body: { language: language() } }),
    close: (key: Key) => ask(conversationRoutes.close, key),
    erase: (key: Key) => ask(conversationRoutes.erase, key),
    tellTyping: (key: Key) => ask(conversationRoutes.tellTyping, key),
    /** Opens the stream of events after a sequence number; the caller reads its body. */
    async openStream(key: Key, after: number, signal: AbortSignal): Promise<Response> {
      const response = await request(conversationRoutes.follow, key, { query: { after } }, signal)
      if (!response.ok) throw await errorOf(response)
      return response
    },
  }
}

async function errorOf(response: Response): Promise<CallError> {
  return new CallError(response.status, (await response.json().catch(() => ({}))) as Partial<Problem>)
}
