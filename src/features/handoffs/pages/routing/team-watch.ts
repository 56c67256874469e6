import type { AgentConsole } from '../../../../ui/kit/agent-console.js'
import { mergedReads } from '../../../../ui/kit/merged-reads.js'
import { routingRoutes, type TeamView } from '../../routing-contract.js'

/** Time between two readings of the team at least, ms: a busy queue changes at every message. */
const BETWEEN_READS_MS = 2_000
/** Without a stream nobody asks for a sign of life: one is given at a reading of the queue when the last is older. */
const BEAT_AFTER_MS = 15_000
/** How long before she is taken for absent an agent is asked whether she is there, ms. */
const WARN_BEFORE_MS = 60_000
/** Gestures that show that somebody is there; all but the last also end the question whether she is. */
const GESTURES = ['pointerup', 'keyup', 'wheel', 'pointermove'] as const
/** Gestures that follow each other faster say nothing new, ms. */
const BETWEEN_GESTURES_MS = 1_000

/** What is known of the team, and whether the agent should be asked whether she is there. */
export interface TeamState {
  team: TeamView | null
  /** How far the server's clock is ahead of this one, ms. */
  aheadMs: number
  asking: boolean
}

/**
 * Knows who is there: reads the team as the queue changes, and answers the server's beats with whether this agent has touched her console. A minute
 * before she would be taken for absent it asks her; her next press says that she is there.
 */
export class TeamWatch {
  state: TeamState = { team: null, aheadMs: 0, asking: false }
  private readonly listeners = new Set<() => void>()
  private readonly release: (() => void)[] = []
  private touched = false
  private touchedAt = 0
  private beatAt = 0
  private readAt = 0
  /** When the agent is asked, by this clock. */
  private askAt = Number.POSITIVE_INFINITY
  private readTimer: ReturnType<typeof setTimeout> | undefined
  private askTimer: ReturnType<typeof setTimeout> | undefined
  private readonly read = mergedReads(() => this.readNow())

  constructor(private readonly session: AgentConsole) {
    let { queue } = session.state
    session.onBeat = () => this.beat()
    this.release.push(
      session.subscribe(() => {
        if (session.state.queue === queue) return
        queue = session.state.queue
        this.onQueue()
      }),
    )
    for (const gesture of GESTURES) {
      const onGesture = () => this.onGesture(gesture)
      addEventListener(gesture, onGesture, { passive: true, capture: true })
      this.release.push(() => removeEventListener(gesture, onGesture, { capture: true }))
    }
    void this.read()
  }

  /** Calls back after each change; returns the way to stop. */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** The agent says that she is there. */
  stay(): void {
    this.touch()
    this.beat()
  }

  stop(): void {
    for (const release of this.release) release()
    this.session.onBeat = () => {}
    clearTimeout(this.readTimer)
    clearTimeout(this.askTimer)
  }

  private onQueue(): void {
    if (this.session.state.queue === null) return
    if (Date.now() - this.beatAt > BEAT_AFTER_MS) this.beat()
    clearTimeout(this.readTimer)
    this.readTimer = setTimeout(() => void this.read(), Math.max(0, this.readAt + BETWEEN_READS_MS - Date.now()))
  }

  private onGesture(gesture: (typeof GESTURES)[number]): void {
    // A mouse on its way to the button must find it there.
    if (this.state.asking && gesture === 'pointermove') return
    const wasAsking = this.state.asking
    if (!wasAsking && Date.now() - this.touchedAt < BETWEEN_GESTURES_MS) return
    this.touchedAt = Date.now()
    this.touch()
    if (wasAsking) this.beat()
  }

  private touch(): void {
    this.touched = true
    const { team } = this.state
    if (team && team.idleInMs !== null) this.askIn(team.idleLimitMs - WARN_BEFORE_MS)
    // What was pressed is still pressed: it goes when the press has been heard.
    if (this.state.asking) setTimeout(() => this.change({ asking: false }))
  }

  /** A comfort for colleagues and citizens: when it does not arrive, the next one does. */
  private beat(): void {
    this.beatAt = Date.now()
    const { touched } = this
    this.touched = false
    this.session.api.ask(routingRoutes.beat, { body: { touched } }).catch(() => {
      this.touched ||= touched
    })
  }

  private async readNow(): Promise<void> {
    this.readAt = Date.now()
    try {
      const team = await this.session.api.ask(routingRoutes.team)
      this.change({ team, aheadMs: Date.parse(team.now) - Date.now() })
      if (team.idleInMs === null) this.askIn(null)
      else if (!this.touched) this.askIn(team.idleInMs - WARN_BEFORE_MS)
    } catch {
      // The next change of the queue reads it again.
    }
  }

  /** What was heard later counts: another tab of hers may have been touched. */
  private askIn(ms: number | null): void {
    clearTimeout(this.askTimer)
    if (ms === null) {
      this.askAt = Number.POSITIVE_INFINITY
      if (this.state.asking) this.change({ asking: false })
      return
    }
    const at = Date.now() + ms
    if (this.state.asking && ms > 0) this.change({ asking: false })
    this.askAt = at
    this.askTimer = setTimeout(() => this.ask(), Math.max(0, ms))
  }

  private ask(): void {
    if (Date.now() < this.askAt || this.state.asking || this.session.state.queue?.presence === 'away') return
    this.change({ asking: true })
  }

  private change(patch: Partial<TeamState>): void {
    this.state = { ...this.state, ...patch }
    for (const listener of this.listeners) listener()
  }
}
