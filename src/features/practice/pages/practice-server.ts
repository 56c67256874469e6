import type { AnswerOf, AnyCall, CallArguments, CallOf, Route } from '../../../platform/http/route.js'
import type { Message } from '../../../platform/model/conversation.js'
import {
  type Handoff,
  type HandoffAction,
  isHeldBy,
  reopenableUntil,
  stepOf,
  transition,
} from '../../../platform/model/handoff.js'
import type { Payload } from '../../../platform/model/payload.js'
import { CallError, StaffApi } from '../../../ui/kit/staff-api.js'
import { factRoutes } from '../../asking/facts-contract.js'
import { essentialOf } from '../../entries/render/short-answer.js'
import { handoffRoutes, type QueueItem, type QueueView } from '../../handoffs/contract.js'
import { copilotRoutes, type InsertedEntryView } from '../../handoffs/copilot-contract.js'
import { deskRoutes } from '../../handoffs/desk-contract.js'
import { lifecycleRoutes } from '../../handoffs/lifecycle-contract.js'
import { maskedDataRoutes } from '../../masked-data/contract.js'
import { remarkRoutes } from '../../remarks/contract.js'
import { replyRoutes } from '../../replies/contract.js'
import { sheetLink } from '../../sheets/sheet-link.js'
import type { PracticeExerciseView } from '../contract.js'
import { talkLanguage } from '../exercise.js'
import { isExpectingReply, type PlayLine, replyPlay, tellPlay } from '../play.js'
import type { CurrentPractice } from './kept-practice.js'

/** How long the citizen of an exercise writes, ms. */
export const REPLY_MS = 1_500
/** For how long what has ended may be opened again, in hours. */
const REOPEN_HOURS = 4
/** Entries proposed at most, and how likely at least, as in a real talk. */
const MOST_PROPOSED = 3
const LEAST_CONFIDENCE = 0.05

/** What is read for an exercise as for a real talk: content, and who her colleagues are. It changes nothing anywhere. */
const READ_FROM_TOWN: readonly Route[] = [
  deskRoutes.find,
  deskRoutes.sheet,
  factRoutes.titles,
  lifecycleRoutes.colleagues,
  replyRoutes.list,
]

/** The exercise that is played, and who plays it. */
export interface PlayedExercise {
  opened(): PracticeExerciseView
  current(): CurrentPractice
  change(next: (current: CurrentPractice) => CurrentPractice): void
  /** Milliseconds spent on it. */
  spentMs(): number
  agent(): { id: string; displayName: string; communeId: string }
  /** What the whole queue tells beside its rows. */
  head(): Omit<QueueView, 'version' | 'pending' | 'mine' | 'others' | 'ended'> | null
  /** What is said to whoever asks for something that an exercise has not. */
  refusal(): string
}

/**
 * What answers the desk while its agent practises, in place of the server: the same calls, over the script of an exercise and by the rules of real requests.
 * A call that it does not know is refused, so that nothing of an exercise reaches anybody.
 */
export class PracticeServer extends StaffApi {
  private readonly answers = new Map<Route, (call: AnyCall) => unknown>()
  private replying: ReturnType<typeof setTimeout> | undefined
  /** Told that the citizen begins to write, for so long. */
  onTyping: (forMs: number) => void = () => {}
  /** Told that she has spoken, or left. */
  onNews: () => void = () => {}

  constructor(
    private readonly town: StaffApi,
    private readonly played: PlayedExercise,
  ) {
    super(() => 'fr')
    this.serveReading()
    this.serveTalk()
    this.serveLife()
    this.serveProposals()
  }

  override async ask<R extends Route>(route: R, ...call: CallArguments<R>): Promise<AnswerOf<R>> {
    if (READ_FROM_TOWN.includes(route)) return this.town.ask(route, ...call)
    const answer = this.answers.get(route)
    return answer ? ((await answer(call[0] ?? {})) as AnswerOf<R>) : this.call()
  }

  override async call<T>(): Promise<T> {
    throw new CallError(409, { detail: this.played.refusal() })
  }

  override sendFile<T>(): Promise<T> {
    return this.call()
  }

  /** The citizen answers what was said, once she has written. What is said meanwhile is one answer with it. */
  expectReply(): void {
    clearTimeout(this.replying)
    const { played } = this
    if (!isExpectingReply(played.current().play)) return
    this.onTyping(REPLY_MS)
    this.replying = setTimeout(() => {
      const atMs = played.spentMs()
      played.change((current) => ({ ...current, play: replyPlay(current.play, atMs, played.opened()) }))
      if (played.current().play.status === 'left') this.apply({ type: 'cancel', at: this.at() })
      this.onNews()
    }, REPLY_MS)
  }

  /** The exercise is left: nobody answers any more. */
  stop(): void {
    clearTimeout(this.replying)
  }

  private on<R extends Route>(route: R, answer: (call: CallOf<R>) => AnswerOf<R> | Promise<AnswerOf<R>>): void {
    this.answers.set(route, answer as (call: AnyCall) => unknown)
  }

  private serveReading(): void {
    const { played } = this
    this.on(handoffRoutes.queue, () => this.queue())
    this.on(handoffRoutes.views, () => ({ views: [] }))
    this.on(handoffRoutes.search, () => ({ words: [], total: 0, page: 1, pages: 1, found: [] }))
    this.on(lifecycleRoutes.look, () => ({ viewers: [] }))
    this.on(deskRoutes.earlier, () => ({ earlier: [] }))
    this.on(remarkRoutes.own, () => ({ remarks: [] }))
    this.on(handoffRoutes.read, () => {
      const { handoff, steps, notes } = played.current()
      const reopenable = handoff.status === 'resolved' && handoff.endedAt !== null
      return {
        handoff,
        transcript: { messages: this.messages(), turns: [] },
        page: null,
        channel: 'web' as const,
        notes,
        lifecycle: {
          steps,
          closeReasons: played.opened().closeReasons,
          reopenableUntil: reopenable ? reopenableUntil(handoff.endedAt ?? '', REOPEN_HOURS) : null,
        },
      }
    })
    this.on(maskedDataRoutes.list, () => ({
      items: this.maskedItems().map(({ id, kind, messageSeq }) => ({ id, kind, messageSeq })),
      mayReveal: isHeldBy(played.current().handoff, played.agent().id),
    }))
    this.on(maskedDataRoutes.reveal, ({ body }) => {
      const { itemId } = body
      const { kind, value } = this.maskedItems().find(({ id }) => id === itemId) ?? {
        kind: 'phone' as const,
        value: '',
      }
      return { kind, value }
    })
  }

  private serveTalk(): void {
    const { played } = this
    this.on(handoffRoutes.showTyping, () => null)
    this.on(handoffRoutes.say, ({ body }) => {
      const { text, clientId } = body
      return this.tell({ text }, clientId)
    })
    this.on(copilotRoutes.showCard, async ({ body }) => {
      const { entryId, clientId } = body
      // The citizen waits for the card that goes with the words.
      clearTimeout(this.replying)
      const card = await this.sheet(entryId, talkLanguage(played.opened().exercise))
      return this.tell({ text: sheetLink({ entryId }), card }, clientId)
    })
    this.on(copilotRoutes.addNote, ({ body }) => {
      const { id: authorId, displayName: authorName } = played.agent()
      const handoffId = played.current().handoff.id
      const note = { ...body, id: crypto.randomUUID(), handoffId, authorId }
      const kept = { ...note, authorName, at: this.at() }
      played.change((current) => ({ ...current, notes: [...current.notes, kept] }))
      return kept
    })
  }

  private serveLife(): void {
    const at = () => this.at()
    const apply =
      <Call>(action: (me: { agentId: string; agentName: string }, call: Call) => HandoffAction) =>
      (call: Call) =>
        this.apply(action(this.me(), call))
    this.on(
      handoffRoutes.claim,
      apply((me) => ({ type: 'claim', ...me, at: at() })),
    )
    this.on(
      handoffRoutes.release,
      apply(({ agentId }) => ({ type: 'release', agentId, deadlineAt: at(), at: at() })),
    )
    this.on(
      lifecycleRoutes.takeOver,
      apply((me) => ({ type: 'take_over', ...me, at: at() })),
    )
    this.on(
      lifecycleRoutes.reopen,
      apply((me) => ({ type: 'reopen', ...me, at: at(), withinHours: REOPEN_HOURS })),
    )
    this.on(
      lifecycleRoutes.wake,
      apply(({ agentId }) => ({
        type: 'wake',
        at: at(),
        cause: { type: 'agent', agentId },
        back: { to: 'agent' },
      })),
    )
    this.on(
      lifecycleRoutes.snooze,
      apply(({ agentId }, { body }) => {
        const { until } = body
        const back = typeof until === 'string' ? until : new Date(Date.now() + until.inMinutes * 60_000).toISOString()
        return { type: 'snooze', agentId, until: back, at: at() }
      }),
    )
    this.on(
      handoffRoutes.resolve,
      apply(({ agentId }, { body }) => {
        const { resolution } = body
        const { id, nom, outcome } = this.played.opened().closeReasons.find((one) => one.id === resolution) ?? {
          id: resolution,
          outcome: 'other' as const,
        }
        this.stop()
        return { type: 'resolve', agentId, resolution: outcome, at: at(), ...(nom && { closeReason: { id, nom } }) }
      }),
    )
    this.on(lifecycleRoutes.transfer, ({ body }) => this.passOn(body))
  }

  /** To the colleague if she is there, else to the queue. */
  private async passOn({ to, note }: CallOf<typeof lifecycleRoutes.transfer>['body']): Promise<Handoff> {
    const { colleagues, departments } = await this.town.ask(lifecycleRoutes.colleagues)
    const colleague = 'agent' in to ? colleagues.find(({ id }) => id === to.agent) : undefined
    const department = 'department' in to ? departments.find(({ id }) => id === to.department) : undefined
    const at = this.at()
    const whom = colleague?.available
      ? { agentId: colleague.id, agentName: colleague.displayName }
      : { ...(department && { department }), deadlineAt: at }
    return this.apply({ type: 'transfer', agentId: this.me().agentId, at, to: whom, ...(note && { note }) })
  }

  private serveProposals(): void {
    const { played } = this
    this.on(copilotRoutes.replies, () => ({ replies: played.opened().replies }))
    this.on(copilotRoutes.entry, ({ params }) => this.insertedEntry(params.entryId))
    this.on(copilotRoutes.suggestions, async () => {
      const last = this.messages().findLast(({ author }) => author === 'citizen')
      const question = last?.payload.type === 'text' ? last.payload.text : ''
      const { entries } = await this.town.ask(deskRoutes.find, { body: { words: question } })
      const near = entries.filter(({ confidence }) => confidence >= LEAST_CONFIDENCE).slice(0, MOST_PROPOSED)
      return {
        seq: last?.seq ?? 0,
        question,
        entries: await Promise.all(
          near.map(async ({ id, confidence }) => ({ ...(await this.insertedEntry(id)), confidence })),
        ),
        replies: [],
        contentVersion: '',
        encoderVersion: null,
        durationsMs: {},
      }
    })
  }

  private queue(): QueueView {
    const { handoff, play, startedAt } = this.played.current()
    const head = this.played.head()
    if (!head) throw new CallError(0)
    const messages = this.messages()
    const said = messages.findLast(({ author }) => author === 'citizen')
    const isOpen = handoff.status === 'pending' || handoff.status === 'assigned'
    const isAwaiting = isOpen && handoff.snoozedUntil === undefined && play.lines.at(-1)?.author !== 'agent'
    const item: QueueItem = {
      ...handoff,
      messageCount: messages.length,
      lastText: said?.payload.type === 'text' ? said.payload.text : '',
      lastAt: said?.at ?? startedAt,
      awaitingAgent: isAwaiting,
      ...(isAwaiting && { awaitingSince: said?.at ?? startedAt }),
      mine: isHeldBy(handoff, this.played.agent().id),
      topic: null,
      channel: 'web',
    }
    return {
      ...head,
      version: crypto.randomUUID(),
      pending: handoff.status === 'pending' ? [item] : [],
      mine: item.mine ? [item] : [],
      others: handoff.status === 'assigned' && !item.mine ? [item] : [],
      ended: isOpen ? [] : [item],
    }
  }

  private messages(): Message[] {
    return toMessages(this.played.current(), this.played.opened(), this.played.agent().displayName)
  }

  /** What the citizen wrote of herself, by the message in which it stands. */
  private maskedItems() {
    const { exercise } = this.played.opened()
    return this.messages().flatMap(({ seq, payload }) =>
      exercise.masked.flatMap(({ kind, label, value }) =>
        payload.type === 'text' && payload.text.includes(label)
          ? [{ id: `${kind}-${seq}`, kind, messageSeq: seq, value }]
          : [],
      ),
    )
  }

  private tell(line: Pick<PlayLine, 'text' | 'card'>, clientId: string): Message {
    const { played } = this
    const atMs = played.spentMs()
    played.change((current) => ({ ...current, play: tellPlay(current.play, { ...line, atMs }) }))
    this.expectReply()
    return { ...(this.messages().at(-1) as Message), clientId }
  }

  private sheet(id: string, language: ReturnType<typeof talkLanguage>) {
    return this.town.ask(deskRoutes.sheet, { params: { id }, query: { language } })
  }

  private async insertedEntry(id: string): Promise<InsertedEntryView> {
    const language = talkLanguage(this.played.opened().exercise)
    const answer = await this.sheet(id, language)
    const french = (answer.language ?? 'fr') === 'fr' ? {} : { french: essentialOf(await this.sheet(id, 'fr')) }
    const text = essentialOf(answer)
    const sheet = sheetLink({ entryId: id, language })
    return { id, title: answer.title, text, answer: text, ...french, language: answer.language ?? 'fr', sheet }
  }

  /** What is done to the request, by the rules of real ones. @throws CallError when they refuse it */
  private apply(action: HandoffAction): Handoff {
    const { handoff } = this.played.current()
    const result = transition(handoff, action)
    if (!result.ok) throw new CallError(409, { detail: this.played.refusal() })
    const step = stepOf(handoff, action)
    this.played.change((current) => ({
      ...current,
      handoff: result.handoff,
      steps: step ? [...current.steps, step] : current.steps,
    }))
    return result.handoff
  }

  private me() {
    const { id: agentId, displayName: agentName } = this.played.agent()
    return { agentId, agentName }
  }

  private at(): string {
    return new Date().toISOString()
  }
}

/** The lines of a practice as messages of a thread. Pure. @param agentName the agent's own, so that the thread says "you" */
export function toMessages(
  { play, startedAt }: Pick<CurrentPractice, 'play' | 'startedAt'>,
  { exercise }: Pick<PracticeExerciseView, 'exercise'>,
  agentName: string,
): Message[] {
  const start = Date.parse(startedAt)
  return play.lines.map(({ author, text, atMs, card }, index) => ({
    id: `practice-${index}`,
    seq: index + 1,
    author,
    ...(author === 'agent' && { authorName: agentName }),
    at: new Date(start + atMs).toISOString(),
    language: author === 'citizen' ? talkLanguage(exercise) : 'fr',
    payload: card ? toCard(card) : { type: 'text', text },
  }))
}

function toCard(answer: NonNullable<PlayLine['card']>): Payload {
  return { type: 'card', title: answer.title, subtitle: answer.summary, actions: [], answer }
}
