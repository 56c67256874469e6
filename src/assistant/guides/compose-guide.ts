import type { Aspect } from '../../features/entries/model/aspect.js'
import { renderNote } from '../../features/entries/render/render-answer.js'
import type { Entry } from '../../platform/model/entry.js'
import {
  entriesOfGuide,
  type Guide,
  type GuideEnd,
  type GuideProgress,
  type GuideStep,
  labelsOf,
} from '../../platform/model/guide.js'
import type { CardAction, Choice, Payload } from '../../platform/model/payload.js'
import { frenchTypography } from '../../platform/text/typography.js'
import { subjectOfQuestion } from '../../search/french-analyser.js'
import { MOST_CANDIDATES_OFFERED } from '../../search/policy.js'
import type { SayHere } from '../assistant-context.js'
import { composeAnswer } from '../compose.js'
import type { Speaker } from '../turn-draft.js'

/** A question of a guide that comes next. */
export type AskedStep = Extract<GuideStep, { kind: 'ask' }>

/** Where a guide is asked: its place in it, and what to say before the question, if anything. */
export interface AskedIn {
  guide: Guide
  progress: GuideProgress
  before?: string | undefined
}

/** A question of a guide, with its buttons. A citizen who was misunderstood leaves at the first; later she can go back. */
export function composeQuestion(asked: AskedStep, { guide, progress, before }: AskedIn, say: SayHere): Payload {
  const { question, number, total } = asked
  const title = frenchTypography(guide.title)
  const begin = progress.answers.length === 0 ? say('guide.begin', { title }) : ''
  const opening = before === undefined ? begin : frenchTypography(before)
  const place = total > 1 ? say('guide.progress', { number: String(number), total: String(total) }) : ''
  const answers = question.choices.map(
    ({ value, label }): Choice => ({ label: frenchTypography(label), value: `guide:${question.slot}=${value}` }),
  )
  const start = `guide:start:${progress.entryId}` as const
  const moves: Choice[] =
    progress.answers.length === 0
      ? [{ label: say('answer.other'), value: 'none' }]
      : [
          { label: say('guide.back'), value: 'guide:back' },
          { label: say('guide.restart'), value: start },
        ]
  return {
    type: 'choice',
    text: [opening, place, frenchTypography(question.text)].filter((part) => part !== '').join(' '),
    options: [
      ...answers,
      { label: say('guide.unsure'), value: 'guide:unsure' },
      { label: say('guide.general'), value: 'guide:general' },
      ...moves,
    ],
  }
}

/** The card of an entry to which a guide led: it says which answers led there, and has a button to change them. */
export function composeEnd(
  entry: Entry,
  { guide, progress, end, asked }: { guide: Guide; progress: GuideProgress; end: GuideEnd; asked: readonly Aspect[] },
  turn: Speaker,
): Payload {
  const { snapshot, say } = turn
  const card = composeAnswer(entry, turn, asked)
  if (card.type !== 'card') return card
  const labels = labelsOf(guide, progress).map(inSentence).map(frenchTypography)
  const situation = labels.length > 0 ? say('guide.case', { answers: labels.join(' · ') }) : say('guide.no_case')
  const note = end.note === undefined ? [] : renderNote(end.note, snapshot.commune)
  const change: CardAction = {
    action: 'postback',
    label: say('guide.change'),
    value: `guide:start:${progress.entryId}`,
  }
  return {
    ...card,
    subtitle: `${card.subtitle} ${situation}.`,
    actions: withAction(card.actions, change),
    answer: { ...card.answer, guided: { situation, note } },
  }
}

/** The general answer of an entry that has a guide, with a button to enter it. */
export function composeGeneral(entry: Entry, turn: Speaker, asked: readonly Aspect[] = []): Payload {
  const card = composeAnswer(entry, turn, asked)
  if (card.type !== 'card') return card
  const open: CardAction = { action: 'postback', label: turn.say('guide.open'), value: `guide:start:${entry.id}` }
  return { ...card, actions: withAction(card.actions, open) }
}

/** "This is not my question" stays the last. */
function withAction(actions: readonly CardAction[], action: CardAction): CardAction[] {
  return [...actions.slice(0, -1), action, ...actions.slice(-1)]
}

/** A label as it reads after a colon: "un enfant", but "PACS". */
function inSentence(label: string): string {
  const [first = '', second = ''] = label
  return second === second.toLocaleUpperCase('fr') && /\p{L}/u.test(second)
    ? label
    : first.toLocaleLowerCase('fr') + label.slice(1)
}

/**
 * The entry by whose guide a message begins that names the subject of the guide and nothing else: "passeport", "ma carte d'identité". Only of a guide that leads to more
 * entries than may be proposed side by side: its question tells apart what three buttons cannot hold. French only. Pure.
 */
export function subjectGuide(entries: ReadonlyMap<string, Entry>, text: string): Entry | null {
  const subject = subjectOfQuestion(text)
  if (subject === '') return null
  const found = [...entries.values()].filter(({ guide, expired }) => {
    if (!guide || expired || entriesOfGuide(guide).size <= MOST_CANDIDATES_OFFERED) return false
    return subjectOfQuestion(subjectOf(guide.title)) === subject
  })
  const isGiven = ({ guide }: Entry) => Object.keys(guide?.given ?? {}).length > 0
  return found.find((entry) => !isGiven(entry)) ?? null
}

/** "Pacs (pacte civil de solidarité)": what stands in brackets explains the subject. */
function subjectOf(title: string): string {
  return title.split('(')[0] ?? ''
}
