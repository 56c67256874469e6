import type { SearchDocument } from '../../src/search/analysed-document.js'
import type { Calibration } from '../../src/search/calibration.js'
import type { Encoder } from '../../src/search/encoder.js'
import { buildSearchIndex, type SearchIndex } from '../../src/search/search-index.js'
import { ask, type Fate } from './ask-base.js'
import type { Asking, Mend } from './plan-mends.js'

/** What is mended: entries, their index, and what that was built with. */
export interface MendedBase {
  documents: readonly SearchDocument[]
  index: SearchIndex
  encoder: Encoder
  calibration: Calibration
}

/** A question that was asked again, and what it got. */
export interface Again extends Asking {
  /** Id of the mend for which it was asked. */
  mend: string
  /** The mended entry. */
  entry: string
  fate: Fate
}

/** What some mends gave. */
export interface Mended {
  again: Again[]
  /** What each index took until it could be asked: wall clock and processor, ms. */
  builds: { wallMs: number; cpuMs: number }[]
}

/** Asks all that belongs to the mends of the base as it is, without any. */
export async function measureUnmended({ index }: MendedBase, mends: readonly Mend[]): Promise<Mended> {
  return { again: await askAgain(index, mends), builds: [] }
}

/**
 * Mends the base, `together` questions at a time, each time from the base as it was: adds each question to its entry, builds the index from the former one as a
 * publication does, and asks again. What is new is embedded each time: no cache is read.
 * @param onMended called with mends measured and mends to measure
 */
export async function measureMends(
  base: MendedBase,
  mends: readonly Mend[],
  { together, onMended = () => {} }: { together: number; onMended?: (done: number, total: number) => void },
): Promise<Mended> {
  const mended: Mended = { again: [], builds: [] }
  for (let start = 0; start < mends.length; start += together) {
    const batch = mends.slice(start, start + together)
    const [begun, cpu] = [performance.now(), process.cpuUsage()]
    const index = await buildSearchIndex(withExamples(base.documents, batch), base.encoder, base.calibration, {
      previous: base.index,
    })
    const { user, system } = process.cpuUsage(cpu)
    mended.builds.push({ wallMs: performance.now() - begun, cpuMs: (user + system) / 1000 })
    if (index.degraded) throw new Error(index.degraded)
    mended.again.push(...(await askAgain(index, batch)))
    onMended(start + batch.length, mends.length)
  }
  return mended
}

/** The documents with each question among the examples of the first of its entries; the others are the same objects. */
function withExamples(documents: readonly SearchDocument[], mends: readonly Mend[]): SearchDocument[] {
  return documents.map((document) => {
    const added = mends.filter(({ targets }) => targets[0] === document.id).map(({ question }) => question)
    return added.length === 0 ? document : { ...document, questions: [...document.questions, ...added] }
  })
}

function askAgain(index: SearchIndex, mends: readonly Mend[]): Promise<Again[]> {
  return askedAgain(mends, (asking) => ask(index, asking))
}

/** Asks all that belongs to mends, one after the other. */
export async function askedAgain(mends: readonly Mend[], askOne: (asking: Asking) => Promise<Fate>): Promise<Again[]> {
  const again: Again[] = []
  for (const { id, targets, askings } of mends) {
    for (const asking of askings)
      again.push({ ...asking, mend: id, entry: targets[0] as string, fate: await askOne(asking) })
  }
  return again
}
