import type { Service } from '../../../platform/model/commune.js'
import type { SayHere } from '../../../platform/model/say.js'
import { describeHours } from './describe-hours.js'

/** When a service is reached in writing and by a telephone relay, in one line: "Par écrit ou par relais téléphonique : du lundi au vendredi de 8 h 30 à 17 h."; empty when neither is declared. */
export function describeHearing({ writtenHours = {}, relayHours = {} }: Service, say: SayHere): string {
  const written = describeHours(writtenHours, say.language)
  const relay = describeHours(relayHours, say.language)
  if (written && written === relay) return say('hearing.both', { hours: written })
  const sentences = [
    written && say('hearing.written', { hours: written }),
    relay && say('hearing.relay', { hours: relay }),
  ]
  return sentences.filter(Boolean).join(' ')
}
