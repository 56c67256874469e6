import type { AnswerOf, CallArguments, Route } from '../../../platform/http/route.js'
import type { Handoff } from '../../../platform/model/handoff.js'
import type { AgentConsole } from '../../../ui/kit/agent-console.js'
import { translator, type WordKey } from '../../../ui/kit/console-words.js'
import { sentenceOf } from '../../../ui/kit/staff-api.js'
import { type PracticeExerciseView, type PracticeView, practiceRoutes } from '../contract.js'
import { type Exercise, type PracticePath, pathsOf, talkLanguage } from '../exercise.js'
import { type Feedback, feedbackOf } from '../feedback.js'
import { askHint, beginPlay } from '../play.js'
import { type PracticeRecord, practiceOutcome } from '../result.js'
import { type CurrentPractice, forgetKeptPractice, keepPractice, readKeptPractice } from './kept-practice.js'
import { PracticeServer } from './practice-server.js'

/** What practice mode shows. */
export interface PracticeState {
  /** `null` until it is read. */
  view: PracticeView | null
  /** Why the list or the exercise could not be read, ready to show. */
  problem: string | null
  /** The exercise that is open, with its script. */
  opened: PracticeExerciseView | null
  current: CurrentPractice | null
}

const EMPTY: PracticeState = { view: null, problem: null, opened: null, current: null }

/**
 * An agent's practice: which exercise, how far, and what came of it; the server is sent numbers only. It speaks through the session, which owns the one
 * live region, and keeps what is under way while a real conversation is served.
 */
export class PracticeController {
  state: PracticeState = EMPTY
  private readonly listeners = new Set<() => void>()
  private resumedAt: number | null = null
  private userId = ''
  /** What answers the desk while the exercise is played on it. */
  readonly server: PracticeServer

  constructor(
    private readonly session: AgentConsole,
    private readonly clock: () => number = Date.now,
  ) {
    this.server = new PracticeServer(session.api, {
      opened: () => present(this.state.opened),
      current: () => present(this.state.current),
      change: (next) => this.change(next),
      spentMs: () => this.spentMs(),
      agent: () => present(session.state.session).user,
      // She is there for the exercise, whatever she has declared.
      head: () => session.state.queue && { ...session.state.queue, presence: 'available', answersStop: null },
      refusal: () => this.words('practice.refused'),
    })
  }

  /** Calls back after each change; returns the way to stop. */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** The agent is at the practice page. Its clock runs, and what her tab kept is there again. */
  enter(userId: string): void {
    if (this.userId !== userId) {
      this.userId = userId
      this.state = { ...EMPTY, current: readKeptPractice(userId) }
    }
    this.resumedAt = this.clock()
    void this.readList()
  }

  /** She is elsewhere, e.g. with a real citizen: the clock stands still. */
  pause(): void {
    const { current } = this.state
    if (current) this.set({ current: { ...current, spentMs: this.spentMs() } })
    this.resumedAt = null
  }

  /** The desk is closed. When she has signed out herself, nothing of it stays in this browser; a session that ran out keeps it for her. */
  leaveDesk(): void {
    const { phase, signInProblem } = this.session.state
    if (phase !== 'signed_out' || signInProblem !== null) return
    this.userId = ''
    this.resumedAt = null
    this.state = EMPTY
    forgetKeptPractice()
  }

  /** The paths of every job, with what was done. */
  paths(): PracticePath[] {
    return this.state.view ? pathsOf(this.state.view.exercises, this.state.view.records) : []
  }

  /** Opens an exercise: the one under way goes on, another begins. */
  async open(exerciseId: string): Promise<void> {
    if (this.state.opened?.exercise.id === exerciseId && this.state.current?.exerciseId === exerciseId) return
    this.set({ opened: null, problem: null })
    const opened = await this.read(practiceRoutes.exercise, { params: { id: exerciseId } })
    if (!opened) return
    this.set({ opened })
    if (this.state.current?.exerciseId !== exerciseId) this.begin()
    this.announceOpening()
  }

  /** Begins the open exercise again. */
  again(): void {
    this.begin()
    this.announceOpening()
  }

  /** Keeps what is being written on the desk. */
  keepDrafts(drafts: Record<string, string>): void {
    this.change((current) => ({ ...current, drafts }))
  }

  /** The exercise as it stands on the desk of an agent who is at its address; `null` for the list, and once its feedback is read. */
  played(exerciseId: string | undefined): CurrentPractice | null {
    const { opened, current } = this.state
    if (!opened || !current || opened.exercise.id !== exerciseId) return null
    return current.exerciseId === exerciseId && !current.isDone ? current : null
  }

  hint(): void {
    const { opened, current } = this.state
    if (!opened || !current) return
    const play = askHint(current.play, opened.exercise)
    this.change((one) => ({ ...one, play }))
    this.session.announce(opened.exercise.hints[play.hintsGiven - 1] ?? '')
  }

  /** Ends the exercise, whatever stands on the desk, and keeps its result. */
  end(): void {
    this.server.stop()
    this.change((current) => ({ ...current, isDone: true }))
    const feedback = this.feedback()
    if (!feedback) return
    const { found, expected, courtesies, courtesiesExpected } = feedback.counts
    const outcome = this.words(outcomeWord(feedback))
    this.say('practice.spoken', { outcome, found, expected, courtesies, courtesiesExpected })
    void this.save()
  }

  /** What is told of the exercise that has ended; `null` as long as it goes on. */
  feedback(): Feedback | null {
    const { opened, current } = this.state
    if (!opened || !current?.isDone || current.exerciseId !== opened.exercise.id) return null
    return feedbackOf(current.play, opened.exercise, opened.manners)
  }

  /** Sends the numbers of the exercise that has ended, again if it failed. */
  async save(): Promise<void> {
    const { current } = this.state
    const feedback = this.feedback()
    if (!current || !feedback || current.saving === 'saving' || current.saving === 'saved') return
    const { exerciseId, startedAt } = current
    // A result that arrives after the exercise was begun again is no longer that of the one shown.
    const settle = (saving: CurrentPractice['saving']) =>
      this.change((one) => (one.startedAt === startedAt ? { ...one, saving } : one))
    settle('saving')
    try {
      const asked = { params: { id: exerciseId }, body: feedback.counts }
      const record = await this.session.api.ask(practiceRoutes.keepResult, asked)
      settle('saved')
      this.keepRecord(record)
    } catch {
      settle('failed')
    }
  }

  /** Erases on the server what this agent has practised. @returns whether it is erased */
  async erase(): Promise<boolean> {
    try {
      await this.session.api.ask(practiceRoutes.erase)
    } catch {
      this.say('practice.eraseFailed')
      return false
    }
    const { view } = this.state
    if (view) this.set({ view: { ...view, records: [] } })
    this.set({ current: null, opened: null })
    this.say('practice.erased')
    return true
  }

  async readList(): Promise<void> {
    const view = await this.read(practiceRoutes.list)
    if (view) this.set({ view, problem: null })
  }

  private begin(): void {
    const { opened } = this.state
    if (!opened) return
    this.resumedAt = this.clock()
    const startedAt = new Date(this.clock()).toISOString()
    const { exercise } = opened
    const { communeId } = present(this.session.state.session).user
    this.set({
      current: {
        exerciseId: exercise.id,
        play: beginPlay(exercise),
        handoff: { ...requestOf(exercise, startedAt), communeId, reference: this.words('practice.reference') },
        steps: [],
        notes: [],
        drafts: {},
        isDone: false,
        spentMs: 0,
        startedAt,
        saving: null,
      },
    })
  }

  private announceOpening(): void {
    const { opened, current } = this.state
    if (!opened || !current || current.isDone) return
    const { title, intro } = opened.exercise
    const text = current.play.lines.findLast(({ author }) => author === 'citizen')?.text ?? ''
    this.say('practice.opened', { title, intro, text })
  }

  private keepRecord(record: PracticeRecord): void {
    const { view } = this.state
    if (!view) return
    const others = view.records.filter(({ exerciseId }) => exerciseId !== record.exerciseId)
    this.set({ view: { ...view, records: [...others, record] } })
  }

  private async read<R extends Route>(route: R, ...call: CallArguments<R>): Promise<AnswerOf<R> | null> {
    try {
      return await this.session.api.ask(route, ...call)
    } catch (error) {
      const problem = sentenceOf(error, this.words('practice.failed'))
      this.set({ problem })
      return null
    }
  }

  private spentMs(): number {
    const { current } = this.state
    const now = this.resumedAt === null ? 0 : this.clock() - this.resumedAt
    this.resumedAt = this.resumedAt === null ? null : this.clock()
    const spentMs = (current?.spentMs ?? 0) + Math.max(0, now)
    if (current) this.state = { ...this.state, current: { ...current, spentMs } }
    return spentMs
  }

  private words(key: Parameters<ReturnType<typeof translator>>[0], values?: Record<string, string | number>): string {
    return translator(this.session.state.preferences.language)(key, values)
  }

  private say(key: Parameters<ReturnType<typeof translator>>[0], values?: Record<string, string | number>): void {
    this.session.announce(this.words(key, values))
  }

  private change(next: (current: CurrentPractice) => CurrentPractice): void {
    const { current } = this.state
    if (current) this.set({ current: next(current) })
  }

  private set(change: Partial<PracticeState>): void {
    this.state = { ...this.state, ...change }
    if ('current' in change && this.userId !== '') keepPractice(this.userId, this.state.current)
    for (const listener of this.listeners) listener()
  }
}

/** The sentence of an outcome: one that is due to a fault alone says so. Pure. */
export function outcomeWord({ outcome, never, counts }: Pick<Feedback, 'outcome' | 'never' | 'counts'>): WordKey {
  const isFaultAlone = never.length > 0 && practiceOutcome({ ...counts, safe: true }) !== 'again'
  return isFaultAlone ? 'practice.outcome.unsafe' : `practice.outcome.${outcome}`
}

/** What the exercise asks of an agent, as a request that has just come. */
function requestOf({ id, opening, ...exercise }: Exercise, requestedAt: string): Omit<Handoff, 'communeId'> {
  return {
    id: `exercise-${Date.parse(requestedAt)}`,
    conversationId: id,
    kind: 'live',
    status: 'pending',
    reason: 'citizen_wish',
    urgent: false,
    language: talkLanguage(exercise),
    requestedAt,
    deadlineAt: null,
    contact: null,
    subject: opening,
    assignedAt: null,
    agentId: null,
    agentName: null,
    endedAt: null,
    resolution: null,
  }
}

/** @throws when there is none: the desk of an exercise is only there with it, for somebody who is signed in */
function present<T>(one: T | null): T {
  if (one === null) throw new Error('no exercise is open')
  return one
}
