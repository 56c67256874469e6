import type { Aspect } from '../../features/entries/model/aspect.js'
import type { Entry, SectionKey } from '../../platform/model/entry.js'
import { stemsOfQuestion } from '../../search/french-analyser.js'

/** The text in brief is left out: it was read. */
const ASPECT_OF = {
  steps: 'steps',
  papers: 'papers',
  cost: 'cost',
  delay: 'delay',
  place: 'where',
  online: 'online',
} as const satisfies Partial<Record<SectionKey, Aspect>>

/** Aspects that are shown for a detail at most. */
const MOST_ASPECTS = 2

/**
 * The aspects of an entry whose sections say most of what a message names: "et si je suis hébergé ?" is in the papers. Those that have the most of its words; none where no section has
 * any, or too many have. French only. Pure.
 */
export function aspectsSaying(entry: Pick<Entry, 'sections' | 'title'>, text: string): Aspect[] {
  const inTitle = new Set(stemsOfQuestion(entry.title))
  const asked = stemsOfQuestion(text).filter((stem) => !inTitle.has(stem))
  const counts = Object.entries(ASPECT_OF).map(([key, aspect]) => {
    const said = new Set(stemsOfQuestion(entry.sections[key as SectionKey]))
    return { aspect, count: asked.filter((stem) => said.has(stem)).length }
  })
  const most = Math.max(...counts.map(({ count }) => count))
  const best = most === 0 ? [] : counts.filter(({ count }) => count === most).map(({ aspect }) => aspect)
  return best.length > MOST_ASPECTS ? [] : best
}
