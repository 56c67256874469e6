import { type Aspect, SAID_OF } from '../features/entries/model/aspect.js'
import { answerIn } from '../features/entries/render/answer-in.js'
import { describeServicesOf } from '../features/entries/render/describe-service.js'
import { titleIn } from '../features/entries/render/translation-of.js'
import { type Commune, serviceOf } from '../platform/model/commune.js'
import type { Answer, Entry } from '../platform/model/entry.js'
import type { Language, RecognisedLanguage } from '../platform/model/language.js'
import type { CardAction, Choice, Payload } from '../platform/model/payload.js'
import { phoneToDial } from '../platform/text/phone-number.js'
import { blocksToText } from '../platform/text/rich-links.js'
import { frenchTypography } from '../platform/text/typography.js'
import type { SayHere } from './assistant-context.js'
import { type Distinction, fitInQuestion, type TellApart } from './tell-apart.js'
import type { TurnDraft } from './turn-draft.js'

/**
 * The card of an entry, translated where there is a current translation, with the services that it sends to as they are at a moment; of one that has expired, where to ask.
 * @param asked what was asked of it, which is said first
 */
export function composeAnswer(
  entry: Entry,
  { snapshot, say, language, momentIn }: Pick<TurnDraft, 'snapshot' | 'say' | 'language' | 'momentIn'>,
  asked: readonly Aspect[] = [],
): Payload {
  const answer = answerIn(entry, snapshot.commune, { say, now: momentIn(language).now, asked })
  const calls = (entry.office?.phones ?? []).map(({ number }) => callTo(say('office.call', { number }), number))
  const links = linksOf(answer)
  const phone = calls.length + links.length > 0 || answer.expired ? [] : phoneOf(entry, snapshot.commune, say)
  const { appointment } = answer
  const booking: CardAction[] = appointment ? [{ action: 'url', label: appointment.label, value: appointment.url }] : []
  const help: CardAction[] =
    links.length > 0 ? [{ action: 'postback', label: say('digital_help.button'), value: 'digital-help' }] : []
  const human: CardAction[] = answer.expired ? [{ action: 'postback', label: say('human.talk'), value: 'human' }] : []
  return {
    type: 'card',
    title: answer.title,
    subtitle: blocksToText(answer.lead ?? []) || answer.summary,
    actions: [
      ...booking,
      ...calls,
      ...links,
      ...phone,
      ...human,
      ...help,
      { action: 'postback', label: say('answer.other'), value: 'none' },
    ],
    answer,
    openings: describeServicesOf(entry, snapshot.commune, momentIn(language)),
  }
}

/** The online services of an answer. Under a short translation their names stay French. */
function linksOf({ online, language = 'fr', sections }: Answer): CardAction[] {
  const isFrench = language !== 'fr' && sections.some((section) => section.language === 'fr')
  return online.map(({ label, url }) => ({
    action: 'url',
    label,
    value: url,
    ...(isFrench ? { language: 'fr' as const } : {}),
  }))
}

/** Of what is not done online, the number to ring, where the commune's own service does it and has one. */
function phoneOf({ owner, who }: Entry, commune: Commune, say: SayHere): CardAction[] {
  const phone = who === 'commune' ? serviceOf(commune, owner)?.telephone : undefined
  return phone ? [callTo(say('answer.call', { phone: frenchTypography(phone) }), phone)] : []
}

function callTo(label: string, phone: string): CardAction {
  return { action: 'url', label, value: `tel:${phoneToDial(phone)}` }
}

/** The same card, of an entry that says something of what is asked; `null` where it says nothing of it. */
export function composeAspects(
  entry: Entry,
  aspects: readonly Aspect[],
  turn: Pick<TurnDraft, 'snapshot' | 'say' | 'language' | 'momentIn'>,
): Payload | null {
  const card = composeAnswer(entry, turn, aspects)
  return saysShortly(entry, aspects) || (card.type === 'card' && card.answer.asked) ? card : null
}

/** Whether an entry has a short text of something that is asked. Pure. */
export function saysShortly({ short: texts }: Entry, aspects: readonly Aspect[]): boolean {
  return aspects.some((aspect) => {
    const { short } = SAID_OF[aspect]
    return short !== null && texts?.[short] !== undefined
  })
}

/** A question that asks which of several entries is meant, with a way out. */
export function composeChoice(question: string, entries: readonly Entry[], say: SayHere): Payload {
  const options = entries.map((entry) => entryChoice(entry, say))
  return { type: 'choice', text: question, options: [...options, { label: say('answer.other'), value: 'none' }] }
}

/** Entries beside an answer: nothing is asked, and no way out is needed. */
export function composeMore(text: string, entries: readonly Entry[], say: SayHere): Payload {
  return { type: 'choice', text, options: entries.map((entry) => entryChoice(entry, say)) }
}

/** The button of an entry, whose label is French where there is no current translation. */
function entryChoice(entry: Entry, say: SayHere): Choice {
  const { label, language } = labelIn(entry, say.language)
  return { label, value: `entry:${entry.id}`, ...(language === say.language ? {} : { language }) }
}

/** The title of an entry as it is read in a language, and the language that it is in: French where there is no current translation. */
export function labelIn(entry: Entry, spoken: RecognisedLanguage): { label: string; language: RecognisedLanguage } {
  const { title, language } = titleIn(entry, spoken)
  return { label: language === 'fr' ? frenchTypography(title) : title, language }
}

/**
 * A question that tells entries apart: what they have in common is said once, and the buttons have what differs. Titles are French: elsewhere
 * they stay whole, and so does the single one of which the assistant is not sure.
 */
export function composeClarification(
  entries: readonly Entry[],
  language: Language,
  { say, tellApart }: { say: SayHere; tellApart: TellApart },
): Payload {
  if (entries.length === 1) return composeChoice(say('answer.unsure'), entries, say)
  const distinction = tellApart(entries)
  const titled =
    language === 'fr'
      ? entries.map((entry, index) => ({ ...entry, title: distinction.labels[index] ?? entry.title }))
      : entries
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
