import type { EntriesKey, EntriesWords } from './entries-words.js'

/** Fields whose key is not made from their path. */
const NAMES: Record<string, EntriesKey> = {
  'source.name': 'field.sourceName',
  'source.url': 'field.sourceUrl',
  'source.licence': 'field.licence',
  'source.date': 'field.sourceDate',
  questions: 'group.questions',
  fromCitizens: 'field.fromCitizens',
  online: 'group.online',
  toCheck: 'group.toCheck',
}

/** The name of a field by its path, as the editor calls it: "Étapes", "Liens en ligne, 2", "Traduction (en)". */
export function fieldInWords(field: string, { say, has }: EntriesWords): string {
  const [room = '', ...rest] = field.split('.')
  if (room === 'translations')
    return say('field.translation', { language: rest[0] ?? '', field: rest.slice(1).join('.') })
  if (room === 'sections') {
    const key = `section.${rest[0]}`
    return has(key) ? say(key) : field
  }
  if (room === 'guide') return guideFieldInWords(rest, say)
  const known = NAMES[field] ?? NAMES[room] ?? `field.${room}`
  const name = has(known) ? say(known) : field
  const place = rest.find((part) => /^\d+$/.test(part))
  return place === undefined ? name : say('field.numbered', { name, number: Number(place) + 1 })
}

/** A part of the guide: "Parcours guidé, question 2", "Parcours guidé, cas 3". */
function guideFieldInWords([part = '', place]: string[], say: EntriesWords['say']): string {
  const number = Number(place) + 1
  if (part === 'questions') return place === undefined ? say('guide.questions') : say('guide.questionAt', { number })
  if (part === 'branches') return place === undefined ? say('guide.branches') : say('guide.branchAt', { number })
  return say(part === 'otherwise' ? 'guide.otherwise' : 'group.guide')
}
