import type { EntriesKey, EntriesWords } from './entry-states.js'

/** Fields whose key is not made from their path. */
const NAMES: Record<string, EntriesKey> = {
  'source.name': 'field.sourceName',
  'source.url': 'field.sourceUrl',
  'source.licence': 'field.licence',
  'source.date': 'field.sourceDate',
  questions: 'group.questions',
  fromCitizens: 'field.fromCitizens',
  online: 'field.online',
  attachments: 'group.attachments',
  toCheck: 'group.toCheck',
}

/** The name of a field by its path, as the editor calls it: "Étapes", "Liens en ligne, 2", "Traduction (anglais), Titre". */
export function fieldInWords(field: string, words: EntriesWords): string {
  const { say, has, language } = words
  const [room = '', ...rest] = field.split('.')
  if (room === 'translations') {
    const [spoken = '', ...inner] = rest
    const name = new Intl.DisplayNames([language], { type: 'language' }).of(spoken) ?? spoken
    return say('field.translation', { language: name, field: translatedInWords(inner.join('.'), words) })
  }
  if (room === 'sections' || room === 'short') {
    const key = `${room === 'short' ? 'short' : 'section'}.${rest[0]}`
    return has(key) ? say(key) : field
  }
  if (room === 'guide') return guideFieldInWords(rest, say)
  const known = NAMES[field] ?? NAMES[room] ?? `field.${room}`
  const name = has(known) ? say(known) : field
  const place = rest.find((part) => /^\d+$/.test(part))
  return place === undefined ? name : say('field.numbered', { name, number: Number(place) + 1 })
}

/** A part of a translation, as the French one is called. */
function translatedInWords(field: string, words: EntriesWords): string {
  const key = `translations.${field}`
  return words.has(key) ? words.say(key) : fieldInWords(field, words)
}

/** A part of the guide: "Parcours guidé, question 2", "Parcours guidé, cas 3". */
function guideFieldInWords([part = '', place]: string[], say: EntriesWords['say']): string {
  const number = Number(place) + 1
  if (part === 'questions') return place === undefined ? say('guide.questions') : say('guide.questionAt', { number })
  if (part === 'branches') return place === undefined ? say('guide.branches') : say('guide.branchAt', { number })
  return say(part === 'otherwise' ? 'guide.otherwise' : 'group.guide')
}
