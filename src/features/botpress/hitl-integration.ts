import { randomUUID } from 'node:crypto'
import * as sdk from '@botpress/sdk'
import { z } from 'zod'
import { toProblem } from '../../platform/http/problem.js'
import type { AvailabilityView } from '../../platform/http/shapes.js'
import { AppError } from '../../platform/model/app-error.js'
import type { Commune } from '../../platform/model/commune.js'
import { type Conversation, type NewMessage, newConversation } from '../../platform/model/conversation.js'
import { LANGUAGES, type Language } from '../../platform/model/language.js'
import type { Say } from '../../platform/model/say.js'
import type { MaskPersonalData } from '../../platform/security/personal-data.js'
import { cleanText } from '../../platform/text/clean-text.js'
import type { HandoffContext } from '../handoffs/handoff-context.js'
import { readAvailability } from '../handoffs/queue/routing.js'
import { requestAgent } from '../handoffs/talk/request.js'
import { type QuotaNeeds, requireShareLeft } from '../settings/quota.js'
import { requireOpenCommune, type SuspensionNeeds } from '../settings/suspension.js'
import type { BotKey, BotSide } from './bot-side.js'
import type { RemoteTalkStore } from './remote-talk-verbs.js'

/** What taking a talk from a bot needs. */
export interface HitlNeeds extends SuspensionNeeds {
  communes: ReadonlyMap<string, Commune>
  handoffContext: HandoffContext<Pick<RemoteTalkStore, 'beginRemoteTalk' | 'findRemoteTalk'> & QuotaNeeds['store']>
  /** The door of the assistant: the words of a citizen pass by it, whichever way they come. */
  receive: (conversation: Pick<Conversation, 'id'>, input: { clientId: string; text: string }) => Promise<unknown>
  availabilityOf: (communeId: string, language: Language) => Promise<AvailabilityView>
  mask: MaskPersonalData
  say: Say
  now: () => Date
  bot: BotSide
  /** Ends a conversation and says so in it. */
  end: (conversation: Conversation) => Promise<void>
}

/** Most of a history that is shown to the agent: messages, and characters of each. */
const MOST_HISTORY = 50
const LONGEST_MESSAGE = 4_000
const LONGEST_SUBJECT = 300

const configuration = z.object({ communeId: z.string().optional(), language: z.string().optional() })
const text = z.object({ text: z.string() })
const startInput = z.object({
  userId: z.string().min(1).max(200),
  title: z.string().default(''),
  description: z.string().default(''),
  messageHistory: z
    .array(z.object({ source: z.object({ type: z.enum(['user', 'bot']) }), payload: z.looseObject({}) }))
    .default([]),
})
const userInput = z.object({ name: z.string().max(200).optional() })
const conversationInput = z.object({ conversationId: z.string().min(1) })

/** Tags that the definition of the integration declares (docs/botpress.md). */
type Tagged = { tags: { id: { title: string; description: string } } }

/** The integration as Botpress's types know it. */
type Hitl = sdk.DefaultIntegration<{
  name: 'guichet'
  version: '1.0.0'
  user: Tagged
  actions: Record<'createUser' | 'startHitl' | 'stopHitl', { input: object; output: object }>
  channels: { hitl: { messages: { text: { text: string } }; conversation: Tagged; message: Tagged } }
  events: Record<string, never>
}>

/**
 * The reception as Botpress's `hitl` interface has it: a bot starts a talk with an agent, says what its citizen writes, and stops. What agents
 * write goes the other way (`tell-bots.ts`).
 */
export function createHitlIntegration(needs: HitlNeeds): Pick<sdk.Integration<Hitl>, 'handler'> {
  return new sdk.Integration<Hitl>({
    register: async () => {},
    unregister: async () => {},
    handler: async () => ({ status: 404 }),
    actions: {
      createUser: ({ ctx, input }) =>
        inWords(needs, async () => {
          const { name } = userInput.parse(input)
          return { userId: await needs.bot.userFor(ctx, { id: randomUUID(), name }) }
        }),
      startHitl: ({ ctx, input }) =>
        inWords(needs, async () => ({ conversationId: await start(needs, ctx, startInput.parse(input)) })),
      stopHitl: ({ input }) =>
        inWords(needs, async () => {
          const conversation = await conversationOf(needs, conversationInput.parse(input).conversationId)
          if (conversation) await needs.end(conversation)
          return {}
        }),
    },
    channels: {
      hitl: {
        messages: {
          text: ({ conversation, message, payload }) =>
            inWords(needs, () =>
              hear(needs, conversation.id, { clientId: message.id, text: text.parse(payload).text }),
            ),
        },
      },
    },
  })
}

/** What is refused is said to the bot in words, which it may repeat to its citizen; what failed has none of ours. */
async function inWords<R>({ say }: HitlNeeds, act: () => Promise<R>): Promise<R> {
  try {
    return await act()
  } catch (error) {
    if (error instanceof z.ZodError) throw new sdk.RuntimeError(say('fr', 'botpress.invalid'))
    throw error
  }
}

/** @throws RuntimeError when nobody can talk now, with when somebody can */
async function start(
  needs: HitlNeeds,
  { botId, integrationId, configuration: given }: BotKey & { configuration: unknown },
  asked: z.infer<typeof startInput>,
): Promise<string> {
  const { handoffContext, bot, now } = needs
  const { communeId, language } = readConfiguration(needs, given)
  await requireOpenDoor(needs, communeId, language)
  if (!(await readAvailability(handoffContext, communeId)).canTalk)
    throw new sdk.RuntimeError((await needs.availabilityOf(communeId, language)).sentence)
  const id = randomUUID()
  const conversationId = await bot.openConversation({ botId, integrationId }, id)
  const history = historyOf(needs, language, asked)
  const begun = newConversation({ id, communeId, language }, now().toISOString())
  const { conversation } = await handoffContext.store.createConversation(begun, history)
  const subject = masked(needs, [asked.title, asked.description].filter(Boolean).join(' : '), language)
  await requestAgent(handoffContext, {
    conversation,
    reason: 'citizen_wish',
    urgent: false,
    subject: subject.slice(0, LONGEST_SUBJECT),
  })
  // Of what comes now the bot is told: before it knows the id, it would take that for a talk of its own.
  await handoffContext.store.beginRemoteTalk(id, { conversationId, botId, integrationId })
  return conversationId
}

/** The door is that of a citizen who begins. @throws RuntimeError with the sentence that she would read */
async function requireOpenDoor(needs: HitlNeeds, communeId: string, language: Language): Promise<void> {
  const commune = needs.handoffContext.communeOf(communeId)
  try {
    requireOpenCommune(needs, commune)
    await requireShareLeft({ ...needs, store: needs.handoffContext.store }, commune)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    throw new sdk.RuntimeError(toProblem(error, needs.say, language).detail)
  }
}

/** @throws RuntimeError when the integration names no commune of this server */
function readConfiguration({ communes, say }: HitlNeeds, given: unknown): { communeId: string; language: Language } {
  const { communeId = '', language = 'fr' } = configuration.parse(given)
  const [only] = communes.size === 1 ? communes.keys() : []
  const found = communes.has(communeId) ? communeId : communeId === '' ? only : undefined
  if (found === undefined) throw new sdk.RuntimeError(say('fr', 'botpress.commune'))
  return { communeId: found, language: LANGUAGES.find((one) => one === language) ?? 'fr' }
}

/** What was said before, masked, as her agent reads it. */
function historyOf(needs: HitlNeeds, language: Language, { messageHistory }: z.infer<typeof startInput>): NewMessage[] {
  const at = needs.now().toISOString()
  return messageHistory.slice(-MOST_HISTORY).flatMap(({ source, payload }): NewMessage[] => {
    const said = typeof payload.text === 'string' ? masked(needs, payload.text, language) : ''
    const author = source.type === 'user' ? 'citizen' : 'assistant'
    return said === '' ? [] : [{ author, at, language, payload: { type: 'text', text: said } }]
  })
}

function masked({ mask, say }: HitlNeeds, words: string, language: Language): string {
  return mask(cleanText(words).slice(0, LONGEST_MESSAGE), (kind) => say(language, `mask.${kind}`)).text
}

/** A message of the citizen. In a talk that is over nobody reads it: she is told so by its bot, which knows that it has stopped. */
async function hear(needs: HitlNeeds, remoteId: string, said: { clientId: string; text: string }): Promise<void> {
  const conversation = await conversationOf(needs, remoteId)
  const isHeld = conversation && (await needs.handoffContext.store.findOpenHandoff(conversation.id)) !== undefined
  if (!isHeld) throw new sdk.RuntimeError(needs.say('fr', 'botpress.over'))
  try {
    await needs.receive(conversation, { ...said, text: said.text.slice(0, LONGEST_MESSAGE) })
  } catch (error) {
    if (error instanceof AppError && error.status < 500) throw new sdk.RuntimeError(needs.say('fr', 'botpress.over'))
    throw error
  }
}

async function conversationOf(needs: HitlNeeds, remoteId: string): Promise<Conversation | undefined> {
  const { store } = needs.handoffContext
  const id = await store.findRemoteTalk(remoteId)
  return id === undefined ? undefined : store.getConversation(id)
}
