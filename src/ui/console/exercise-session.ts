import type { CurrentPractice } from '../../features/practice/pages/kept-practice.js'
import type { PracticeController } from '../../features/practice/pages/practice-controller.js'
import type { SessionView } from '../../platform/http/shapes.js'
import type { AgentConsole, DialogName } from '../kit/agent-console.js'
import type { ConsoleRoute } from '../kit/console-route.js'
import type { Preferences } from '../kit/preferences.js'
import type { StaffApi } from '../kit/staff-api.js'
import { AgentSession } from './agent-session.js'
import { type ConsoleEvent, initialState } from './console-state.js'

/** An agent at her desk while she practises: the same desk over an exercise. What is not of the exercise is asked of her console. */
export class ExerciseSession extends AgentSession implements AgentConsole {
  readonly api: StaffApi
  readonly tabs: AgentConsole['tabs']
  private preferences: Preferences

  constructor(
    private readonly console: AgentConsole,
    private readonly practice: PracticeController,
    { handoff, drafts }: CurrentPractice,
  ) {
    const { preferences, session, town, author } = console.state
    const isPending = handoff.status === 'pending'
    const route: ConsoleRoute = isPending
      ? { view: 'queue', handoffId: null }
      : { view: 'conversation', handoffId: handoff.id }
    super({
      ...initialState({ preferences: inExercise(preferences), author, drafts, outbox: [], route }),
      phase: 'signed_in',
      session,
      town,
    })
    this.preferences = preferences
    this.api = practice.server
    this.tabs = console.tabs
  }

  /** Follows the exercise and the console around it; returns the way to stop. */
  open(): () => void {
    const { server } = this.practice
    const typing = () => this.practice.state.current?.handoff.id ?? ''
    server.onTyping = (forMs) => this.citizenTyping.show(typing(), forMs)
    server.onNews = () => {
      this.citizenTyping.stop(typing())
      void this.readAll()
    }
    const release = this.console.subscribe(() => this.followConsole())
    server.expectReply()
    void this.readAll()
    this.focusOn(this.state.route.handoffId === null ? 'queue' : 'composer')
    return () => {
      release()
      server.stop()
    }
  }

  goOnAs(session: SessionView): void {
    this.console.goOnAs(session)
  }

  navigate(route: ConsoleRoute): void {
    if (route.view === 'practice') this.console.navigate(route)
    else this.follow(route)
  }

  override show(dialog: DialogName | null): void {
    if (dialog === null || dialog === 'sheet' || dialog === 'palette') super.show(dialog)
    else this.console.show(dialog)
  }

  override prefer(preferences: Partial<Preferences>): void {
    this.console.prefer(preferences)
  }

  setAvailability: AgentConsole['setAvailability'] = (state, more) => this.console.setAvailability(state, more)

  askSignOut(): void {
    this.console.askSignOut()
  }

  signOut(): Promise<void> {
    return this.console.signOut()
  }

  reconnect(): void {
    this.console.reconnect()
    void this.readAll()
  }

  protected leave(): void {
    // The console finds out by itself that its session has ended.
    void this.console.readAll()
  }

  protected keepUnsent(): void {
    this.practice.keepDrafts(this.state.drafts)
  }

  /** There is one live region: the console's. */
  protected override dispatch(event: ConsoleEvent): void {
    if (event.type === 'spoke') this.console.announce(event.text)
    else super.dispatch(event)
  }

  private followConsole(): void {
    const { preferences } = this.console.state
    if (preferences === this.preferences) return
    this.preferences = preferences
    this.dispatch({ type: 'preferred', preferences: inExercise(preferences) })
  }
}

/** The first steps of a new agent are of her real desk. */
function inExercise(preferences: Preferences): Preferences {
  return { ...preferences, firstSteps: false }
}
