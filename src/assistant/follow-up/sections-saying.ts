import { type Entry, SECTION_KEYS, type SectionKey } from '../../domain/entry.js'
import { stemsOfQuestion } from '../../retrieval/french-analyser.js'

/** Sections that are shown for a detail at most. */
const MOST_SECTIONS = 2

/**
 * The sections of an entry that say most of what a message names: "et si je suis hébergé ?" is in the papers. Those that have the most of its words, in the order of the entry; none
 * where no section has any. The text in brief is left out: it was read. French only. Pure.
 */
export function sectionsSaying(entry: Pick<Entry, 'sections' | 'title'>, text: string): SectionKey[] {
  const inTitle = new Set(stemsOfQuestion(entry.title))
  const asked = stemsOfQuestion(text).filter((stem) => !inTitle.has(stem))
  const counts = SECTION_KEYS.filter((key) => key !== 'brief').map((key) => {
    const said = new Set(stemsOfQuestion(entry.sections[key]))
    return { key, count: asked.filter((stem) => said.has(stem)).length }
  })
  const most = Math.max(...counts.map(({ count }) => count))
  const best = most === 0 ? [] : counts.filter(({ count }) => count === most).map(({ key }) => key)
  return best.length > MOST_SECTIONS ? [] : best
}
