import { DateTime } from 'luxon'
import { clock } from '../content/describe-hours.js'
import type { Commune } from '../domain/commune.js'
import type { SpokenLanguage } from '../domain/language.js'
import type { Availability } from '../handover/availability.js'
import type { SayHere } from './assistant-context.js'

/** The availability of the reception in one sentence, with the next opening when it is closed. */
export function describeAvailability(
  availability: Availability,
  at: { commune: Commune; now: Date; language: SpokenLanguage; say: SayHere },
): string {
  const { commune, say } = at
  if (availability.canTalk) return say('availability.can_talk')
  if (availability.open) return say('availability.busy', { phone: receptionPhone(commune) })
  if (!availability.opensAt) return say('availability.closed_unknown')
  const opening = describeOpening(availability.opensAt, at)
  return availability.reason
    ? say('availability.closed_reason', { opening, reason: availability.reason })
    : say('availability.closed', { opening })
}

/** The phone of the commune's reception, as written in its file. */
export function receptionPhone(commune: Commune): string {
  return commune.services[commune.reception]?.telephone ?? ''
}

function describeOpening(
  opensAt: string,
  { commune, now, language, say }: { commune: Commune; now: Date; language: SpokenLanguage; say: SayHere },
): string {
  const opening = DateTime.fromISO(opensAt, { zone: commune.timeZone }).reconfigure({
    locale: language,
    numberingSystem: 'latn',
  })
  const today = DateTime.fromJSDate(now, { zone: commune.timeZone }).startOf('day')
  const days = Math.round(opening.startOf('day').diff(today, 'days').days)
  const time = language === 'fr' ? clock(opening.toFormat('HH:mm')) : opening.toFormat('HH:mm')
  if (days === 0) return say('opening.today', { time })
  if (days === 1) return say('opening.tomorrow', { time })
  const date = opening.toFormat(days < 300 ? 'cccc d MMMM' : 'cccc d MMMM yyyy')
  return say('opening.date', { date: language === 'fr' ? `le ${date.replace(/\b1 (?=\p{L})/u, '1er ')}` : date, time })
}
