import { endSession, openSession, readSession } from '../../features/accounts/pages/sign-in/session-calls.js'
import {
  mayBeSignedIn,
  readProviderReturn,
  rememberSignedIn,
} from '../../features/accounts/pages/sign-in/session-hint.js'
import { type SignInProblem, signInProblem } from '../../features/accounts/pages/sign-in/sign-in-problem.js'
import { communeRoutes } from '../../features/asking/contract.js'
import { handoffRoutes, type QueueItem, type QueueView } from '../../features/handoffs/contract.js'
import { copilotRoutes } from '../../features/handoffs/copilot-contract.js'
import type { ViewerTold } from '../../features/handoffs/lifecycle-contract.js'
import { reopen } from '../../features/handoffs/pages/lifecycle/life-acts.js'
import { endedByThemselves, lostTo } from '../../features/handoffs/pages/lifecycle/life-news.js'
import { handoffReference } from '../../features/handoffs/pages/queue/handoff-reference.js'
import { paced } from '../../features/handoffs/pages/queue/paced.js'
import { filteredQueue, filtersOf } from '../../features/handoffs/pages/queue/queue-filters.js'
import { neighbourOf, nextToAnswer } from '../../features/handoffs/pages/queue/queue-lists.js'
import { readQueueAfter } from '../../features/handoffs/pages/queue/read-queue-after.js'
import { firstToTake } from '../../features/handoffs/pages/routing/offers.js'
import { routingRoutes } from '../../features/handoffs/routing-contract.js'
import { CitizenTyping } from '../../features/replies/pages/citizen-typing.js'
import { cardKey, readJoinedCard } from '../../features/replies/pages/joined-card.js'
import type { SessionView } from '../../platform/http/shapes.js'
import type {
  AgentConsole,
  ConsoleState,
  DialogName,
  FocusWish,
  Leaving,
  Notice,
  Outgoing,
  Panel,
  Pending,
} from '../kit/agent-console.js'
import { backoffMs } from '../kit/browser.js'
import { mergedReads } from '../kit/merged-reads.js'
import { isPreferenceKey, keepPreferences, type Preferences, readPreferences } from '../kit/preferences.js'
import { formatRoute, parseRoute, type Route } from '../kit/route.js'
import { serverNow } from '../kit/server-clock.js'
import { CallError, type SignInClaim, StaffApi } from '../kit/staff-api.js'
import { type Translate, translator } from '../kit/words.js'
import { type ConsoleEvent, initialState, reduce } from './console-state.js'
import { Outbox } from './outbox.js'
import { type News, newsBetween } from './queue-news.js'
import { signOutLoss } from './sign-out-loss.js'
import type { Events } from './stream/events.js'
import { sharedEvents } from './stream/shared-events.js'
import { joinTabs, type TabNews } from './stream/tabs.js'
import { forgetUnsentWords, keepUnsentWords, readUnsentWords } from './unsent-words.js'

/** How often the queue is read when no event comes: streams may be blocked. */
const POLL_MS = 20_000
/** How often, at most, a citizen is shown that the agent writes; half of the time for which she sees it. */
const TYPING_EVERY_MS = 3_000
/** How often, at most, the queue is read for what the stream tells: many messages come together. */
const QUEUE_EVERY_MS = 400

/** What is said once a declaration is agreed to. */
const DECLARED = { available: 'notice.available', busy: 'routing.notice.busy', away: 'notice.away' } as const

/** One agent at her console: calls the server, listens to it, and tells its listeners when the state changed. */
export class ConsoleSession implements AgentConsole {
  state: ConsoleState
  /** Calls of the contract, for what one part of the console alone needs. */
  readonly api: StaffApi
  /** Which citizens write now, where the commune lets it be seen. */
  readonly citizenTyping = new CitizenTyping()
  /** Told when a colleague reads or writes in a handoff. */
  readonly viewerListeners = new Set<(told: ViewerTold) => void>()
  private readonly listeners = new Set<() => void>()
  /** Called when the server asks for a sign of life. */
  onBeat: () => void = () => {}
  /** Serial of the last focus wish that was granted. */
  focusServed = 0
  private events: Events | null = null
  /** The other tabs of this browser. */
  readonly tabs = joinTabs((news) => this.hearTab(news))
  /** What the other tabs alerted of; others than the session may listen. */
  onAlertedElsewhere: (keys: string[]) => void = () => {}
  private poll: ReturnType<typeof setInterval> | undefined
  private comeBack: ReturnType<typeof setTimeout> | undefined
  /** Readings that failed in a row because the server was out of reach. */
  private failures = 0
  private typingShownAt = 0
  /** Ids of what was ended here: its end is no news. */
  private readonly endedHere = new Set<string>()
  private readonly outbox = new Outbox({
    outgoing: () => this.state.outbox,
    dispatch: (event) => this.dispatch(event),
    call: ({ handoffId, clientId, text, card }) => {
      const params = { id: handoffId }
      return card
        ? this.api.ask(copilotRoutes.showCard, { params, body: { clientId, entryId: card.entryId } })
        : this.api.ask(handoffRoutes.say, { params, body: { clientId, text } })
    },
    onSent: () => void this.readQueue(),
    onUnreached: () => {
      this.dispatch({ type: 'spoke', text: this.say('outgoing.waiting') })
      void this.readQueue()
    },
    onRefused: (clientId, error) => this.onRefused(clientId, error),
  })
  private readonly readQueue = mergedReads(() => this.readQueueNow())
  private readonly hearQueue = paced(() => void this.readQueue(), QUEUE_EVERY_MS)
  private readonly readDetail = mergedReads(() => this.readDetailNow())

  constructor() {
    // Before the address is read as a place in the console.
    readProviderReturn()
    this.state = initialState({
      preferences: readPreferences(),
      route: parseRoute(location.hash),
      ...readUnsentWords(),
    })
    this.api = new StaffApi(() => this.state.preferences.language)
    addEventListener('hashchange', () => this.follow(parseRoute(location.hash)))
    addEventListener('online', () => this.reconnect())
    addEventListener('storage', ({ key }) => {
      if (isPreferenceKey(key)) this.dispatch({ type: 'preferred', preferences: readPreferences(this.userId) })
    })
  }

  /** Calls back after each change; returns the way to stop. */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Finds out whether this browser is signed in. */
  async start(): Promise<void> {
    if (!mayBeSignedIn()) return this.dispatch({ type: 'signed_out', problem: null })
    try {
      this.enter(await readSession(this.api))
    } catch (error) {
      if (error instanceof CallError && error.signedOut) this.leave(null)
      else this.dispatch({ type: 'unreached' })
    }
  }

  /** @returns why it failed; `null` when signed in */
  async signIn(claim: SignInClaim): Promise<SignInProblem | null> {
    try {
      this.enter(await openSession(this.api, claim))
      this.tabs.tell({ news: 'signed_in' })
      this.focusOn(this.state.route.handoffId === null ? 'queue' : 'thread')
      return null
    } catch (error) {
      return signInProblem(error, translator(this.state.preferences.language))
    }
  }

  /** Signs out; where that costs something, once the agent has read what. */
  askSignOut(): void {
    if (signOutLoss(this.state)) this.show('sign-out')
    else void this.signOut()
  }

  /** Ends the session on the server and in every tab; nothing unsent stays on the computer. */
  async signOut(): Promise<void> {
    try {
      await endSession(this.api)
    } catch (error) {
      if (!(error instanceof CallError && error.signedOut))
        return this.notice('error', sentenceOf(error) || this.say('notice.failed'))
    }
    this.tabs.tell({ news: 'signed_out' })
    this.forget()
  }

  /** The session has ended: this tab keeps nothing of it. */
  private forget(): void {
    for (const handoffId of Object.keys(this.state.drafts)) this.dispatch({ type: 'drafted', handoffId, text: '' })
    for (const { clientId, handoffId } of this.state.outbox) {
      this.dispatch({ type: 'taken_back', clientId })
      this.dispatch({ type: 'drafted', handoffId, text: '' })
    }
    this.leave(null)
    forgetUnsentWords()
    this.navigate({ view: 'queue', handoffId: null })
  }

  /** Shows a handoff, a pane of it, or the queue alone. The address follows, so that reload and Back work. */
  navigate(route: Route): void {
    location.hash = formatRoute(route)
    // Not only once the browser tells of the address: what opens in the same press is in sight, and can have the focus.
    this.follow(route)
  }

  /** Opens the next or the previous row. */
  walk(step: 1 | -1): void {
    const { queue, route } = this.state
    // What the filters hide is passed over.
    const handoffId =
      queue && neighbourOf(filteredQueue(queue, filtersOf(location.search)), route.handoffId, step, serverNow())
    if (!handoffId) return
    this.navigate({ view: 'conversation', handoffId })
    this.dispatch({ type: 'focus_wished', on: 'row' })
  }

  /** Declares the agent available, busy or away, with a word and with who goes on with what she holds. The switch moves when the server has agreed. */
  async setAvailability(state: QueueView['presence'], more: Leaving = {}): Promise<void> {
    this.dispatch({ type: 'setting_availability', now: true })
    try {
      const { word, hand } = more
      await this.api.ask(routingRoutes.declare, { body: { state, ...(word && { word }), ...(hand && { hand }) } })
      await this.readQueue()
      this.dispatch({ type: 'spoke', text: this.say(DECLARED[state]) })
    } catch (error) {
      this.fail(error, this.say('bar.availabilityFailed'))
    } finally {
      this.dispatch({ type: 'setting_availability', now: false })
    }
  }

  /** Takes a handoff. Two agents may press at once: the server decides, and the other is told by whom. */
  async claim(handoffId: string): Promise<void> {
    const taken = await this.act({ handoffId, verb: 'claim' }, () =>
      this.api.ask(handoffRoutes.claim, { params: { id: handoffId } }),
    )
    if (this.state.phase !== 'signed_in') return
    this.navigate({ view: 'conversation', handoffId })
    await Promise.all([this.readQueue(), this.readDetail()])
    if (!taken) return
    this.notice(null, this.say('notice.claimed'))
    this.dispatch({ type: 'focus_wished', on: 'composer' })
  }

  /** Takes what is offered to the agent, else the open handoff if it waits, else the first of the queue that nobody else is offered. */
  async claimOpenOrFirst(): Promise<void> {
    const { queue, route, pending } = this.state
    if (!queue || pending) return
    const target = firstToTake(queue, route.handoffId, serverNow())
    if (target) await this.claim(target.id)
    else this.dispatch({ type: 'spoke', text: this.say('notice.nothingToTake') })
  }

  /** Lets what is offered to the agent go to a colleague. */
  async passOffer(handoffId: string): Promise<void> {
    const pass = () => this.api.ask(routingRoutes.pass, { params: { id: handoffId } })
    if (!(await this.act({ handoffId, verb: 'pass' }, pass))) return
    await this.readQueue()
    this.notice(null, this.say('routing.offer.passed'))
    this.focusOn('queue')
  }

  /** Puts a handoff back in the queue. */
  async release(handoffId: string): Promise<void> {
    const release = () => this.api.ask(handoffRoutes.release, { params: { id: handoffId } })
    if (!(await this.act({ handoffId, verb: 'release' }, release))) return
    await this.leftHands(handoffId, this.say('notice.released'), {
      label: this.say('undo'),
      run: () => void this.claim(handoffId),
    })
  }

  /** Ends a handoff with a reason, or notes that nobody answered the phone. A draft stays, for who opens it again. */
  async resolve(handoffId: string, resolution: string): Promise<void> {
    if (resolution === 'not_reached') return this.noteMissedCall(handoffId)
    this.endedHere.add(handoffId)
    const end = () => this.api.ask(handoffRoutes.resolve, { params: { id: handoffId }, body: { resolution } })
    if (!(await this.act({ handoffId, verb: 'resolve' }, end))) return
    if (this.state.preferences.firstSteps) this.prefer({ firstSteps: false })
    const kept = this.state.drafts[handoffId] === undefined ? '' : ` ${this.say('lifecycle.endedDraft')}`
    await this.leftHands(handoffId, this.say('notice.resolved') + kept, {
      label: this.say('undo'),
      run: () => void reopen(this, handoffId),
    })
  }

  private async noteMissedCall(handoffId: string): Promise<void> {
    const note = () => this.api.ask(handoffRoutes.missedCall, { params: { id: handoffId } })
    if (!(await this.act({ handoffId, verb: 'resolve' }, note))) return
    this.notice('done', this.say('notice.missed'), { about: handoffId })
    void this.readAll()
  }

  /** Keeps words that are being written, under a key: a handoff's id, or one of a part's own. Nobody is told. */
  keepDraft(key: string, text: string): void {
    this.dispatch({ type: 'drafted', handoffId: key, text })
  }

  /** Keeps words that are being written, and shows the citizen now and then that they are. */
  draft(handoffId: string, text: string): void {
    this.dispatch({ type: 'drafted', handoffId, text })
    const now = Date.now()
    if (text.trim() === '' || now - this.typingShownAt < TYPING_EVERY_MS) return
    this.typingShownAt = now
    // A comfort: when it does not arrive, nothing is lost.
    this.api.ask(handoffRoutes.showTyping, { params: { id: handoffId } }).catch(() => {})
  }

  /** Sends the draft of a handoff, then the card that goes with it. They show as being sent until the server has them. */
  send(handoffId: string): void {
    const text = (this.state.drafts[handoffId] ?? '').trim()
    const card = readJoinedCard(this.state.drafts[cardKey(handoffId)])
    if (text !== '') this.post({ handoffId, text })
    if (card) this.post({ handoffId, text: card.title, card })
  }

  private post(words: Pick<Outgoing, 'handoffId' | 'text' | 'card'>): void {
    const clientId = crypto.randomUUID()
    this.dispatch({ type: 'queued', outgoing: { ...words, clientId, status: 'sending' } })
    this.outbox.post(clientId)
  }

  /** Sends a failed message again, under the same id. */
  retry(clientId: string): void {
    this.outbox.retry(clientId)
  }

  /** Puts the words of a failed message back into the composer. */
  takeBack(clientId: string): void {
    this.dispatch({ type: 'taken_back', clientId })
    this.dispatch({ type: 'focus_wished', on: 'composer' })
  }

  /** Opens one of the menus of the open conversation, in the place of another. */
  openPanel(panel: Panel | null): void {
    this.dispatch({ type: 'panel', panel })
  }

  /** Opens a window over the console, or closes it. */
  show(dialog: DialogName | null): void {
    this.dispatch({ type: 'dialog', open: dialog })
  }

  focusOn(on: FocusWish['on']): void {
    this.dispatch({ type: 'focus_wished', on })
  }

  prefer(preferences: Partial<Preferences>): void {
    this.dispatch({ type: 'preferred', preferences })
    keepPreferences(this.state.preferences, this.userId)
  }

  /** Says a sentence to screen readers, once, in the console's one live region. */
  announce(text: string): void {
    this.dispatch({ type: 'spoke', text })
  }

  dismissNotice(): void {
    this.dispatch({ type: 'noticed', notice: null })
  }

  /** Reads the queue and the open conversation again. */
  refresh(): void {
    this.readAll()
  }

  /** Reads everything again now, and reopens the stream if it is cut. */
  reconnect(): void {
    if (this.state.phase === 'unreachable') void this.start()
    this.events?.retry()
    void this.readAll()
  }

  private enter(session: SessionView): void {
    const allowed = session.user.roles.some((role) => role === 'agent' || role === 'admin')
    if (!allowed) {
      this.dispatch({ type: 'signed_out', problem: this.say('signIn.noRole') })
      return
    }
    rememberSignedIn(true)
    // Nothing else is open to her until she has what her commune asks for.
    if (session.mustEnrol) {
      location.assign('/compte')
      return
    }
    this.dispatch({ type: 'signed_in', session })
    this.dispatch({ type: 'preferred', preferences: readPreferences(session.user.id) })
    void this.readTown(session.user.communeId)
    void this.readAll()
    clearInterval(this.poll)
    this.poll = setInterval(() => void this.readAll(), POLL_MS)
    this.events?.stop()
    this.events = sharedEvents({
      onOpen: () => void this.readAll(),
      onQueue: () => {
        this.hearQueue()
        void this.readDetail()
      },
      onTyping: ({ handoffId, forMs }) => this.citizenTyping.show(handoffId, forMs),
      onMessage: ({ handoffId }) => {
        this.citizenTyping.stop(handoffId)
        this.hearQueue()
        if (handoffId === this.state.route.handoffId) void this.readDetail()
      },
      onBroken: () => void this.readQueue(),
      onTick: () => this.tellListeners(),
      onViewer: (told) => {
        for (const listener of this.viewerListeners) listener(told)
      },
      onBeat: () => this.onBeat(),
    })
  }

  private get userId(): string | undefined {
    return this.state.session?.user.id
  }

  private hearTab(news: TabNews): void {
    const { phase } = this.state
    if (news.news === 'alerted') this.onAlertedElsewhere(news.keys)
    else if (news.news === 'signed_out' && phase === 'signed_in') this.forget()
    // Whoever is signed in now, this browser is hers.
    else if (news.news === 'signed_in') void this.start()
  }

  private leave(problem: string | null): void {
    clearInterval(this.poll)
    clearTimeout(this.comeBack)
    this.events?.stop()
    this.events = null
    rememberSignedIn(false)
    // Wishes are numbered anew.
    this.focusServed = 0
    this.dispatch({ type: 'signed_out', problem })
  }

  private follow(route: Route): void {
    const changed = route.handoffId !== this.state.route.handoffId
    this.dispatch({ type: 'routed', route })
    if (changed && this.state.phase === 'signed_in') void this.readDetail()
  }

  /** After a handoff has left the agent's hands, she is told, with a way back, and has before her who waits for her next. */
  async leftHands(handoffId: string, text: string, action?: NonNullable<Notice['action']>): Promise<void> {
    await this.readQueue()
    const { route, queue } = this.state
    const next = queue && route.handoffId === handoffId ? nextToAnswer(queue, handoffId, serverNow()) : undefined
    if (next) this.navigate({ view: 'conversation', handoffId: next.id })
    else if (route.handoffId === handoffId) this.navigate({ view: 'queue', handoffId: null })
    this.notice('done', text, { about: handoffId, ...(action ? { action } : {}) })
    this.dispatch({ type: 'focus_wished', on: next ? 'composer' : 'queue' })
  }

  /** Reads the queue and the open conversation again. */
  async readAll(): Promise<void> {
    await Promise.all([this.readQueue(), this.readDetail()])
  }

  private async readTown(communeId: string): Promise<void> {
    try {
      this.dispatch({
        type: 'town_read',
        town: (await this.api.ask(communeRoutes.commune, { params: { id: communeId } })).name,
      })
    } catch {
      // The town's name is a comfort; the console works without it.
    }
  }

  private async readQueueNow(): Promise<void> {
    if (this.state.phase !== 'signed_in') return
    try {
      const queue = await readQueueAfter(this.api, this.state.queue)
      if (this.state.phase !== 'signed_in') return
      const news = newsBetween(this.state.queue, queue)
      const lost = lostTo(this.state.queue, queue, this.state.session?.user.id)
      const ended = endedByThemselves(this.state.queue, queue, this.endedHere)
      this.dispatch({ type: 'queue_read', queue })
      this.setLost(false)
      if (news.length > 0) this.tell(news)
      for (const name of lost) this.notice('warning', this.say('lifecycle.takenFromYou', { name }))
      for (const item of ended) this.tellEnd(item)
    } catch (error) {
      this.onReadError(error)
    }
  }

  private async readDetailNow(): Promise<void> {
    const { handoffId } = this.state.route
    if (handoffId === null || this.state.phase !== 'signed_in') return
    try {
      const detail = await this.api.ask(handoffRoutes.read, { params: { id: handoffId } })
      this.dispatch({ type: 'detail_read', detail })
    } catch (error) {
      if (error instanceof CallError && error.status === 404) {
        return this.dispatch({ type: 'detail_failed', handoffId, problem: error.message || this.say('notice.gone') })
      }
      this.onReadError(error)
      this.dispatch({ type: 'detail_failed', handoffId, problem: sentenceOf(error) || this.say('conversation.failed') })
    }
  }

  private onReadError(error: unknown): void {
    if (error instanceof CallError && error.signedOut) this.leave(this.say('signIn.expired'))
    else if (error instanceof CallError && error.outOfReach) this.setLost(true)
  }

  /** While the server is out of reach it is asked again with growing delays, whatever becomes of the stream. */
  private setLost(lost: boolean): void {
    clearTimeout(this.comeBack)
    this.failures = lost ? this.failures + 1 : 0
    if (lost) this.comeBack = setTimeout(() => void this.readAll(), backoffMs(this.failures))
    const back = this.state.lost && !lost
    if (back) this.dispatch({ type: 'spoke', text: this.say('connection.back') })
    this.dispatch({ type: 'connection', lost })
    if (back) this.outbox.sendWaiting()
  }

  /** A talk of hers ended by itself: she may be writing in it. */
  private tellEnd(item: QueueItem): void {
    const key = item.status === 'cancelled' ? 'lifecycle.endedByCitizen' : 'lifecycle.endedBySilence'
    const sentence = this.say(key, { reference: handoffReference(item) })
    const hasDraft = this.state.drafts[item.id] !== undefined
    this.notice('warning', hasDraft ? `${sentence} ${this.say('lifecycle.endedDraft')}` : sentence)
  }

  private tell(news: readonly News[]): void {
    const sentences = news.map(({ kind, subject }) =>
      this.say(kind === 'offer' ? 'routing.offer.spoken' : `news.${kind}`, {
        subject: subject || this.say('queue.noWords'),
      }),
    )
    this.dispatch({ type: 'spoke', text: sentences.join(' ') })
  }

  /** One action on a handoff at a time. @returns whether the server agreed */
  async act(pending: Pending, call: () => Promise<unknown>): Promise<boolean> {
    if (this.state.pending) return false
    this.dispatch({ type: 'acting', pending })
    this.dispatch({ type: 'noticed', notice: null })
    try {
      await call()
      return true
    } catch (error) {
      this.fail(error, this.say('notice.failed'))
      if (this.state.phase === 'signed_in') void this.readAll()
      return false
    } finally {
      this.dispatch({ type: 'acting', pending: null })
    }
  }

  private fail(error: unknown, fallback: string): void {
    if (error instanceof CallError && error.signedOut) this.leave(this.say('signIn.expired'))
    else if (error instanceof CallError && error.problem.code === 'handoff_taken') {
      this.notice('warning', `${error.message || this.say('notice.taken')} ${this.say('notice.takenMore')}`)
    } else this.notice('error', sentenceOf(error) || fallback)
  }

  private onRefused(clientId: string, error: unknown): void {
    this.dispatch({ type: 'send_failed', clientId, problem: sentenceOf(error) || this.say('outgoing.unreached') })
    this.dispatch({ type: 'spoke', text: this.say('outgoing.failed') })
    if (error instanceof CallError && error.signedOut) this.leave(this.say('signIn.expired'))
    else if (error instanceof CallError && error.status === 409) void this.readAll()
  }

  /** Shows a sentence (unless `tone` is `null`) and says it to screen readers. */
  notice(tone: Notice['tone'] | null, text: string, more: Pick<Notice, 'action' | 'about'> = {}): void {
    if (tone !== null) this.dispatch({ type: 'noticed', notice: { tone, text, ...more } })
    this.dispatch({ type: 'spoke', text })
  }

  readonly say: Translate = (key, values) => translator(this.state.preferences.language)(key, values)

  private dispatch(event: ConsoleEvent): void {
    const before = this.state
    this.state = reduce(before, event)
    if (this.state === before) return
    const { author, drafts, outbox } = this.state
    if (author !== before.author || drafts !== before.drafts || outbox !== before.outbox) keepUnsentWords(this.state)
    this.tellListeners()
  }

  private tellListeners(): void {
    for (const listener of this.listeners) listener()
  }
}

/** The server's sentence; empty when it gave none. */
function sentenceOf(error: unknown): string {
  return error instanceof CallError ? error.message : ''
}
