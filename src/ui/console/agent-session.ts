import { handoffRoutes, type QueueItem } from '../../features/handoffs/contract.js'
import { copilotRoutes } from '../../features/handoffs/copilot-contract.js'
import type { ViewerTold } from '../../features/handoffs/lifecycle-contract.js'
import { endedByThemselves, lostTo, reopen } from '../../features/handoffs/pages/lifecycle/life-acts.js'
import { filteredQueue, filtersOf } from '../../features/handoffs/pages/queue/queue-filters.js'
import { neighbourOf, nextToAnswer, readQueueAfter } from '../../features/handoffs/pages/queue/queue-lists.js'
import { handoffReference } from '../../features/handoffs/pages/queue/queue-row.js'
import { firstToTake } from '../../features/handoffs/pages/routing/offer-bar.js'
import { routingRoutes } from '../../features/handoffs/routing-contract.js'
import { CitizenTyping } from '../../features/replies/pages/citizen-typing.js'
import { cardKey, readJoinedCard } from '../../features/replies/pages/joined-card.js'
import type {
  AgentConsole,
  ConsoleState,
  DialogName,
  FocusWish,
  Notice,
  Outgoing,
  Panel,
  Pending,
} from '../kit/agent-console.js'
import { backoffMs } from '../kit/browser.js'
import type { ConsoleRoute } from '../kit/console-route.js'
import { type Translate, translator } from '../kit/console-words.js'
import { mergedReads } from '../kit/merged-reads.js'
import { keepPreferences, type Preferences } from '../kit/preferences.js'
import { CallError, type StaffApi, sentenceOf } from '../kit/staff-api.js'
import { serverNow } from '../kit/town-clock.js'
import { type ConsoleEvent, reduce } from './console-state.js'
import { Outbox } from './outbox.js'
import { type News, newsBetween } from './queue-news.js'

/** How often, at most, a citizen is shown that the agent writes; half of the time for which she sees it. */
const TYPING_EVERY_MS = 3_000

/** An agent's work with a queue and its conversations, whatever answers her calls: a server, or the script of an exercise. */
export abstract class AgentSession
  implements Omit<AgentConsole, 'tabs' | 'setAvailability' | 'askSignOut' | 'goOnAs' | 'signOut'>
{
  /** Calls of the contract, for what one part of the console alone needs. */
  abstract readonly api: StaffApi
  /** Which citizens write now, where the commune lets it be seen. */
  readonly citizenTyping = new CitizenTyping()
  /** Told when a colleague reads or writes in a handoff. */
  readonly viewerListeners = new Set<(told: ViewerTold) => void>()
  private readonly listeners = new Set<() => void>()
  /** Called when the server asks for a sign of life. */
  onBeat: () => void = () => {}
  /** What the other tabs alerted of; others than the session may listen. */
  onAlertedElsewhere: (keys: string[]) => void = () => {}
  /** Serial of the last focus wish that was granted. */
  focusServed = 0
  protected comeBack: ReturnType<typeof setTimeout> | undefined
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
  protected readonly readQueue = mergedReads(() => this.readQueueNow())
  protected readonly readDetail = mergedReads(() => this.readDetailNow())
  readonly say: Translate = (key, values) => translator(this.state.preferences.language)(key, values)

  constructor(public state: ConsoleState) {}

  /** The session is over: nothing can be asked any more. */
  protected abstract leave(problem: string | null): void

  /** Keeps what was written and has not left, through a reload. */
  protected abstract keepUnsent(): void

  /** Reads everything again now. */
  abstract reconnect(): void

  /** Shows a handoff, a pane of it, or the queue alone. */
  abstract navigate(route: ConsoleRoute): void

  /** Calls back after each change; returns the way to stop. */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
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

  /** Ends a handoff with a reason, or notes that nobody answered the phone. A draft stays, for whoever opens it again. */
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
    this.keepDraft(handoffId, text)
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

  protected follow(route: ConsoleRoute): void {
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
      this.dispatch({ type: 'detail_failed', handoffId, problem: sentenceOf(error, this.say('conversation.failed')) })
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

  protected fail(error: unknown, fallback: string): void {
    if (error instanceof CallError && error.signedOut) this.leave(this.say('signIn.expired'))
    else if (error instanceof CallError && error.problem.code === 'handoff_taken') {
      this.notice('warning', `${error.message || this.say('notice.taken')} ${this.say('notice.takenMore')}`)
    } else this.notice('error', sentenceOf(error, fallback))
  }

  private onRefused(clientId: string, error: unknown): void {
    this.dispatch({ type: 'send_failed', clientId, problem: sentenceOf(error, this.say('outgoing.unreached')) })
    this.dispatch({ type: 'spoke', text: this.say('outgoing.failed') })
    if (error instanceof CallError && error.signedOut) this.leave(this.say('signIn.expired'))
    else if (error instanceof CallError && error.status === 409) void this.readAll()
  }

  /** Shows a sentence (unless `tone` is `null`) and says it to screen readers. */
  notice(tone: Notice['tone'] | null, text: string, more: Pick<Notice, 'action' | 'about'> = {}): void {
    if (tone !== null) this.dispatch({ type: 'noticed', notice: { tone, text, ...more } })
    this.dispatch({ type: 'spoke', text })
  }

  protected dispatch(event: ConsoleEvent): void {
    const before = this.state
    this.state = reduce(before, event)
    if (this.state === before) return
    const { author, drafts, outbox } = this.state
    if (author !== before.author || drafts !== before.drafts || outbox !== before.outbox) this.keepUnsent()
    this.tellListeners()
  }

  protected tellListeners(): void {
    for (const listener of this.listeners) listener()
  }

  protected get userId(): string | undefined {
    return this.state.session?.user.id
  }
}
