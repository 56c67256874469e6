import type { TurnResult } from '../features/conversations/conversation-results.js'
import { readingMoment } from '../features/entries/render/describe-service.js'
import { titleIn } from '../features/entries/render/translation-of.js'
import type { HandoffContext } from '../features/handoffs/handoff-context.js'
import { requestAgent } from '../features/handoffs/talk/request.js'
import { sayAsCitizen } from '../features/handoffs/talk/say-in-handoff.js'
import { turnIncrements } from '../features/statistics/turn-facts.js'
import { stackOf } from '../log.js'
import { AppError, conversationRefusal } from '../platform/model/app-error.js'
import type { Conversation, DialogueMemory, Message, NewMessage } from '../platform/model/conversation.js'
import type { RecognisedLanguage } from '../platform/model/language.js'
import { DEFAULT_REVEAL_HOURS, KEPT_KINDS, type NewMaskedItem } from '../platform/model/masked-data.js'
import { sayIn } from '../platform/model/say.js'
import type { NewValidation } from '../platform/model/validation.js'
import type { MaskedValue } from '../platform/security/personal-data.js'
import { localMoment } from '../platform/time/period.js'
import { noteInTrace, traced } from '../trace.js'
import type { AssistantContext } from './assistant-context.js'
import type { Dispatch, DispatchTurn } from './bot.js'
import { humanOffer } from './human-offer.js'
import { toReply } from './to-reply.js'
import type { CitizenInput, Conclusion, TurnDraft } from './turn-draft.js'

/** A stored message with what followed it. */
export interface Received {
  message: Message
  replies: Message[]
}

/** Messages of a conversation, replies included, after which the citizen begins another: each is written with all those before it. */
export const MOST_MESSAGES = 1_000

/** Receives a citizen's message. One at a time in a conversation, whichever process it comes to; conversations do not wait for each other. */
export type ReceiveMessage = (conversation: Pick<Conversation, 'id'>, input: CitizenInput) => Promise<Received>

/**
 * Builds the door of the assistant. Whatever fails inside, the message is stored with a turn and the citizen gets a
 * sentence; only a storage that cannot write is an error.
 * The promise rejects with AppError `unknown_conversation`, `conversation_closed` or `storage_unavailable`.
 */
export function createReceiver(context: AssistantContext, dispatch: DispatchTurn): ReceiveMessage {
  return ({ id }, input) =>
    traced('turn', {}, () =>
      context.queueFairly(input.caller ?? id, () =>
        context.withLock(`conversation ${id}`, () => receive(context, dispatch, id, input)),
      ),
    )
}

async function receive(
  context: AssistantContext,
  dispatch: DispatchTurn,
  id: string,
  input: CitizenInput,
): Promise<Received> {
  const started = performance.now()
  // Read again: the message before this one in the line may have changed what is remembered.
  const opening = await context.store.openTurn(id)
  if (!opening) throw new AppError('unknown_conversation', 404)
  const { conversation, handoff, messageCount } = opening
  if (messageCount > MOST_MESSAGES) throw conversationRefusal('closed')
  const language = languageBefore(conversation, input)
  const inFrench = new Set<string>()
  const turn: TurnDraft = {
    conversation,
    snapshot: await context.snapshotOf(conversation.communeId),
    input,
    handoff,
    language,
    say: sayIn(context.say, language, (sentence) => inFrench.add(sentence)),
    inFrench,
    momentIn: (spoken) => readingMoment(context, spoken),
    hearAspects: (words) => context.hearAspects(words, languagesOf(turn)),
    screened: { text: '', searchable: '', masked: [], values: [], signals: [], hasWords: false },
    dangers: [],
    searched: new Map(),
    durationsMs: {},
  }
  const dispatched = await dispatchSafely(turn, context, dispatch)
  noteInTrace({
    'guichet.commune': conversation.communeId,
    'guichet.outcome': dispatched.kind === 'relayed' ? 'relayed' : dispatched.conclusion.outcome,
  })
  if (dispatched.kind === 'relayed') {
    const message = await sayAsCitizen(context.handoffContext, conversation, {
      clientId: input.clientId,
      text: turn.screened.text,
      masked: await sealMasked(context.handoffContext, conversation, turn.screened.values),
    })
    // Sent again while an agent holds the conversation, a message that the assistant had answered keeps its answer.
    return { message, replies: repliesIn(await context.store.listMessages(id, message.seq)) }
  }
  turn.durationsMs.total = performance.now() - started
  const result = await context.store.appendTurn(toTurnInput(turn, dispatched, context.now()))
  const { message, replies } = requireStored(result)
  const { call } = dispatched.conclusion
  if (result.outcome === 'appended') {
    countTurn(turn, dispatched.conclusion, message.at, context)
    if (!call) return { message, replies }
  }
  const after = await context.store.listMessages(id, message.seq)
  if (!call) return { message, replies: repliesIn(after) }
  // Sent again, it calls nobody a second time; unless the process stopped between its answer and its call.
  const isLast = after.length === replies.length
  const subject = (call.subject ?? turn.screened.text).slice(0, 300)
  if (isLast) await requestAgent(context.handoffContext, { conversation, ...call, subject })
  return { message, replies: repliesIn(await context.store.listMessages(id, message.seq)) }
}

/** What answers a message, among those after it: the assistant's replies, and the notice of the call that they announce. */
function repliesIn(after: readonly Message[]): Message[] {
  const end = after.findIndex(({ author }) => author !== 'assistant')
  const replies = end === -1 ? [...after] : after.slice(0, end)
  const notice = after[replies.length]
  const isCall = notice?.payload.type === 'text' && notice.payload.event === 'handoff_requested'
  return replies.length > 0 && notice && isCall ? [...replies, notice] : replies
}

/** A failure of the search or of a step becomes an outcome and a sentence; the text of the citizen is kept. */
async function dispatchSafely(turn: TurnDraft, context: AssistantContext, dispatch: DispatchTurn): Promise<Dispatch> {
  try {
    return await dispatch(turn)
  } catch (error) {
    if (error instanceof AppError) throw error
    const stack = stackOf(error)
    context.logger.error({ stack, conversationId: turn.conversation.id }, 'a turn failed')
    const conclusion: Conclusion = {
      outcome: 'error_search',
      payloads: [await humanOffer(turn, context, 'error.turn')],
      memory: turn.conversation.memory,
    }
    return { kind: 'concluded', conclusion, record: { payloads: conclusion.payloads, memory: conclusion.memory } }
  }
}

function toTurnInput(turn: TurnDraft, dispatched: Extract<Dispatch, { kind: 'concluded' }>, now: Date) {
  const { conversation, screened, heard, forWhom } = turn
  const { conclusion, record } = dispatched
  const at = now.toISOString()
  const message: NewMessage = {
    at,
    language: languageOfInput(turn),
    author: 'citizen',
    payload: { type: 'text', text: screened.text },
    clientId: turn.input.clientId,
  }
  const replies = record.payloads.map((payload) => toReply(payload, turn, at))
  const candidates = conclusion.candidates ?? []
  return {
    conversationId: conversation.id,
    message,
    replies,
    memory: rememberLanguage(record.memory, turn),
    ...(conclusion.held ? { validation: toValidation(turn, conclusion.held, now) } : {}),
    turn: {
      at,
      outcome: conclusion.outcome,
      confidence: candidates[0]?.confidence ?? null,
      ...(conclusion.calibrated ? { calibrated: conclusion.calibrated } : {}),
      entryId: conclusion.entryId ?? null,
      candidates,
      signals: [...screened.masked.map((kind) => `masked:${kind}`), ...screened.signals],
      contentVersion: turn.snapshot.version,
      encoderVersion: conclusion.encoderVersion ?? null,
      ...(heard ? { language: heard.language, translated: conclusion.translated ?? false } : {}),
      ...(forWhom ? { forWhom } : {}),
      durationsMs: roundAll(turn.durationsMs),
    },
  }
}

/** Counted on the day that is stored of it, on which it is found again. */
function countTurn(turn: TurnDraft, conclusion: Conclusion, at: string, { counters }: AssistantContext): void {
  const { conversation, snapshot, durationsMs } = turn
  const { outcome, entryId = null, candidates = [] } = conclusion
  const increments = {
    questions: 1,
    ...countOf(outcome),
    ...turnIncrements({
      entryId,
      confidence: outcome === 'answered' ? (candidates[0]?.confidence ?? null) : null,
      hour: localMoment(at, snapshot.commune.timeZone).hour,
      language: turn.heard?.language ?? turn.language,
      page: conversation.page,
      ms: durationsMs.total ?? 0,
    }),
  }
  counters.add(conversation.communeId, increments, at)
}

/** What is decided later is counted then. */
function countOf(outcome: Conclusion['outcome']): Record<string, number> {
  return outcome === 'held_validation' ? { 'validation.asked': 1 } : { [`outcome.${outcome}`]: 1 }
}

function toValidation(turn: TurnDraft, held: NonNullable<Conclusion['held']>, now: Date): NewValidation {
  return {
    question: turn.screened.text,
    language: turn.language,
    entryId: held.entryId,
    requestedAt: now.toISOString(),
    deadlineAt: new Date(now.getTime() + held.seconds * 1000).toISOString(),
    held: { ...held.reply, memory: rememberLanguage(held.reply.memory, turn) },
  }
}

/** The label of an entry's button is its title, in French unless it is translated. */
function languageOfInput({ input, language, snapshot }: TurnDraft): RecognisedLanguage {
  if (!input.choice?.startsWith('entry:')) return language
  const entry = snapshot.entries.get(input.choice.slice('entry:'.length))
  return entry ? titleIn(entry, language).language : 'fr'
}

/** The languages in which a citizen may be asking: that in which she is answered, that of her last message, French. */
function languagesOf({ language, conversation }: TurnDraft): RecognisedLanguage[] {
  return [language, conversation.memory.language ?? language, 'fr']
}

/** Before a message is heard: a button belongs to the language of the message that brought it. */
function languageBefore({ language, memory }: Conversation, { choice }: CitizenInput): RecognisedLanguage {
  return choice ? (memory.language ?? language) : language
}

function rememberLanguage({ language: _, ...memory }: DialogueMemory, turn: TurnDraft): DialogueMemory {
  const language = turn.input.choice ? turn.conversation.memory.language : turn.heard?.language
  return language ? { ...memory, language } : memory
}

function roundAll(durationsMs: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(durationsMs).map(([stage, ms]) => [stage, Math.round(ms * 100) / 100]))
}

function requireStored(result: TurnResult): Received {
  if ('message' in result) return { message: result.message, replies: result.replies }
  throw conversationRefusal(result.outcome)
}

/**
 * What was masked in words that a citizen wrote to a person, sealed for her agent. Bank cards are left out, and everything is in a commune that
 * keeps nothing. A value that cannot be sealed is gone, as it was before: her message is not refused for that.
 */
export async function sealMasked(
  { sealer, communes }: Pick<HandoffContext, 'sealer' | 'communes'>,
  { id, communeId }: Pick<Conversation, 'id' | 'communeId'>,
  values: readonly MaskedValue[],
): Promise<NewMaskedItem[]> {
  const hours = communes.get(communeId)?.privacy.revealHours ?? DEFAULT_REVEAL_HOURS
  if (!sealer || hours === 0) return []
  const kept = values.flatMap(({ kind, value }) => {
    const keptKind = KEPT_KINDS.find((one) => one === kind)
    return keptKind ? [{ kind: keptKind, value }] : []
  })
  const sealed = kept.map(async ({ kind, value }) => ({ kind, sealed: await sealer.seal(value, id) }))
  return (await Promise.allSettled(sealed)).flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
}
