import type { HandoffView, TypingView } from '../../features/conversations/contract.js'
import type { Route } from '../../platform/http/route.js'
import type { AvailabilityView } from '../../platform/http/shapes.js'
import type { Feedback, Message } from '../../platform/model/conversation.js'
import type { ChoiceValue } from '../../platform/model/payload.js'
import type { SseEvent } from '../kit/sse-parser.js'
import { type Api, CallError, type CallResult, type Key, type OwnCall } from './api.js'
import {
  type ConversationEvent,
  type ConversationState,
  INITIAL_STATE,
  type Outgoing,
  type Papers,
  reduce,
} from './conversation-state.js'
import type { EventStream } from './event-stream.js'
import { HERE_NAMES, type Memory, type Remembered } from './memory.js'
import { lastWholeSeq } from './messages.js'
import { isLive, isThinking } from './state-questions.js'
import type { Translate, WordKey } from './translate.js'

/** Time between two tries of a message when the server is out of reach, in seconds; the browser's `online` event shortens it. */
const UNREACHED_S = 5
/** An answer that takes longer is said to be on its way; a sooner one is announced alone. */
const SLOW_MS = 1_000
/** What comes within that time of a first news is announced with it, in ms: replies come one by one. */
const GATHER_MS = 100
/** Time that an announcement stays before the next one, in ms: a screen reader may drop what is taken away at once. */
const STAY_MS = 1_000

/** Longest time between two readings of a commune that cannot be read, in ms; the first is {@link SLOW_MS}, and each is twice the one before. */
const LONGEST_WAIT_MS = 16_000

/** What the session is made of. */
export interface SessionParts {
  api: Api
  memory: Memory
  translate: Translate
  /** Loads what shows an answer, and the stream. */
  loadParts: () => Promise<{ EventStream: typeof EventStream }>
  /** Called after each change of the state. */
  onChange: () => void
}

/** One citizen's conversation: calls the server, listens to it, and remembers. */
export class Session {
  state: ConversationState = INITIAL_STATE
  /** The calls themselves, for what needs no conversation. */
  readonly api: Api
  readonly #parts: SessionParts
  #key: Key | null = null
  #stream: EventStream | null = null
  /** The code of the stream comes with the first conversation. */
  #loadingStream = false
  #visible = false
  #sending = false
  #loaded = false
  /** How long a reading of the commune that fails waits for the next one: longer with each failure on this page. */
  #waitMs = SLOW_MS
  #nextLoad: ReturnType<typeof setTimeout> | undefined
  #starting: Promise<Key> | null = null
  #announcing = false

  constructor(parts: SessionParts) {
    this.#parts = parts
    this.api = parts.api
    parts.memory.watch(() => this.#followOtherTab())
    addEventListener('online', () => {
      this.#stream?.retry()
      this.setVisible(this.#visible)
      this.#sendWaiting()
    })
    addEventListener('offline', () => this.#stream?.retry())
    // Nothing is asked of the server before the panel opens, unless an agent is awaited or present.
    const remembered = parts.memory.read()
    if (remembered?.live) this.#adopt(remembered)
  }

  /** Tells whether the citizen sees the conversation: the panel is open in a visible page. */
  setVisible(visible: boolean): void {
    this.#visible = visible
    if (visible) void this.load()
    this.#listenAsNeeded()
    this.#markSeen()
  }

  /**
   * Reads the commune, and the conversation if the browser remembers one; `again` at her wish or in another language. A failure is said once, and the reading
   * tried again by itself for as long as she sees the panel, unless the server itself has refused.
   */
  async load(again = false): Promise<void> {
    this.#recall()
    if (this.#loaded && !again) return
    this.#loaded = true
    this.#read({ simple: this.#parts.memory.readChoice('simple') !== null, papers: this.#parts.memory.readPapers() })
    const known = this.state.outbox.map((one) => one.clientId)
    for (const { problem: _, ...outgoing } of this.#parts.memory.readOutbox()) {
      if (!known.includes(outgoing.clientId))
        this.#dispatch({ type: 'queued', outgoing: { ...outgoing, status: 'queued' } })
    }
    void this.#sendNext()
    try {
      const commune = await this.api.readCommune()
      this.#read({ commune, loadProblem: null, lost: false, availability: commune.availability })
    } catch (error) {
      this.#loaded = false
      const loadProblem = this.#sentenceOf(error)
      if (loadProblem !== this.state.loadProblem) this.announce(loadProblem)
      const { status, message } = error as CallError
      // An unknown commune and a page that may not ask are refused in the server's own words, and would be again. What stands in front of it has none.
      const lost = !message || status > 404
      this.#read({ loadProblem, lost })
      clearTimeout(this.#nextLoad)
      // A page that is hidden meanwhile asks nothing: it reads when it is seen again.
      if (lost) this.#nextLoad = setTimeout(() => this.#visible && this.load(), this.#waitMs)
      this.#waitMs = Math.min(LONGEST_WAIT_MS, 2 * this.#waitMs)
    }
  }

  /** The citizen has chosen another language: what the server says, and will say, is in it. */
  async changeLanguage(): Promise<void> {
    if (this.#key) await this.api.setLanguage(this.#key).catch(() => {})
    // What is said of the reception follows the conversation's language from the next opening of the stream.
    this.#stream?.retry()
    await this.load(true)
  }

  /** Sends what the citizen typed or the button she pressed. It shows at once, and goes when it can. */
  send(text: string, choice?: ChoiceValue): void {
    const outgoing: Outgoing = {
      clientId: randomId(),
      text,
      at: new Date().toISOString(),
      status: 'queued',
      ...(choice && { choice }),
    }
    this.#dispatch({ type: 'queued', outgoing })
    this.#sendWaiting()
    void this.#sendNext()
  }

  /** Sends a failed message again, under the same id: the server recognises it if it had arrived after all. */
  retry(clientId: string): void {
    this.#dispatch({ type: 'outgoing_changed', clientId, status: 'queued' })
    void this.#sendNext()
  }

  /** Asks for an agent. @throws CallError when none can be called now */
  async callAgent(): Promise<void> {
    this.#read({ refusal: '' })
    try {
      await this.#withKey((key) => this.api.callAgent(key))
    } finally {
      // Whatever came of it, what was shown of the reception may no longer be true.
      await this.#refresh()
    }
  }

  /** Gives up waiting for an agent, or ends the whole conversation, which stays readable. */
  async stop(what: 'cancelHandoff' | 'close'): Promise<void> {
    try {
      if (this.#key) await this.api[what](this.#key)
      this.#read({ refusal: '' })
    } catch (error) {
      this.refuse(this.#sentenceOf(error))
    }
    await this.#refresh()
  }

  /** A call of a part loaded on demand, on this conversation; what it changed is read again. @throws CallError */
  async ask<R extends Route>(route: R, call?: OwnCall<R>): Promise<CallResult<R>> {
    const answer = await this.#withKey((key) => this.api.ask(route, key, call))
    await this.#refresh()
    return answer
  }

  /** Keeps the citizen's opinion of an answer; a failure is not worth disturbing her. */
  rate(messageId: string, feedback: Feedback): void {
    this.#dispatch({ type: 'rated', messageId, feedback })
    if (this.#key) this.api.rate(this.#key, messageId, feedback).catch(() => {})
  }

  /** Tells the agent that the citizen writes; a comfort, which may fail. */
  tellTyping(): void {
    if (this.#key) this.api.tellTyping(this.#key).catch(() => {})
  }

  /** Shows simplified versions in place of whole answers, or the reverse; remembered for the next conversations. */
  setSimple(simple: boolean): void {
    this.#parts.memory.keepChoice('simple', simple ? '1' : null)
    this.#read({ simple })
    this.announce(this.#parts.translate(simple ? 'simple' : 'full'))
  }

  /** Keeps what is marked on the lists of papers, here only. */
  setPapers(papers: Papers): void {
    this.#parts.memory.keepPapers(papers)
    this.#read({ papers })
  }

  /** Deletes the conversation from the server and from the browser. @throws CallError, and then nothing was deleted */
  async erase(): Promise<void> {
    try {
      if (this.#key) await this.api.erase(this.#key)
    } catch (error) {
      if (!isGone(error)) throw error
    }
    for (const name of ['language', 'simple', 'comfort'] as const) this.#parts.memory.keepChoice(name, null)
    for (const name of HERE_NAMES) this.#parts.memory.keepHere(name, null)
    this.restart('erased', false)
  }

  /** Forgets the present conversation here; the next message starts another. */
  restart(notice: WordKey | null, keepOutbox: boolean): void {
    this.#leave()
    this.#parts.memory.forget()
    this.#dispatch({ type: 'restarted', notice, keepOutbox })
    if (notice) this.announce(this.#parts.translate(notice))
  }

  /** Shows why what she asked for has not been done, and says it aloud. */
  refuse(refusal: string): void {
    this.#read({ refusal })
    this.announce(refusal)
  }

  /** Makes screen readers say something. */
  announce(text: string): void {
    this.#dispatch({ type: 'announced', text })
  }

  #read(values: Extract<ConversationEvent, { type: 'read' }>['values']): void {
    this.#dispatch({ type: 'read', values })
  }

  #dispatch(event: ConversationEvent): void {
    const { handoff, outbox, readSeq } = this.state
    this.state = reduce(this.state, event)
    if (outbox !== this.state.outbox) this.#parts.memory.keepOutbox(this.state.outbox)
    if (event.type === 'received') this.#markSeen()
    if (event.type === 'read' && readSeq !== this.state.readSeq) this.#remember()
    if (isLive(handoff) !== isLive(this.state.handoff)) {
      this.#remember()
      this.#listenAsNeeded()
    }
    this.#parts.onChange()
    this.#sayNext()
  }

  /** What comes together is announced together, and nothing takes the place of what has just been. */
  #sayNext(): void {
    if (this.#announcing || this.state.toSay.length === 0) return
    this.#announcing = true
    setTimeout(() => {
      this.#dispatch({ type: 'said' })
      setTimeout(() => {
        this.#announcing = false
        this.#sayNext()
      }, STAY_MS)
    }, GATHER_MS)
  }

  async #sendNext(): Promise<void> {
    // What waits goes before what was written after it.
    const outgoing = this.state.outbox.find((one) => one.status !== 'failed')
    if (this.#sending || outgoing?.status !== 'queued') return
    this.#sending = true
    this.#dispatch({ type: 'outgoing_changed', clientId: outgoing.clientId, status: 'sending' })
    const slow = setTimeout(() => isThinking(this.state) && this.announce(this.#parts.translate('typing')), SLOW_MS)
    try {
      const sent = this.#withKey((key) => this.api.send(key, outgoing))
      // What shows an answer comes while it is sought.
      const [{ message, replies, handoff }] = await Promise.all([sent, this.#parts.loadParts().catch(() => null)])
      this.#read({ handoff })
      this.#receive([message, ...replies])
    } catch (error) {
      this.#sendFailed(outgoing, error)
    }
    clearTimeout(slow)
    this.#sending = false
    void this.#sendNext()
  }

  #sendFailed({ clientId, problem: before }: Outgoing, error: unknown): void {
    const { status, problem } = error instanceof CallError ? error : new CallError(500)
    const { retryAfterS = status === 0 ? UNREACHED_S : 0, detail } = problem
    const later = retryAfterS > 0
    const { translate } = this.#parts
    const sentence = detail || translate(status === 0 ? 'offline' : 'serverFailed')
    this.#dispatch({ type: 'outgoing_changed', clientId, status: later ? 'waiting' : 'failed', problem: sentence })
    if (later) setTimeout(() => this.#retryWaiting(clientId), retryAfterS * 1000)
    if (before !== sentence) this.announce(`${translate('failed')}. ${sentence}`)
  }

  #retryWaiting(clientId: string): void {
    if (this.state.outbox.some((one) => one.clientId === clientId && one.status === 'waiting')) this.retry(clientId)
  }

  /** Messages that waited for the network go now; those that the server asked to delay keep their own time. */
  #sendWaiting(): void {
    const offline = this.#parts.translate('offline')
    for (const one of this.state.outbox) if (one.problem === offline) this.#retryWaiting(one.clientId)
  }

  /** Calls with the conversation's key, starting a conversation first if there is none, and once more in another if it is gone or has ended. */
  async #withKey<T>(call: (key: Key) => Promise<T>): Promise<T> {
    const key = await this.#ensureKey()
    try {
      return await call(key)
    } catch (error) {
      const hasEnded = error instanceof CallError && error.problem.code === 'conversation_closed'
      if (!hasEnded && !isGone(error)) throw error
      if (this.#key === key) this.restart(hasEnded ? 'newConversation' : 'restarted', true)
      return call(await this.#ensureKey())
    }
  }

  async #ensureKey(): Promise<Key> {
    this.#recall()
    if (this.#key) return this.#key
    this.#starting ??= this.#start().finally(() => {
      this.#starting = null
    })
    return this.#starting
  }

  async #start(): Promise<Key> {
    const { id, token, messages, availability } = await this.api.start()
    this.#key = { id, token }
    this.#dispatch({ type: 'received', messages, fresh: false })
    this.#read({ availability })
    this.#remember()
    this.#listenAsNeeded()
    return this.#key
  }

  #recall(): void {
    const remembered = this.#parts.memory.read()
    if (!this.#key && remembered) this.#adopt(remembered)
  }

  #adopt({ conversationId, token, seenSeq, readSeq = 0 }: Remembered): void {
    this.#key = { id: conversationId, token }
    this.#dispatch({ type: 'resumed', seenSeq, readSeq })
    this.#listenAsNeeded()
  }

  #leave(): void {
    this.#stream?.stop()
    this.#stream = null
    this.#key = null
  }

  /** Reads what is missing. New messages are announced; history is not. @throws CallError */
  async #catchUp(): Promise<void> {
    const key = this.#key
    if (!key) return
    const fresh = this.state.messages.length > 0
    const reading = this.api.readMessages(key, lastWholeSeq(this.state.messages))
    // A conversation left in the meantime, by erasing it for instance, has nothing more to say, not even that it is gone.
    const view = await reading.catch((error: unknown) => (this.#key === key ? Promise.reject(error) : null))
    await this.#parts.loadParts().catch(() => {})
    if (this.#key !== key || !view) return
    const { messages, handoff, availability, status, rated } = view
    this.#dispatch({ type: 'received', messages, fresh })
    this.#read({ handoff, availability, rated, closed: status === 'closed' })
    this.#remember()
    this.#listenAsNeeded()
  }

  async #refresh(): Promise<void> {
    await this.#catchUp().catch((error: unknown) => this.#isFinal(error))
  }

  #receive(messages: Message[]): void {
    this.#dispatch({ type: 'received', messages, fresh: true })
    const whole = lastWholeSeq(this.state.messages)
    if (this.state.messages.some((message) => message.seq > whole)) void this.#refresh()
  }

  #listenAsNeeded(): void {
    const wanted = this.#key && (this.#visible || isLive(this.state.handoff) || this.#parts.memory.read()?.live)
    if (!wanted) {
      this.#stream?.stop()
      this.#stream = null
      return
    }
    if (this.#stream || this.#loadingStream) return
    this.#loadingStream = true
    this.#parts
      .loadParts()
      .then(
        ({ EventStream }) => this.#listen(EventStream),
        () => this.#read({ lost: true }),
      )
      .finally(() => {
        this.#loadingStream = false
      })
  }

  #listen(Stream: typeof EventStream): void {
    const key = this.#key
    if (!key || this.#stream) return
    this.#stream = new Stream({
      open: (signal) => this.api.openStream(key, lastWholeSeq(this.state.messages), signal),
      catchUp: () => this.#catchUp(),
      onEvent: (event) => this.#onEvent(event),
      onLost: (lost) => {
        this.#read({ lost })
        if (!lost) this.#sendWaiting()
      },
      isFinal: (error) => this.#isFinal(error),
    })
    // What wanted it may be gone since.
    this.#listenAsNeeded()
  }

  #onEvent({ type, data }: SseEvent): void {
    const value = JSON.parse(data) as unknown
    if (type === 'message') this.#receive([value as Message])
    if (type === 'handoff' || type === 'availability' || type === 'typing')
      this.#read({ [type]: value as HandoffView & AvailabilityView & TypingView })
    if (type === 'closed') void this.#refresh()
  }

  /** An expired or erased conversation cannot be tried again: another begins. */
  #isFinal(error: unknown): boolean {
    if (isGone(error)) this.restart('restarted', true)
    return isGone(error)
  }

  #markSeen(): void {
    const seq = this.state.messages.at(-1)?.seq ?? 0
    if (!this.#visible || seq <= this.state.seenSeq) return
    this.#dispatch({ type: 'seen', seq })
    this.#remember()
  }

  #remember(): void {
    if (!this.#key) return
    const { id, token } = this.#key
    this.#parts.memory.write({
      conversationId: id,
      token,
      seenSeq: this.state.seenSeq,
      live: isLive(this.state.handoff),
      readSeq: this.state.readSeq,
    })
  }

  #followOtherTab(): void {
    const remembered = this.#parts.memory.read()
    const same = remembered?.conversationId === this.#key?.id
    if (this.#key && !same) {
      this.#leave()
      this.#dispatch({ type: 'restarted', notice: null, keepOutbox: true })
    }
    if (remembered && same) this.#dispatch({ type: 'seen', seq: remembered.seenSeq })
    else if (remembered && this.#visible) this.#adopt(remembered)
  }

  #sentenceOf(error: unknown): string {
    return (error instanceof CallError && error.message) || this.#parts.translate('loadFailed')
  }
}

/** Whether the conversation is unknown to the server, or its key is. */
function isGone(error: unknown): boolean {
  return error instanceof CallError && [401, 404, 410].includes(error.status)
}

/** `crypto.randomUUID` exists only on https pages; town sites are not all there. */
function randomId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
