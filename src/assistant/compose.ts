import { describeServicesOf } from '../content/describe-service.js'
import { renderAnswer } from '../content/render-answer.js'
import { frenchTypography } from '../content/typography.js'
import type { Entry } from '../domain/entry.js'
import type { Language } from '../domain/language.js'
import type { CardAction, Choice, Payload } from '../domain/payload.js'
import type { SayHere } from './assistant-context.js'
import { type Distinction, fitInQuestion, tellApart } from './tell-apart.js'
import type { TurnDraft } from './turn-draft.js'

/** The card of an entry, with the services that it sends to as they are at a moment. */
export function composeAnswer(
  entry: Entry,
  { snapshot, say, language, momentIn }: Pick<TurnDraft, 'snapshot' | 'say' | 'language' | 'momentIn'>,
): Payload {
  const answer = renderAnswer(entry, snapshot.commune)
  const links = answer.online.map(({ label, url }): CardAction => ({ action: 'url', label, value: url }))
  const help: CardAction[] =
    links.length > 0 ? [{ action: 'postback', label: say('digital_help.button'), value: 'digital-help' }] : []
  return {
    type: 'card',
    title: answer.title,
    subtitle: answer.summary,
    actions: [...links, ...help, { action: 'postback', label: say('answer.other'), value: 'none' }],
    answer,
    openings: describeServicesOf(entry, snapshot.commune, momentIn(language)),
  }
}

/** A question that asks which of several entries is meant, with a way out. */
export function composeChoice(question: string, entries: readonly Entry[], say: SayHere): Payload {
  const options = entries.map((entry): Choice => ({ label: frenchTypography(entry.title), value: `entry:${entry.id}` }))
  return { type: 'choice', text: question, options: [...options, { label: say('answer.other'), value: 'none' }] }
}

/**
 * A question that tells entries apart: what they have in common is said once, and the buttons have what differs. Titles are French: elsewhere
 * they stay whole, and so does the single one of which the assistant is not sure.
 */
export function composeClarification(entries: readonly Entry[], language: Language, say: SayHere): Payload {
  if (entries.length === 1) return composeChoice(say('answer.unsure'), entries, say)
  const distinction = tellApart(entries)
  const labels = language === 'fr' ? distinction.labels : entries.map(({ title }) => title)
  const titled = entries.map((entry, index) => ({ ...entry, title: labels[index] ?? entry.title }))
  return composeChoice(askApart(distinction, language, say), titled, say)
}

function askApart(distinction: Distinction, language: Language, say: SayHere): string {
  if (distinction.kind === 'topics') {
    const [first = '', second = ''] = distinction.categories.map((category) => say(`category.${category}`))
    return say('clarification.topics', { first, second })
  }
  if (distinction.kind === 'titles' || language !== 'fr') return say('clarification')
  const { subject } = distinction
  if (distinction.kind === 'subject' || !fitInQuestion(distinction.endings))
    return say('clarification.subject', { subject })
  const endings = new Intl.ListFormat(language, { type: 'disjunction' }).format(distinction.endings)
  return say('clarification.endings', { subject, endings })
}

/** An offer to talk to a person, or to leave a message when nobody can talk now. */
export function composeHumanOffer(sentence: string, canTalk: boolean, say: SayHere): Payload {
  const option: Choice = canTalk
    ? { label: say('human.talk'), value: 'human' }
    : { label: say('human.leave_message'), value: 'leave-message' }
  return { type: 'choice', text: sentence, options: [option] }
}
