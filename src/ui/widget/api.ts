import type { CommuneView, MessagesView, Problem, RepliedView, StartedView } from '../../platform/http/contract.js'
import { MASKED_HEADER } from '../../platform/http/masked-header.js'
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
/** The calls that a citizen's browser makes; each may reject with {@link CallError}. */
export type Api = ReturnType<typeof createApi>

/** Prepares the calls of one page. */
export function createApi({ apiBase, communeId }: Configuration, language: () => Language) {
  const request = (
    method: string,
    path: string,
    signal: AbortSignal,
    key?: Key | null,
    body?: unknown,
  ): Promise<Response> =>
    fetch(apiBase + (key ? `/conversations/${key.id}` : '') + path, {
      method,
      signal,
      credentials: 'omit',
      headers: {
        'Accept-Language': language(),
        ...(key && { Authorization: `Bearer ${key.token}` }),
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })

  const call = async <T>(method: string, path: string, key?: Key | null, body?: unknown): Promise<T> => {
    const controller = new AbortController()
    const timer = setTimeout(() => controller.abort(), TIMEOUT_MS)
    try {
      const response = await request(method, path, controller.signal, key, body)
      if (!response.ok) throw await errorOf(response)
      const text = await response.text()
      // A transcript is plain text. A call that answers nothing has what was masked of it for its result, if anything was.
      if (!text) return response.headers.get(MASKED_HEADER) as T
      return (/json/.test(response.headers.get('Content-Type') ?? '') ? JSON.parse(text) : text) as T
    } catch (error) {
      throw error instanceof CallError ? error : new CallError(0)
    } finally {
      clearTimeout(timer)
    }
  }

  return {
    /** Any call, of the parts loaded on demand. */
    call,
    readCommune: () =>
      call<CommuneView>('GET', `/communes/${communeId}?page=${encodeURIComponent(location.pathname.slice(0, 300))}`),
    start: () =>
      call<StartedView>('POST', '/conversations', null, {
        communeId,
        language: language(),
        page: location.pathname.slice(0, 300),
      }),
    send: (key: Key, { clientId, text, choice }: Outgoing) =>
      call<RepliedView>('POST', '/messages', key, { clientId, text, choice }),
    readMessages: (key: Key, after: number) => call<MessagesView>('GET', `/messages?after=${after}`, key),
    callAgent: (key: Key) => call('POST', '/handoff', key, { kind: 'live' }),
    cancelHandoff: (key: Key) => call('DELETE', '/handoff', key),
    rate: (key: Key, messageId: string, feedback: Feedback) =>
      call('POST', `/messages/${messageId}/feedback`, key, { feedback }),
    setLanguage: (key: Key) => call('POST', '/language', key, { language: language() }),
    close: (key: Key) => call('POST', '/close', key),
    erase: (key: Key) => call('DELETE', '', key),
    /** Opens the stream of events after a sequence number; the caller reads its body. */
    async openStream(key: Key, after: number, signal: AbortSignal): Promise<Response> {
      const response = await request('GET', `/events?after=${after}`, signal, key)
      if (!response.ok) throw await errorOf(response)
      return response
    },
  }
}

async function errorOf(response: Response): Promise<CallError> {
  return new CallError(response.status, (await response.json().catch(() => ({}))) as Partial<Problem>)
}
