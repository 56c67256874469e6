import type { Message } from '../../src/platform/model/conversation.js'
import type { Outcome } from '../../src/platform/model/outcome.js'
import { type Payload, payloadText } from '../../src/platform/model/payload.js'

/** What a citizen sees after a message. */
export interface Shown {
  /** The entry that is shown first. */
  entry: string | null
  /** Entries to choose from, in their order, beside the one that is shown or alone; where a guide asks, those it leads to come first. */
  proposed: readonly string[]
  /** Whether a guide asks which case it is. */
  guided: boolean
  /** Whether a fact of the town answered, without an entry. */
  fact: boolean
  /** Whether a person is offered, or on the way. */
  person: boolean
  emergency: boolean
  /** The first text and, where a notice comes before an entry, the sentence by which the entry's card begins. */
  leads: string[]
  /** All that is said, without the sections of entries, as {@link tidy} leaves it. */
  said: string
}

/** What is known beside the replies. */
export interface Beside {
  /** Where a guide that asks leads to; `null` when none asks. */
  guideEnds: readonly string[] | null
  /** Whether an agent was asked for. */
  handoff: boolean
  /** What the turn was stored as. */
  outcome?: Outcome | undefined
}

const PERSON = ['human', 'leave-message']

/** What the replies to a message show. Pure. */
export function shownBy(replies: readonly Pick<Message, 'payload'>[], { guideEnds, handoff, outcome }: Beside): Shown {
  const payloads = replies.map(({ payload }) => payload)
  const card = payloads.find((payload) => payload.type === 'card')
  const values = payloads.flatMap(valuesOf)
  const proposed = values.flatMap((value) => (value.startsWith('entry:') ? [value.slice('entry:'.length)] : []))
  const first = payloads[0] === card ? [] : payloads.slice(0, 1)
  return {
    entry: card?.answer.entryId ?? null,
    proposed: [...new Set([...(card ? [] : (guideEnds ?? [])), ...proposed])],
    guided: !card && guideEnds !== null,
    fact: outcome === 'answered_fact',
    person: handoff || values.some((value) => PERSON.includes(value)),
    emergency: payloads.some((payload) => payload.type === 'text' && payload.emergency === true),
    leads: [...first, ...(card ? [card] : [])].map(firstText),
    said: tidy(payloads.map(payloadText).join('\n')),
  }
}

function valuesOf(payload: Payload): string[] {
  if (payload.type === 'choice') return payload.options.map(({ value }) => value)
  if (payload.type === 'card') return payload.actions.flatMap((one) => (one.action === 'postback' ? [one.value] : []))
  return []
}

function firstText(payload: Payload): string {
  return payload.type === 'card' ? payload.subtitle : payload.text
}

/** Text as patterns read it: lower case, Latin letters without marks, `8h30` for every way to write that hour, and no spaces within numbers. Pure. */
export function tidy(text: string): string {
  return text
    .normalize('NFD')
    .replace(/(\p{Script=Latin})\p{M}+/gu, '$1')
    .normalize('NFC')
    .toLowerCase()
    .replace(/[’ʼ]/g, "'")
    .replace(/[\u00a0\u202f\u2009]/g, ' ')
    .replace(/\b(\d{1,2})(?:[:.](\d\d))? ?([ap])\.?m\b\.?/g, twelveHours)
    .replace(/\b0?(\d{1,2}) ?[h:] ?(\d\d)\b|\b0?(\d{1,2})\.(\d\d)\b(?! ?€)/g, (_, h, m, hour, minutes) =>
      hourOf(h ?? hour, m ?? minutes),
    )
    .replace(/\b0?(\d{1,2}) h\b/g, '$1h')
    .replace(/(\d) (?=\d)/g, '$1')
}

function twelveHours(_: string, hours: string, minutes = '00', half: string): string {
  return hourOf(String((Number(hours) % 12) + (half === 'p' ? 12 : 0)), minutes)
}

function hourOf(hours: string, minutes: string): string {
  return `${hours}h${minutes === '00' ? '' : minutes}`
}
