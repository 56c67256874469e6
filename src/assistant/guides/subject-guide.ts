import type { Entry } from '../../features/entries/model/entry.js'
import { entriesOfGuide } from '../../features/guides/guide.js'
import { subjectOfQuestion } from '../../search/french-analyser.js'
import { MOST_CHOICES } from '../../search/policy.js'

/**
 * The entry by whose guide a message begins that names the subject of the guide and nothing else: "passeport", "ma carte d'identité". Only of a guide that leads to more
 * entries than may be proposed side by side: its question tells apart what three buttons cannot hold. French only. Pure.
 */
export function subjectGuide(entries: ReadonlyMap<string, Entry>, text: string): Entry | null {
  const subject = subjectOfQuestion(text)
  if (subject === '') return null
  const found = [...entries.values()].filter(({ guide, expired }) => {
    if (!guide || expired || entriesOfGuide(guide).size <= MOST_CHOICES) return false
    return subjectOfQuestion(subjectOf(guide.title)) === subject
  })
  const isGiven = ({ guide }: Entry) => Object.keys(guide?.given ?? {}).length > 0
  return found.find((entry) => !isGiven(entry)) ?? null
}

/** "Pacs (pacte civil de solidarité)": what stands in brackets explains the subject. */
function subjectOf(title: string): string {
  return title.split('(')[0] ?? ''
}
