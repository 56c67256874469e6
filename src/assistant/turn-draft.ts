import type { Snapshot } from '../features/entries/catalogue/snapshot.js'
import type { TellingHere } from '../features/entries/render/describe-service.js'
import type { Conversation, DialogueMemory } from '../platform/model/conversation.js'
import type { Handoff, HandoffReason } from '../platform/model/handoff.js'
import type { RecognisedLanguage } from '../platform/model/language.js'
import type { Outcome } from '../platform/model/outcome.js'
import type { ChoiceValue, Payload } from '../platform/model/payload.js'
import type { Calibrated, Candidate, ForWhom } from '../platform/model/turn.js'
import type { HeldReply } from '../platform/model/validation.js'
import type { AssistantContext, SayHere } from './assistant-context.js'
import type { FairQueue } from './fair-queue.js'
import type { AskedAspects } from './hear-aspects.js'
import type { Heard } from './languages/listen.js'
import type { Searched } from './languages/search-message.js'
import type { ScreenedText } from './screen.js'
import type { Danger } from './words/load-dangers.js'

/** What a citizen sends: words, and which button of the last reply she pressed, if any. */
export interface CitizenInput {
  clientId: string
  text: string
  choice?: ChoiceValue | undefined
  /** Whose work it is, as {@link FairQueue} knows callers; absent: her conversation's. */
  caller?: string
}

/** One citizen message on its way through the assistant: what is known before the steps begin. */
export interface TurnDraft {
  conversation: Conversation
  snapshot: Snapshot
  input: CitizenInput
  /** The open handoff of the conversation, if any. */
  handoff: Handoff | undefined
  /** The language in which this message is answered: the conversation's, unless another is heard in the message. */
  language: RecognisedLanguage
  /** Says a sentence in {@link language}. */
  say: SayHere
  /** Sentences that {@link say} had to say in French, since {@link language} lacks them. */
  inFrench: Set<string>
  /** The present moment, for sentences that are told in a language. */
  momentIn: (language: RecognisedLanguage) => TellingHere
  /** Hears what words ask of their subject, in the languages of this talk. */
  hearAspects: (words: string) => AskedAspects | null
  /** Filled by the incoming hook, before any step. */
  screened: ScreenedText
  /** What is heard of danger, gravest first: filled by the incoming hook. */
  dangers: readonly Danger[]
  /** A danger that may be told of: filled by the incoming hook. */
  possibleDanger?: Danger
  /** A sorrow that is heard, to be met with a sentence: filled by the incoming hook. */
  sorrow?: Danger
  /** For whom it asks, in her own words; absent where it does not say: filled by the incoming hook. */
  forWhom?: ForWhom
  /** What was searched for it already. */
  searched: Map<string, Promise<Searched>>
  /** Filled by the incoming hook when a message in words is not in French. */
  heard?: Heard
  /** Milliseconds by stage, filled on the way. */
  durationsMs: Record<string, number>
}

/** What it takes to say something to the citizen of a conversation. */
export type Speaker = Pick<
  TurnDraft,
  'conversation' | 'snapshot' | 'language' | 'say' | 'inFrench' | 'momentIn' | 'hearAspects'
>

/** A call of an agent. `subject` is what she reads of it first; the words of this turn by default. */
export interface AgentCall {
  reason: HandoffReason
  urgent: boolean
  subject?: string
  /** Nobody is there, and she waits all the same. */
  alone?: { opensAt: string | null }
}

/** What a step concluded: the outcome, what is said, and what is remembered. */
export interface Conclusion {
  outcome: Outcome
  payloads: Payload[]
  memory: DialogueMemory
  candidates?: Candidate[]
  /** What the confidence of the first candidate was before a refit; absent where no calibration for French settled it. */
  calibrated?: Calibrated
  entryId?: string
  encoderVersion?: string | null
  /** Whether French words were searched in place of the message's own. */
  translated?: boolean
  /** Whether what is said asks for a question. */
  invites?: true
  /** An agent to call once the turn is stored. */
  call?: AgentCall
  /** The answer of an entry that an agent checks before it is shown; what is said meanwhile is in `payloads`. */
  held?: { entryId: string; reply: HeldReply; seconds: number }
}

/** A step of the path of a question: concludes, or leaves the message to the next step. Steps never call each other. */
export type Step = (turn: TurnDraft, context: AssistantContext) => Promise<Conclusion | null>
