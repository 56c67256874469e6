import { momentInWords } from '../features/entries/render/describe-moment.js'
import { reasonInWords } from '../features/entries/render/describe-opening.js'
import type { Availability } from '../features/handoffs/queue/availability.js'
import type { Commune } from '../platform/model/commune.js'
import type { SpokenLanguage } from '../platform/model/language.js'
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
  const opening = momentInWords(availability.opensAt, { ...at, timeZone: commune.timeZone })
  if (!availability.reason) return say('availability.closed', { opening })
  return say('availability.closed_reason', { opening, reason: reasonInWords(availability.reason, say) })
}

/** The phone of the commune's reception, as written in its file. */
export function receptionPhone(commune: Commune): string {
  return commune.services[commune.reception]?.telephone ?? ''
}
