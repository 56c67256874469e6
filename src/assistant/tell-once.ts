import type { Snapshot } from '../features/entries/catalogue/snapshot.js'
import { type Conversation, EMPTY_MEMORY } from '../platform/model/conversation.js'
import type { Language, SpokenLanguage } from '../platform/model/language.js'
import type { Outcome } from '../platform/model/outcome.js'
import type { Payload } from '../platform/model/payload.js'
import { answerAddress } from './addresses/answer-address.js'
import type { Assessed } from './assess-question.js'
import { type AssistantContext, sayIn } from './assistant-context.js'
import { findFact } from './local-facts/find-fact.js'
import { tellFact } from './local-facts/tell-fact.js'
import { ABOVE_A_TALK } from './signal-matcher.js'
import { outcomeOfSignals } from './signal-outcome.js'
import { tellingMoment } from './telling-moment.js'
import type { Conclusion, TurnDraft } from './turn-draft.js'

/** What the commune's own files answer to a question without a conversation. */
export interface ToldOnce {
  /** In which it is told. */
  language: SpokenLanguage
  outcome: Outcome
  fact?: string
  /** What is missing to tell it, or to tell it of an address: a street, a number, or which of some streets. */
  asks?: { text: string; options: string[] }
  /** The entry that holds for every address. */
  entryId?: string
}

/** Where a question without a conversation is asked. */
export interface AskedOnce {
  snapshot: Snapshot
  /** Of the caller, where the question's own is not plain. */
  language: Language
  context: AssistantContext
}

/** A fact of the town, or what its files say of an address, where the signals of a question ask for nothing else first; `null` where it asks for neither. Nothing is stored. */
export async function tellOnce(assessed: Assessed, asked: AskedOnce): Promise<ToldOnce | null> {
  const { signals } = assessed
  if (outcomeOfSignals(signals) || ABOVE_A_TALK.some((signal) => signals.includes(signal))) return null
  return (await tellAddress(assessed, asked)) ?? tellTown(assessed, asked)
}

async function tellAddress(assessed: Assessed, asked: AskedOnce): Promise<ToldOnce | null> {
  const turn = firstTurn(assessed, asked)
  const conclusion = await answerAddress(turn, asked.context)
  return conclusion && { ...toldBy(conclusion), language: turn.language }
}

function toldBy({ outcome, payloads, memory, entryId }: Conclusion): Omit<ToldOnce, 'language'> {
  const texts = payloads.filter((payload) => payload.type !== 'card')
  const told = entryId === undefined ? {} : { entryId }
  if (!memory.address?.asking) return { outcome, ...told, fact: texts[0]?.text ?? '' }
  const last = texts.at(-1)
  return { outcome, ...told, asks: { text: last?.text ?? '', options: labelsOf(last) } }
}

function labelsOf(payload: Payload | undefined): string[] {
  return payload?.type === 'choice' ? payload.options.map(({ label }) => label) : []
}

/** The question as the first message of a conversation that nobody stores. */
function firstTurn({ screened, language: heard }: Assessed, { snapshot, language, context }: AskedOnce): TurnDraft {
  const at = context.now().toISOString()
  const conversation: Conversation = {
    id: '',
    communeId: snapshot.commune.id,
    tokenHash: '',
    createdAt: at,
    updatedAt: at,
    language,
    page: null,
    status: 'open',
    memory: EMPTY_MEMORY,
  }
  const spoken = heard === 'fr' ? language : heard
  return {
    conversation,
    snapshot,
    input: { clientId: '', text: '' },
    handoff: undefined,
    language: spoken,
    say: sayIn(context.say, spoken),
    inFrench: new Set(),
    momentIn: (one) => tellingMoment(context, one),
    hearAspects: (words) => context.hearAspects(words, [spoken, 'fr']),
    screened,
    dangers: [],
    searched: new Map(),
    durationsMs: {},
  }
}

function tellTown(
  { screened, language: heard }: Assessed,
  { snapshot, language, context }: AskedOnce,
): ToldOnce | null {
  const { commune } = snapshot
  const now = context.now()
  const search = { text: screened.searchable, languages: [heard, language], memory: EMPTY_MEMORY, now }
  const fact = findFact(search, snapshot, context.factWords)
  if (!fact) return null
  const say = sayIn(context.say, fact.language)
  const text = tellFact(fact, commune, { now, timeZone: commune.timeZone, language: fact.language, say })
  return { language: fact.language, outcome: 'answered_fact', fact: text }
}
