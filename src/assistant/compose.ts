import { answerIn } from '../content/answer-in.js'
import { describeServicesOf } from '../content/describe-service.js'
import { askTown } from '../content/left-to-town.js'
import { renderNote } from '../content/render-answer.js'
import { titleIn } from '../content/translation-of.js'
import { frenchTypography } from '../content/typography.js'
import type { Entry, SectionKey } from '../domain/entry.js'
import type { Language } from '../domain/language.js'
import type { CardAction, Choice, Payload } from '../domain/payload.js'
import { phoneToDial } from '../domain/phone-number.js'
import { blocksToText } from '../domain/rich-text.js'
import type { SayHere } from './assistant-context.js'
import { type Distinction, fitInQuestion, tellApart } from './tell-apart.js'
import type { TurnDraft } from './turn-draft.js'

/** The card of an entry, translated where there is a current translation, with the services that it sends to as they are at a moment; of one that has expired, where to ask. */
export function composeAnswer(
  entry: Entry,
  { snapshot, say, language, momentIn }: Pick<TurnDraft, 'snapshot' | 'say' | 'language' | 'momentIn'>,
): Payload {
  const answer = answerIn(entry, snapshot.commune, say)
  const calls = (entry.office?.phones ?? []).map(
    ({ number }): CardAction => ({
      action: 'url',
      label: say('office.call', { number }),
      value: `tel:${phoneToDial(number)}`,
    }),
  )
  const links = answer.online.map(({ label, url }): CardAction => ({ action: 'url', label, value: url }))
  const help: CardAction[] =
    links.length > 0 ? [{ action: 'postback', label: say('digital_help.button'), value: 'digital-help' }] : []
  const human: CardAction[] = answer.expired ? [{ action: 'postback', label: say('human.talk'), value: 'human' }] : []
  return {
    type: 'card',
    title: answer.title,
    subtitle: answer.summary,
    actions: [...calls, ...links, ...human, ...help, { action: 'postback', label: say('answer.other'), value: 'none' }],
    answer,
    openings: describeServicesOf(entry, snapshot.commune, momentIn(language)),
  }
}

/**
 * The card of an entry with some of its sections only, and a button for the whole; `null` when it has none of them.
 */
export function composeSections(
  entry: Entry,
  keys: readonly SectionKey[],
  turn: Pick<TurnDraft, 'snapshot' | 'say' | 'language' | 'momentIn'>,
): Payload | null {
  const card = composeAnswer(entry, turn)
  if (card.type !== 'card') return null
  const sections = card.answer.sections.filter(({ key, blocks }) => keys.includes(key) && blocks.length > 0)
  const [last] = sections.slice(-1)
  if (!last) return null
  const isOwn = !entry.quoted && card.answer.language === undefined && !keys.includes('place')
  const toAsk = isOwn ? renderNote(askTown(entry, turn.snapshot.commune, keys), turn.snapshot.commune) : []
  const said = [...sections.slice(0, -1), { ...last, blocks: [...last.blocks, ...toAsk] }]
  const whole: CardAction = { action: 'postback', label: turn.say('answer.whole'), value: `entry:${entry.id}` }
  const others = card.actions.filter(({ value }) => value === 'none' || keys.includes('online'))
  return {
    ...card,
    subtitle: said.map(({ title, blocks }) => `${title} : ${blocksToText(blocks)}`).join('\n'),
    actions: [whole, ...others],
    answer: { ...card.answer, summary: '', simple: null, sections: said, part: true },
  }
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
  const { title, language } = titleIn(entry, say.language)
  const label = language === 'fr' ? frenchTypography(title) : title
  return { label, value: `entry:${entry.id}`, ...(language === say.language ? {} : { language }) }
}

/**
 * A question that tells entries apart: what they have in common is said once, and the buttons have what differs. Titles are French: elsewhere
 * they stay whole, and so does the single one of which the assistant is not sure.
 */
export function composeClarification(entries: readonly Entry[], language: Language, say: SayHere): Payload {
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
