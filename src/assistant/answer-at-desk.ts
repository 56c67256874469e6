import type { TurnInput } from '../features/conversations/conversation-results.js'
import { readingMoment } from '../features/entries/render/describe-service.js'
import { titleIn } from '../features/entries/render/translation-of.js'
import { AppError, conversationRefusal } from '../platform/model/app-error.js'
import { type Conversation, EMPTY_MEMORY, type Message, type NewMessage } from '../platform/model/conversation.js'
import type { Entry } from '../platform/model/entry.js'
import type { RecognisedLanguage } from '../platform/model/language.js'
import { aggregateOf, type Outcome } from '../platform/model/outcome.js'
import type { Payload } from '../platform/model/payload.js'
import { sayIn } from '../platform/model/say.js'
import { frenchTypography } from '../platform/text/typography.js'
import { assessQuestion } from './assess-question.js'
import type { AssistantContext } from './assistant-context.js'
import { composeAnswer } from './compose.js'
import { toCandidates } from './evidence.js'
import { screenMessage } from './screen.js'
import { shownAs } from './to-reply.js'

/** What an agent asks for a visitor: a question in words, or the answer of an entry. */
export type DeskQuestion = { clientId: string } & ({ text: string } | { entryId: string })

/**
 * Searches for a visitor as for a citizen who writes: the same screen, search and decision, kept as a turn with its
 * candidates. A sure answer is given as a card; else the agent chooses among the candidates. Nobody is offered a human:
 * one is there.
 * @throws AppError `unknown_entry` (422), `text_empty` (422), `unknown_conversation`, `conversation_closed`
 */
export async function answerAtDesk(
  context: AssistantContext,
  conversation: Conversation,
  question: DeskQuestion,
): Promise<{ message: Message; replies: Message[] }> {
  const said =
    'text' in question
      ? await ask(context, conversation, question.text)
      : await give(context, conversation, question.entryId)
  const { language } = conversation
  const at = context.now().toISOString()
  const message: NewMessage = {
    author: 'citizen',
    at,
    language: said.language,
    payload: { type: 'text', text: said.text },
    clientId: question.clientId,
  }
  const replies = said.card ? [reply(said.card, at)] : []
  const input: TurnInput = {
    conversationId: conversation.id,
    message,
    replies,
    turn: { at, ...said.turn },
    memory: EMPTY_MEMORY,
  }
  const result = await context.store.appendTurn(input)
  if (!('message' in result)) throw conversationRefusal(result.outcome)
  if (result.outcome === 'appended') count(context, conversation, said.turn.outcome)
  return { message: result.message, replies: result.replies }

  function reply(payload: Payload, when: string): NewMessage {
    const written = payload.type === 'card' ? (payload.answer.language ?? 'fr') : language
    return { author: 'assistant', at: when, language: written, payload }
  }
}

/** What was asked, what came of it, and what is shown. */
interface Said {
  text: string
  language: NewMessage['language']
  turn: Omit<TurnInput['turn'], 'at'>
  card: Payload | null
}

async function ask(context: AssistantContext, conversation: Conversation, question: string): Promise<Said> {
  const snapshot = await context.snapshotOf(conversation.communeId)
  const { index, entries, version } = snapshot
  const say = sayIn(context.say, conversation.language)
  const screened = screenMessage(question, context, say)
  if (screened.text === '') throw new AppError('text_empty', 422, { field: 'text' })
  const assessed = await assessQuestion(question, context, { index, entryOf: (id) => entries.get(id) }, say)
  const { decision, found, language } = assessed
  // Stopped, the assistant gives no card by itself: the agent reads the candidates and chooses.
  const isStopped = context.stopOf(conversation.communeId) !== null
  const outcome = isStopped ? outcomeWhileStopped(assessed.outcome) : assessed.outcome
  const entry = decision.kind === 'answer' && outcome === 'answered' ? entries.get(decision.entry.id) : undefined
  const proposed = decision.kind === 'answer' ? [decision.entry] : decision.candidates
  return {
    text: screened.text,
    language,
    card: entry
      ? cardOf(context, { language: language === 'fr' ? conversation.language : language, snapshot, entry, question })
      : null,
    turn: {
      outcome: entry ? shownAs(entry, outcome) : outcome,
      confidence: found.candidates[0]?.confidence ?? null,
      entryId: entry?.id ?? null,
      candidates: toCandidates(found, isStopped ? [] : proposed),
      signals: [...screened.masked.map((kind) => `masked:${kind}`), ...screened.signals],
      contentVersion: version,
      encoderVersion: found.encoderVersion,
      ...(language === 'fr' ? {} : { language, translated: found.translated }),
      durationsMs: { screen: assessed.screenMs, ...found.durationsMs },
    },
  }
}

/** The agent chose the entry: its confidence is hers. */
async function give(context: AssistantContext, conversation: Conversation, entryId: string): Promise<Said> {
  const snapshot = await context.snapshotOf(conversation.communeId)
  const entry = snapshot.entries.get(entryId)
  if (!entry) throw new AppError('unknown_entry', 422, { field: 'entryId' })
  const { title, language } = titleIn(entry, conversation.language)
  return {
    text: language === 'fr' ? frenchTypography(title) : title,
    language,
    card: cardOf(context, { language: conversation.language, snapshot, entry, question: '' }),
    turn: {
      outcome: shownAs(entry, 'answered_choice'),
      confidence: null,
      entryId,
      candidates: [{ entryId, title: entry.title, confidence: 1, kept: true }],
      signals: [],
      contentVersion: snapshot.version,
      encoderVersion: null,
      durationsMs: {},
    },
  }
}

interface Asked {
  language: RecognisedLanguage
  snapshot: Awaited<ReturnType<AssistantContext['snapshotOf']>>
  entry: Entry
  /** What of the entry is said first; possibly empty. */
  question: string
}

function cardOf(context: AssistantContext, { language, snapshot, entry, question }: Asked): Payload {
  const say = sayIn(context.say, language)
  const asked = context.hearAspects(question, [language, 'fr'])?.aspects
  const place = { snapshot, say, language, momentIn: (spoken: RecognisedLanguage) => readingMoment(context, spoken) }
  return composeAnswer(entry, place, asked)
}

/** Apart from what citizens ask the assistant: nobody would know what it is worth otherwise. */
function count({ counters }: AssistantContext, { communeId, channel = 'web' }: Conversation, outcome: Outcome): void {
  counters.add(communeId, { [`channel.${channel}.questions`]: 1, [`channel.${channel}.outcome.${outcome}`]: 1 })
}

/** What came of a question while the answers are stopped: a way to a person stays what it is, anything else goes to one. */
export function outcomeWhileStopped(outcome: Outcome): Outcome {
  return aggregateOf(outcome) === 'escalated' ? outcome : 'escalated_stopped'
}
