import type { Block, Span } from '../text/rich-links.js'
import type { ServiceNow } from '../time/service-now.js'
import type { Answer } from './entry.js'
import type { RecognisedLanguage } from './language.js'

/**
 * What a choice or a card's button sends back. `entry:<id>` opens an entry, `street:<key>` says which street is meant, `human` asks for an agent, `none` says that no proposal fits,
 * `digital-help` that she cannot manage online, `still-here` that she still follows a talk with an agent, and `guide:…` is a {@link GuideMove}.
 */
export type ChoiceValue =
  | `entry:${string}`
  | `street:${string}`
  | GuideMove
  | 'human'
  | 'none'
  | 'leave-message'
  | 'callback'
  | 'wait'
  | 'continue'
  | 'digital-help'
  | 'still-here'

/** A move in a guide: `guide:<slot>=<value>` answers a question, `guide:start:<entry>` asks again from the first one, and the others are commands. */
export type GuideMove =
  | `guide:${string}=${string}`
  | `guide:start:${string}`
  | 'guide:back'
  | 'guide:unsure'
  | 'guide:general'

/** A button of a `choice`. */
export interface Choice {
  label: string
  value: ChoiceValue
  /** The language of the label, when it is not that of the message. */
  language?: RecognisedLanguage
}

/** Notices of the system that the widget and the console may show in their own way. */
export const SYSTEM_EVENTS = [
  'handoff_requested',
  'agent_joined',
  'agent_changed',
  'agent_back_later',
  'handoff_resolved',
  'handoff_expired',
  'handoff_cancelled',
  'message_left',
  'callback_requested',
  'call_missed',
  'agent_lost',
  'citizen_asked',
  'citizen_silent',
  'nobody_there',
  'somebody_back',
  'answer_held',
  'answer_verified',
  'answer_chosen',
  'answer_unverified',
  'answer_refused',
] as const
/** One of {@link SYSTEM_EVENTS}. */
export type SystemEvent = (typeof SYSTEM_EVENTS)[number]

/**
 * The content of a message, in Botpress's vocabulary (`text`, `choice`, `card`). `answer`, `openings`, `event` and `blocks` (the text with its lists and links) are additions
 * that a plain Botpress client may ignore: the text stands alone. `openings` are the services of the answer as they were when it was given.
 */
export type Payload =
  | { type: 'text'; text: string; event?: SystemEvent; emergency?: boolean; blocks?: Block[] }
  | { type: 'choice'; text: string; options: Choice[]; event?: SystemEvent }
  | { type: 'card'; title: string; subtitle: string; actions: CardAction[]; answer: Answer; openings?: ServiceNow[] }

/** A button of a card, as in Botpress: `url` opens a page or calls a number, `postback` sends a {@link ChoiceValue}. */
export type CardAction =
  | {
      action: 'url'
      label: string
      value: string /** Of the label, where it is not that of the answer. */
      language?: 'fr'
    }
  | { action: 'postback'; label: string; value: ChoiceValue }

/** The plain text of a payload, of a card what answers first: for screen readers, transcripts and the agent's list. */
export function payloadText(payload: Payload): string {
  return payload.type === 'card' ? `${payload.subtitle} ${payload.title}` : payload.text
}

/** The papers of a section, in order: the items of its lists. Their places in this order are how boxes are counted everywhere. */
export function papersIn(blocks: readonly Block[]): Span[][] {
  return blocks.flatMap((block) => (block.kind === 'list' ? block.items : []))
}
