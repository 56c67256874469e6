import type { Commune } from '../../../platform/model/commune.js'
import { type Entry, SECTION_KEYS, type SectionKey } from '../../../platform/model/entry.js'
import type { EntryContent } from '../model/entry-record.js'

/** What an entry that was begun from another town's says where a fact of its own is to be written: "[à compléter : téléphone]". */
export const PLACE_TO_FILL = /\[à compléter[^[\]]{0,80}\]/g

/** The fields of a content that have places to fill, each with the first of them. Pure. */
export function fieldsToFill(content: EntryContent): { field: string; place: string }[] {
  return placesIn(content, [])
}

function placesIn(value: unknown, path: readonly string[]): { field: string; place: string }[] {
  if (typeof value === 'string') {
    const [place] = value.match(PLACE_TO_FILL) ?? []
    return place === undefined ? [] : [{ field: path.join('.'), place }]
  }
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, one]) => placesIn(one, [...path, name]))
}

/** How an entry says that a fact is the town's own, and not known here. */
const LEFT = /(à) préciser par la mairie( ou)?(?: par)?/gi
/** A sentence that says nothing else: "À préciser par la mairie.", "Le tarif est à préciser par la mairie." */
const BARE = /^À préciser par la mairie\.$/
const SUBJECT = /^\p{Lu}[^:;{}*]* (?:est|sont) à préciser par la mairie\.$/u
/** How a sentence begins that goes back to the subject of the one before. */
const GOES_BACK = /^(?:Ils?|Elles?|Cela|Pour l[ae]s?|\p{L}+-l(?:es?|a))\b/u
/** What is asked of the town hall, by the section that leaves it open. */
const ASKED: Record<SectionKey, string> = {
  brief: 'les règles',
  steps: 'les règles',
  papers: 'les pièces à fournir',
  cost: 'le coût',
  delay: 'le délai',
  place: 'le lieu',
  online: 'la démarche en ligne',
}
const LIST = new Intl.ListFormat('fr', { type: 'conjunction' })

/** A text of an entry in which what is left to the town is said in as few words as it can: {@link askTown} says it for all. Markdown in, Markdown out. */
export function withoutLeft(text: string): string {
  const shorter = text.split('\n').map(withoutLeftSentences).join('\n')
  return (shorter.trim() === '' ? text : shorter).replace(LEFT, '$1 voir avec la mairie$2')
}

function withoutLeftSentences(line: string): string {
  const sentences = line.split(/(?<=[.!?]) /)
  const kept = sentences.filter((sentence, index) => {
    if (BARE.test(sentence)) return false
    const isSubject = SUBJECT.test(sentence.replaceAll('{{commune.nom}}', ''))
    return !isSubject || GOES_BACK.test(sentences[index + 1] ?? '')
  })
  // A step of a list keeps more than its number.
  return kept.length === 1 && /^\d+\.$/.test(kept.join()) ? line : kept.join(' ')
}

/** Where to ask for all that some sections leave to the town, in one sentence of Markdown with the phone of the reception; empty when they leave nothing. */
export function askTown(
  { sections }: Pick<Entry, 'sections'>,
  { services, reception }: Pick<Commune, 'services' | 'reception'>,
  keys: readonly SectionKey[] = SECTION_KEYS,
): string {
  const asked = new Set(keys.filter((key) => sections[key].search(LEFT) >= 0).map((key) => ASKED[key]))
  if (asked.size === 0) return ''
  const what = `Pour connaître ${LIST.format(asked)} dans votre commune`
  return services[reception]?.telephone
    ? `${what}, appelez la mairie : {{${reception}.telephone}}.`
    : `${what}, demandez à la mairie.`
}
