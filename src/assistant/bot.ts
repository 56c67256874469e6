import type { Client } from '@botpress/client'
import * as sdk from '@botpress/sdk'
import type { DialogueMemory } from '../platform/model/conversation.js'
import type { ChoiceValue, Payload } from '../platform/model/payload.js'
import { traced } from '../trace.js'
import { answerAddress } from './addresses/answer-address.js'
import { answerQuestion } from './answer-question.js'
import type { AssistantContext } from './assistant-context.js'
import { answerDigitalHelp } from './digital-help/answer-digital-help.js'
import { answerFollowUp } from './follow-up/answer-follow-up.js'
import { hearTypedChoice } from './follow-up/hear-typed-choice.js'
import { rememberTalk } from './follow-up/remember-talk.js'
import { followGuide } from './guides/follow-guide.js'
import { hearDangers, mayTellDanger } from './hear-dangers.js'
import { hearMessage } from './languages/hear-message.js'
import { answerLocalFact } from './local-facts/answer-local-fact.js'
import { proposeOthers } from './propose-others.js'
import { screenMessage } from './screen.js'
import { searchInTurn } from './search-in-turn.js'
import { sendToPerson } from './send-to-person.js'
import {
  answerDanger,
  answerSmallTalk,
  answerStillHere,
  answerYesOrNo,
  obeyWish,
  openChosenEntry,
  refuseWordless,
} from './steps.js'
import type { Conclusion, Step, TurnDraft } from './turn-draft.js'
import { answerWaste } from './waste/answer-waste.js'
import { sayDanger } from './words/load-dangers.js'

/**
 * The path of a question in a conversation, in order. The first step that concludes ends it. What answers without one (`answer-once.ts`, `answer-at-desk.ts`)
 * does some of these by itself: whether a new step is among them is decided there.
 */
const STEPS: readonly Step[] = [
  answerDanger,
  obeyWish,
  sendToPerson,
  answerStillHere,
  openChosenEntry,
  proposeOthers,
  refuseWordless,
  answerDigitalHelp,
  answerAddress,
  followGuide,
  answerLocalFact,
  answerWaste,
  answerFollowUp,
  answerYesOrNo,
  answerSmallTalk,
  answerQuestion,
]

/** The bot as Botpress's types know it: one channel, one state. */
type GuichetBot = sdk.DefaultBot<{
  integrations: { mairie: { channels: { citoyen: { messages: { text: { text: string; choice?: ChoiceValue } } } } } }
  events: Record<string, never>
  states: { dialogue: { type: 'conversation'; payload: DialogueMemory } }
  actions: Record<string, never>
  tables: Record<string, never>
  workflows: Record<string, never>
}>

/** What a dispatch through the bot gave. `relayed` when an agent reads the message instead. */
export type Dispatch = { kind: 'relayed' } | { kind: 'concluded'; conclusion: Conclusion; record: TurnRecord }

/** Sends one citizen message through the dialogue core. Fills `turn.screened`. @throws when a step fails */
export type DispatchTurn = (turn: TurnDraft) => Promise<Dispatch>

/**
 * A turn that is in the bot, known there by the id of its message: citizens may give the same one, the number of a turn is its own. What follows a call by
 * itself (`AsyncLocalStorage`) would be paid for by every promise of the process.
 */
interface Scope {
  id: string
  turn: TurnDraft
  conclusion: Conclusion | null
  failure: unknown
}

const BOT_ID = 'guichet'

/**
 * Builds the dialogue core: a Botpress bot whose client lives in this process. Its handler is never exposed on a route.
 * The incoming hook screens; the message handler runs the steps, says the replies and sets the dialogue's state.
 */
export function createDialogue(context: AssistantContext): DispatchTurn {
  const scopes = new Map<string, Scope>()
  let begun = 0
  const bot = new sdk.Bot<GuichetBot>({ actions: {}, plugins: {} })

  bot.on.beforeIncomingMessage('*', async ({ data }) => {
    const { turn } = scopeOf(scopes, data.id)
    const started = performance.now()
    turn.screened = screenMessage(turn.input.text, context, turn.say)
    hearMessage(turn, context)
    hearTypedChoice(turn, context)
    const forWhom = turn.input.choice ? null : context.hearForWhom(turn.screened.searchable)
    if (forWhom) turn.forWhom = forWhom
    turn.durationsMs.screen = performance.now() - started
    await hearDangersOf(turn, context)
    return { data: { ...data, payload: { ...data.payload, text: turn.screened.text } } }
  })

  bot.on.message('text', async ({ client, conversation, ctx, message }) => {
    const scope = scopeOf(scopes, message.id)
    if (isForAgent(scope.turn)) return
    try {
      scope.conclusion = await traced('decide', {}, () => runSteps(scope.turn, context))
    } catch (error) {
      scope.failure = error
      return
    }
    for (const { type, ...payload } of scope.conclusion.payloads) {
      await client.createMessage({
        conversationId: conversation.id,
        userId: ctx.botId,
        type: type as 'text',
        tags: {},
        payload: payload as { text: string },
      })
    }
    await client.setState({
      id: conversation.id,
      type: 'conversation',
      name: 'dialogue',
      payload: scope.conclusion.memory,
    })
  })

  return async (turn) => {
    const record: TurnRecord = { payloads: [], memory: turn.conversation.memory }
    begun += 1
    const scope: Scope = { id: String(begun), turn, conclusion: null, failure: null }
    scopes.set(scope.id, scope)
    const response = await bot
      .handler(toRequest(scope), { client: createLocalClient(record) })
      .finally(() => scopes.delete(scope.id))
    if (scope.failure) throw scope.failure
    if (response && response.status !== undefined && response.status >= 400)
      throw new Error(`the bot refused: ${response.status}`)
    return scope.conclusion ? { kind: 'concluded', conclusion: scope.conclusion, record } : { kind: 'relayed' }
  }
}

async function runSteps(turn: TurnDraft, context: AssistantContext): Promise<Conclusion> {
  for (const step of STEPS) {
    const conclusion = await step(turn, context)
    if (conclusion) {
      const memory = rememberTalk(conclusion, turn.conversation.memory)
      return withMaskNotice(turn, withMention(turn, withCondolence(turn, { ...conclusion, memory })))
    }
  }
  throw new Error('no step concluded')
}

/** Words of an answer to what a guide asks: "elle est volée" is of the card. */
const MOST_ANSWER_WORDS = 4

/** Fills what is heard of danger in a turn. What a button says is the button's, and a few words answer what a guide asks: only their words are listened to. */
async function hearDangersOf(turn: TurnDraft, context: AssistantContext): Promise<void> {
  const { guide, lastQuestion } = turn.conversation.memory
  const isAsked = guide !== undefined && guide.asking !== null
  const isAnswer = isAsked && turn.screened.searchable.split(/\s+/u).length <= MOST_ANSWER_WORDS
  const byMeaning = turn.input.choice === undefined && !isAnswer && mayTellDanger(turn.screened.searchable)
  const message = { text: turn.screened.searchable, language: turn.heard?.language ?? ('fr' as const) }
  // A search that fails is told by the step that needs it: words are listened for all the same.
  const found = byMeaning ? await searchInTurn(turn, context, message).catch(() => null) : null
  const noticed = found?.noticed ?? null
  const { dangers, signals, possible, sorrow } = hearDangers(
    turn.screened,
    context.dangers,
    noticed,
    lastQuestion !== null,
  )
  turn.dangers = dangers
  if (possible) turn.possibleDanger = possible
  if (sorrow) turn.sorrow = sorrow
  turn.screened = { ...turn.screened, signals: [...new Set([...signals, ...turn.screened.signals])] }
}

/** While a citizen waits for, or talks with, an agent, her words go to the agent; danger is still answered at once. */
function isForAgent(turn: TurnDraft): boolean {
  const talks =
    turn.handoff?.status === 'assigned' || (turn.handoff?.status === 'pending' && turn.handoff.kind === 'live')
  return talks && !turn.screened.signals.some((signal) => signal.startsWith('danger-'))
}

/** Sorrow is met with a sentence before what is answered, once in a conversation. */
function withCondolence(turn: TurnDraft, conclusion: Conclusion): Conclusion {
  const { sorrow, conversation, language } = turn
  const isMet = conversation.memory.condoled ?? false
  const memory = { ...conclusion.memory, ...((sorrow || isMet) && { condoled: true as const }) }
  if (!sorrow || isMet) return { ...conclusion, memory }
  return {
    ...conclusion,
    memory,
    payloads: [{ type: 'text', text: sayDanger(sorrow, language) }, ...conclusion.payloads],
  }
}

/** Where danger is possible and not probable, whom to call is said before what answers. */
function withMention({ possibleDanger, say, language }: TurnDraft, conclusion: Conclusion): Conclusion {
  if (!possibleDanger) return conclusion
  const text = say('danger.possible', { says: sayDanger(possibleDanger, language) })
  return { ...conclusion, payloads: [{ type: 'text', text }, ...conclusion.payloads] }
}

/** An address was given to be answered: the answer comes first. */
function withMaskNotice(turn: TurnDraft, conclusion: Conclusion): Conclusion {
  if (turn.screened.masked.every((kind) => kind === 'address')) return conclusion
  const notice: Payload = { type: 'text', text: turn.say('masked') }
  return { ...conclusion, payloads: [notice, ...conclusion.payloads] }
}

function scopeOf(scopes: ReadonlyMap<string, Scope>, id: string): Scope {
  const scope = scopes.get(id)
  if (!scope) throw new Error('the bot was called outside a turn')
  return scope
}

/** The request by which a Botpress host delivers a message. */
function toRequest({ id, turn: { conversation, input } }: Scope): sdk.Request {
  const user = { id: 'citizen', tags: {} }
  const channel = { id: conversation.id, tags: {}, channel: 'citoyen', integration: 'mairie' }
  const message = {
    id,
    conversationId: conversation.id,
    userId: user.id,
    type: 'text',
    tags: {},
    payload: { text: input.text },
  }
  const event = {
    id,
    type: 'message_created',
    messageId: message.id,
    conversationId: conversation.id,
    userId: user.id,
    payload: { user, conversation: channel, message },
  }
  return {
    method: 'POST',
    path: '/',
    query: '',
    headers: {
      'x-bot-id': BOT_ID,
      'x-bp-operation': 'event_received',
      'x-bp-type': 'message_created',
      'x-bp-configuration': Buffer.from('{}').toString('base64'),
    },
    body: JSON.stringify({ event }),
  }
}

/** What the dialogue core did during one turn. */
interface TurnRecord {
  payloads: Payload[]
  memory: DialogueMemory
}

type MessageInput = Parameters<Client['createMessage']>[0]
type StateInput = Parameters<Client['setState']>[0]

/**
 * A Botpress client of one turn, in this process: messages that the bot creates and states that it sets are recorded, and
 * written together by one `appendTurn` when the bot has finished. An operation that the bot does not use is an error,
 * never a call on the network.
 */
function createLocalClient(record: TurnRecord): Client {
  const operations: Record<string, (input: never) => Promise<unknown>> = {
    async createMessage(input: MessageInput) {
      record.payloads.push({ ...input.payload, type: input.type } as Payload)
      return { message: { ...input, id: String(record.payloads.length), createdAt: '', direction: 'outgoing' } }
    },
    async getState() {
      return { state: { payload: record.memory }, meta: { cached: true } }
    },
    async setState(input: StateInput) {
      record.memory = input.payload as unknown as DialogueMemory
      return { state: { ...input } }
    },
  }
  return new Proxy({} as Client, {
    get: (_, operation) => {
      if (operation === 'then') return undefined
      return (
        operations[String(operation)] ??
        (() => Promise.reject(new Error(`not available in this process: ${String(operation)}`)))
      )
    },
  })
}
