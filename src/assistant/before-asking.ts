import { type Aspect, SAID_OF } from '../features/entries/model/aspect.js'
import { answerIn } from '../features/entries/render/answer-in.js'
import { nameIn } from '../features/entries/render/render-office.js'
import type { Entry } from '../platform/model/entry.js'
import type { Payload } from '../platform/model/payload.js'
import type { Probability } from '../platform/model/turn.js'
import { blocksToText } from '../platform/text/rich-links.js'
import { labelIn, saysShortly } from './compose.js'
import type { Speaker } from './turn-draft.js'

/** What is meant is taken to be another office's, as likely as not, from here on. */
const PROBABLY: Probability = 0.5

/** Entries of which one is probably meant, best first, and what is asked of it. */
export interface ProposedCandidates {
  entries: readonly Entry[]
  /** How likely each is the one, in their order; empty where nobody reckoned it. */
  confidences: readonly Probability[]
  aspects: readonly Aspect[]
}

/**
 * What can be said already before which entry is meant is asked: what each says of what was asked ("Perdue : 25 €. À renouveler : gratuit."), or which offices probably
 * look after it. Where several say the same, it is said once.
 * @returns text with its line breaks; empty where there is nothing to say
 */
export function beforeAsking({ entries, confidences, aspects }: ProposedCandidates, turn: Speaker): string {
  const asked = aspects.filter((aspect) => SAID_OF[aspect].short !== null)
  const said = asked.length > 0 ? saidOfEach(entries, asked, turn) : ''
  if (said !== '') return said
  const isOffice = entries.reduce((sum, { office }, i) => sum + (office ? (confidences[i] ?? 0) : 0), 0)
  return isOffice >= PROBABLY ? officesOf(entries, turn) : ''
}

/** A question, after what is said before it, on lines of its own. */
export function saidBefore<P extends Payload>(question: P, said: string): P {
  return said === '' || question.type === 'card' ? question : { ...question, text: `${said}\n${question.text}` }
}

function saidOfEach(entries: readonly Entry[], aspects: readonly Aspect[], turn: Speaker): string {
  const { snapshot, say, language } = turn
  const titles = new Map<string, string[]>()
  for (const entry of entries) {
    if (!saysShortly(entry, aspects)) continue
    const answer = answerIn(entry, snapshot.commune, { say, now: turn.momentIn(language).now, asked: aspects })
    // What is not in the language that is spoken is read on its card.
    if ((answer.language ?? 'fr') !== language) continue
    const text = blocksToText(answer.lead ?? [])
    if (text !== '') titles.set(text, [...(titles.get(text) ?? []), labelIn(entry, language).label])
  }
  const list = new Intl.ListFormat(language, { type: 'conjunction' })
  const line = (title: string, text: string) =>
    title.endsWith('?') ? `${title} ${text}` : say('clarification.each', { title, text })
  const lines = [...titles].map(([text, named]) => line(list.format(named), text))
  return lines.length > 1 ? lines.map((one) => `• ${one}`).join('\n') : lines.join('')
}

function officesOf(entries: readonly Entry[], { say, language }: Speaker): string {
  const names = entries.flatMap((entry) => (entry.office ? [nameIn({ ...entry, office: entry.office }, language)] : []))
  return say('clarification.office', { names: new Intl.ListFormat(language, { type: 'disjunction' }).format(names) })
}
