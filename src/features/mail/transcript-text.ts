import { DateTime } from 'luxon'
import type { NewMail } from '../../platform/mail/mail.js'
import type { Commune } from '../../platform/model/commune.js'
import type { Conversation, Message } from '../../platform/model/conversation.js'
import type { Answer } from '../../platform/model/entry.js'
import type { Language } from '../../platform/model/language.js'
import type { Payload } from '../../platform/model/payload.js'
import type { Say } from '../../platform/model/say.js'
import { blocksToText } from '../../platform/text/rich-links.js'
import { dateInWords, documentDateInWords, hourInWords } from '../../platform/time/date-in-words.js'

/** What writes a conversation out. */
export interface TranscriptNeeds {
  say: Say
  communeOf: (communeId: string) => Commune
  now: () => Date
}

/** Says a sentence in the language of the conversation. */
type SayHere = (key: Parameters<Say>[1], parameters?: Record<string, string>) => string

/**
 * A conversation as plain text, to keep: who said what and when, in the time of the commune, answers whole with their
 * source and its date. Texts are as they were stored: masked.
 */
export function transcriptText(
  { say, communeOf }: Omit<TranscriptNeeds, 'now'>,
  { communeId, language }: Conversation,
  messages: readonly Message[],
): string {
  const commune = communeOf(communeId)
  const here: SayHere = (key, parameters) => say(language, key, parameters)
  const parts = [here('transcript.title', { commune: commune.nom })]
  let day = ''
  for (const message of messages) {
    const at = DateTime.fromISO(message.at, { zone: commune.timeZone })
    const date = dateInWords(at, language)
    if (date !== day) parts.push(here('transcript.date', { date }))
    day = date
    const line = { time: hourInWords(at, language), author: authorOf(message, commune, here) }
    parts.push(`${here('transcript.line', line)}\n${payloadInFull(message.payload, language, here)}`)
  }
  return `${[...parts, here('transcript.footer')].join('\n\n')}\n`
}

/** A conversation as a mail to its citizen. */
export function transcriptMail(
  context: TranscriptNeeds,
  conversation: Conversation,
  { messages, to }: { messages: readonly Message[]; to: string },
): NewMail {
  const { communeId, language, createdAt } = conversation
  const commune = context.communeOf(communeId)
  const date = dateInWords(DateTime.fromISO(createdAt, { zone: commune.timeZone }), language)
  return {
    kind: 'transcript',
    to,
    subject: context.say(language, 'transcript.subject', { commune: commune.nom, date }),
    text: transcriptText(context, conversation, messages),
    createdAt: context.now().toISOString(),
  }
}

function authorOf({ author, authorName }: Message, { nom }: Commune, say: SayHere): string {
  return author === 'agent' ? [authorName, nom].filter(Boolean).join(', ') : say(`transcript.${author}`)
}

function payloadInFull(payload: Payload, language: Language, say: SayHere): string {
  if (payload.type === 'card') return answerInFull(payload.answer, language, say)
  if (payload.type === 'choice') return [payload.text, ...payload.options.map(({ label }) => `- ${label}`)].join('\n')
  return payload.text
}

/** An answer whole, as plain text: with its source and its date. */
export function answerInFull(answer: Answer, language: Language, say: SayHere): string {
  const { title, guided, summary, lead, sections, online, appointment, source, verifiedAt, oldSource } = answer
  const { translation = '' } = answer
  const date = (iso: string) => documentDateInWords(DateTime.fromISO(iso.slice(0, 10)), language)
  const said = lead ? blocksToText(lead) : summary
  const rest = said === summary ? '' : summary
  const opening = [said, title, ...(guided ? [guided.situation, blocksToText(guided.note)] : []), rest, translation]
  return [
    ...opening.filter((line) => line !== ''),
    ...sections.flatMap(({ title: heading, blocks }) => {
      const text = blocksToText(blocks)
      return text === '' ? [] : [`${heading}\n${text}`]
    }),
    ...[...(appointment ? [appointment] : []), ...online].map((link) => say('transcript.link', { ...link })),
    say('transcript.source', { source: [source.name, source.url].filter(Boolean).join(', '), date: date(source.date) }),
    verifiedAt ? say('transcript.verified', { date: date(verifiedAt) }) : say('transcript.unverified'),
    ...(oldSource ? [oldSource.text] : []),
  ].join('\n')
}
