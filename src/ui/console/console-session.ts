import { homeIn } from '../../features/accounts/pages/commune-menu.js'
import { endSession, openSession, readSession } from '../../features/accounts/pages/sign-in/session-calls.js'
import {
  mayBeSignedIn,
  readProviderReturn,
  rememberSignedIn,
} from '../../features/accounts/pages/sign-in/session-hint.js'
import { type SignInProblem, signInProblem } from '../../features/accounts/pages/sign-in/sign-in-problem.js'
import { communeRoutes } from '../../features/asking/contract.js'
import type { QueueView } from '../../features/handoffs/contract.js'
import { routingRoutes } from '../../features/handoffs/routing-contract.js'
import type { SessionView } from '../../platform/http/shapes.js'
import { answersCitizens } from '../../platform/model/role.js'
import type { AgentConsole, Leaving } from '../kit/agent-console.js'
import { type ConsoleRoute, formatRoute, parseRoute } from '../kit/console-route.js'
import { translator } from '../kit/console-words.js'
import { paced } from '../kit/merged-reads.js'
import { isPreferenceKey, readPreferences } from '../kit/preferences.js'
import { CallError, type SignInClaim, StaffApi, sentenceOf } from '../kit/staff-api.js'
import { isSessionOf, joinTabs, type SignedInAs, signedInNews, type TabNews } from '../kit/tabs.js'
import type { Events } from './agent-events.js'
import { AgentSession } from './agent-session.js'
import { initialState } from './console-state.js'
import { forgetUnsentWords, keepUnsentWords, readUnsentWords, signOutLoss } from './sign-out-loss.js'
import { sharedEvents } from './stream/shared-events.js'

/** How often the queue is read when no event comes: streams may be blocked. */
const POLL_MS = 20_000
/** How often, at most, the queue is read for what the stream tells: many messages come together. */
const QUEUE_EVERY_MS = 400

/** What is said once a declaration is agreed to. */
const DECLARED = { available: 'notice.available', busy: 'routing.notice.busy', away: 'notice.away' } as const

/** One agent at her console: calls the server, listens to it, and tells its listeners when the state changed. */
export class ConsoleSession extends AgentSession implements AgentConsole {
  readonly api: StaffApi
  private events: Events | null = null
  /** Whether the identity provider has just opened the session, of which no tab knows. */
  private isFresh = readProviderReturn()?.how === 'ok'
  /** Whose desk this is or was, until she signs out: a call that is refused may come before the news of another tab. */
  private holder: SessionView | null = null
  /** The other tabs of this browser. */
  readonly tabs = joinTabs((news) => this.hearTab(news))
  private poll: ReturnType<typeof setInterval> | undefined
  private readonly hearQueue = paced(() => void this.readQueue(), QUEUE_EVERY_MS)

  constructor() {
    // Before the address is read as a place in the console.
    readProviderReturn()
    super(initialState({ preferences: readPreferences(), route: parseRoute(location.hash), ...readUnsentWords() }))
    this.api = new StaffApi(() => this.state.preferences.language)
    addEventListener('hashchange', () => this.follow(parseRoute(location.hash)))
    addEventListener('online', () => this.reconnect())
    addEventListener('storage', ({ key }) => {
      if (isPreferenceKey(key)) this.dispatch({ type: 'preferred', preferences: readPreferences(this.userId) })
    })
  }

  /** Finds out whether this browser is signed in. */
  async start(): Promise<void> {
    if (!mayBeSignedIn()) return this.dispatch({ type: 'signed_out', problem: null })
    try {
      const session = await readSession(this.api)
      this.enter(session)
      if (this.isFresh) this.tabs.tell(signedInNews(session))
      this.isFresh = false
    } catch (error) {
      if (error instanceof CallError && error.signedOut) {
        rememberSignedIn(false)
        this.leave(null)
      } else this.dispatch({ type: 'unreached' })
    }
  }

  /** @returns why it failed; `null` when signed in */
  async signIn(claim: SignInClaim): Promise<SignInProblem | null> {
    try {
      const session = await openSession(this.api, claim)
      this.enter(session)
      this.tabs.tell(signedInNews(session))
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
        return this.notice('error', sentenceOf(error, this.say('notice.failed')))
    }
    this.tabs.tell({ news: 'signed_out' })
    this.forget()
  }

  /** Goes on in another account of the same person: nothing unsent of this one stays on the computer. */
  goOnAs(session: SessionView): void {
    this.forget()
    rememberSignedIn(true)
    this.tabs.tell(signedInNews(session))
    location.assign(homeIn(session))
  }

  /** The session has ended: this tab keeps nothing of it. */
  private forget(): void {
    for (const handoffId of Object.keys(this.state.drafts)) this.dispatch({ type: 'drafted', handoffId, text: '' })
    for (const { clientId, handoffId } of this.state.outbox) {
      this.dispatch({ type: 'taken_back', clientId })
      this.dispatch({ type: 'drafted', handoffId, text: '' })
    }
    rememberSignedIn(false)
    this.holder = null
    this.leave(null)
    forgetUnsentWords()
    this.navigate({ view: 'queue', handoffId: null })
  }

  /** Shows a handoff, a pane of it, or the queue alone. The address follows, so that reload and Back work. */
  navigate(route: ConsoleRoute): void {
    location.hash = formatRoute(route)
    // Not only once the browser tells of the address: what opens in the same press is in sight, and can have the focus.
    this.follow(route)
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

  /** Reads everything again now, and reopens the stream if it is cut. */
  reconnect(): void {
    if (this.state.phase === 'unreachable') void this.start()
    this.events?.retry()
    void this.readAll()
  }

  private enter(session: SessionView): void {
    const allowed = answersCitizens(session.user.roles)
    if (!allowed) {
      this.dispatch({ type: 'signed_out', problem: this.say('signIn.noRole') })
      return
    }
    rememberSignedIn(true)
    this.holder = session
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

  private hearTab(news: TabNews): void {
    const { phase } = this.state
    if (news.news === 'alerted') this.onAlertedElsewhere(news.keys)
    else if (news.news === 'signed_out' && phase === 'signed_in') this.forget()
    else if (news.news === 'signed_in') void this.goOnWith(news.as)
  }

  /** Another tab opened a session: whoever is signed in now, this browser is hers, and she is told when it is no longer whose desk this was. */
  private async goOnWith(as: SignedInAs | undefined): Promise<void> {
    const isElse = this.holder !== null && !isSessionOf(this.holder, as)
    if (isElse) this.forget()
    rememberSignedIn(true)
    await this.start()
    if (!isElse) return
    if (this.state.phase === 'signed_in') this.notice('done', this.say('otherAccount.now'))
    else if (this.state.phase === 'signed_out')
      this.dispatch({ type: 'signed_out', problem: this.say('otherAccount.notHere') })
  }

  /** A call was refused: of a session that has ended, or that another has taken the place of in this browser, which is asked of the server when a page opens. */
  protected leave(problem: string | null): void {
    // What was still under way has nothing to add to what was said.
    const said = this.state.phase === 'signed_out' ? this.state.signInProblem : null
    clearInterval(this.poll)
    clearTimeout(this.comeBack)
    this.events?.stop()
    this.events = null
    // Wishes are numbered anew.
    this.focusServed = 0
    this.dispatch({ type: 'signed_out', problem: problem && (said ?? problem) })
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

  protected keepUnsent(): void {
    keepUnsentWords(this.state)
  }
}
