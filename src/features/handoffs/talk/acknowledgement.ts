import { DateTime } from 'luxon'
import type { NewMail } from '../../../platform/mail/mail.js'
import type { Language } from '../../../platform/model/language.js'
import { dateInWords, hourInWords } from '../../../platform/time/date-in-words.js'
import type { HandoverContext } from '../handover-context.js'

/** What is acknowledged. */
export interface Received {
  communeId: string
  language: Language
  at: Date
  reference: string
  name: string
  /** Masked. */
  text: string
}

/**
 * The acknowledgement of a message in sentences: when it came, the service that deals with it, its phone and its e-mail,
 * and what the message is not. Source of its content: article R112-11-1 of the Code des relations entre le public et
 * l'administration.
 */
export function acknowledgementText(context: HandoverContext, { communeId, language, at }: Received): string {
  const commune = context.communeOf(communeId)
  const service = commune.services[commune.reception]
  const received = DateTime.fromJSDate(at, { zone: commune.timeZone })
  const parts = {
    date: dateInWords(received, language),
    time: hourInWords(received, language),
    service: service?.nom ?? commune.nom,
    phone: service?.telephone ?? '',
    email: service?.courriel ?? '',
  }
  return `${context.say(language, 'acknowledgement.received', parts)} ${context.say(language, 'acknowledgement.scope')}`
}

/** The acknowledgement as a mail, with the message that it acknowledges. */
export function acknowledgementMail(context: HandoverContext, received: Received, to: string): NewMail {
  const { communeId, language, at, reference, name, text } = received
  const { nom: commune, services, reception } = context.communeOf(communeId)
  const say = (key: Parameters<typeof context.say>[1]) => context.say(language, key, { name, reference, commune })
  const paragraphs = [
    say('acknowledgement.hello'),
    say('acknowledgement.reference'),
    acknowledgementText(context, received),
    say('acknowledgement.message'),
    text,
    say('acknowledgement.automatic'),
    commune,
  ]
  const replyTo = services[reception]?.courriel
  return {
    kind: 'acknowledgement',
    to,
    ...(replyTo ? { replyTo } : {}),
    subject: say('acknowledgement.subject'),
    text: paragraphs.join('\n\n'),
    createdAt: at.toISOString(),
  }
}
