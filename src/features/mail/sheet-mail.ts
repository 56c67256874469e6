import type { NewCommuneMail } from '../../platform/mail/mail.js'
import type { Answer } from '../../platform/model/entry.js'
import type { Language } from '../../platform/model/language.js'
import { answerInFull, type TranscriptNeeds } from './transcript-text.js'

/** A sheet for a visitor, and where it goes. */
export interface MailedSheet {
  to: string
  /** Hers, in which what is not the entry's own is said. */
  language: Language
  answer: Answer
  /** Whole address of the sheet on this server. */
  sheet: string
}

/** A sheet as a mail to a visitor: the answer whole, with its source and its date. Answers to it go to the reception. */
export function sheetMail(
  { say, communeOf, now }: TranscriptNeeds,
  communeId: string,
  { to, language, answer, sheet }: MailedSheet,
): NewCommuneMail {
  const { nom: commune, services, reception } = communeOf(communeId)
  const replyTo = services[reception]?.courriel
  const whole = answerInFull(answer, language, (key, parameters) => say(language, key, parameters))
  return {
    communeId,
    kind: 'sheet',
    to,
    ...(replyTo ? { replyTo } : {}),
    subject: `${commune}\u00a0: ${answer.title}`,
    text: [whole, say(language, 'reply.sheet', { url: sheet }), say(language, 'sheet_mail.why'), commune].join('\n\n'),
    createdAt: now().toISOString(),
  }
}
