import { DateTime } from 'luxon'
import type { Commune } from '../../../platform/model/commune.js'
import { isInterfaceLanguage } from '../../../platform/model/language.js'
import type { SayHere } from '../../../platform/model/say.js'
import { serviceOf } from '../../../platform/model/service-of.js'
import { type Block, frenchSpans } from '../../../platform/text/rich-text.js'
import { documentDateInWords } from '../../../platform/time/date-in-words.js'
import type { Answer, Entry, Expiry } from '../model/entry.js'
import { renderNote } from './render-answer.js'
import { titleIn } from './translation-of.js'
import { frenchTypography } from './typography.js'

/** What is left of an entry that may not be shown: why, its links, and the service to ask. Not a word of its answer. */
export function renderExpired(entry: Entry & { expired: Expiry }, commune: Commune, say: SayHere): Answer {
  const told = isInterfaceLanguage(say.language) ? say.language : 'fr'
  const typeset = told === 'fr' ? frenchTypography : (text: string) => text
  const day = entry.expired === 'over' ? entry.validUntil : entry.validFrom
  const date = day === undefined ? '' : documentDateInWords(DateTime.fromISO(day), told)
  const { title } = titleIn(entry, say.language)
  return {
    entryId: entry.id,
    title: typeset(title),
    summary: typeset(say(`expired.${entry.expired}`, { date })),
    sections: [
      { key: 'place', title: typeset(say('section.place')), blocks: contactOf(entry, commune, told === 'fr') },
    ],
    simple: null,
    online: entry.online.map(({ label, url }, index) => ({
      label: labelOf(entry, say, index) ?? frenchTypography(label),
      url,
    })),
    source: { ...entry.source, name: frenchTypography(entry.source.name) },
    verifiedAt: entry.verifiedAt,
    ...(told === 'fr' ? {} : { language: told }),
    expired: entry.expired,
  }
}

function labelOf(entry: Entry, { language }: SayHere, index: number): string | undefined {
  return isInterfaceLanguage(language) ? entry.translations?.[language]?.online[index] : undefined
}

/** The service that keeps the entry true, or the reception where the commune has none of that name. */
function contactOf({ owner }: Entry, commune: Commune, isFrench: boolean): Block[] {
  const service = serviceOf(commune, owner) ? owner : commune.reception
  const fields = ['nom', 'adresse', 'telephone', 'courriel', 'horaires']
  const items = fields
    .filter((field) => fieldOf(commune, service, field) !== '')
    .map((field) => `- {{${service}.${field}}}`)
  const blocks = renderNote(items.join('\n'), commune)
  return isFrench ? blocks : blocks.map(frenchSpans)
}

function fieldOf({ services }: Commune, id: string, field: string): string {
  const service = services[id]
  if (!service || field === 'horaires') return service && Object.keys(service.hours).length > 0 ? 'horaires' : ''
  return String(service[field as 'nom'] ?? '')
}
