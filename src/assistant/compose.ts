import { renderAnswer } from '../content/render-answer.js'
import type { Snapshot } from '../content/snapshot.js'
import { frenchTypography } from '../content/typography.js'
import type { Entry } from '../domain/entry.js'
import type { CardAction, Choice, Payload } from '../domain/payload.js'
import type { SayHere } from './assistant-context.js'

/** The card of an entry. `unsure` puts a question before it. */
export function composeAnswer(entry: Entry, snapshot: Snapshot, say: SayHere): Payload {
  const answer = renderAnswer(entry, snapshot.commune)
  const links = answer.online.map(({ label, url }): CardAction => ({ action: 'url', label, value: url }))
  return {
    type: 'card',
    title: answer.title,
    subtitle: answer.summary,
    actions: [...links, { action: 'postback', label: say('answer.other'), value: 'none' }],
    answer,
  }
}

/** A question that asks which of several entries is meant, with a way out. */
export function composeChoice(question: string, entries: readonly Entry[], say: SayHere): Payload {
  const options = entries.map((entry): Choice => ({ label: frenchTypography(entry.title), value: `entry:${entry.id}` }))
  return { type: 'choice', text: question, options: [...options, { label: say('answer.other'), value: 'none' }] }
}

/** An offer to talk to a person, or to leave a message when nobody can talk now. */
export function composeHumanOffer(sentence: string, canTalk: boolean, say: SayHere): Payload {
  const option: Choice = canTalk
    ? { label: say('human.talk'), value: 'human' }
    : { label: say('human.leave_message'), value: 'leave-message' }
  return { type: 'choice', text: sentence, options: [option] }
}
