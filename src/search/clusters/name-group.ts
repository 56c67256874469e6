import { analyseQuestion, fold } from '../french-analyser.js'
import { TimeSlice } from '../time-slice.js'

/** Most words in the name of a group. */
const MOST_WORDS = 4
/** A word that fewer of its questions have does not name a group, unless no word is in more. */
const LEAST_SHARE = 0.25
/** A word this much less telling than the first says little. */
const LEAST_OF_FIRST = 0.35

/** How often each stem is in all questions, against which the words of a group are telling. */
export interface StemCounts {
  stems: ReadonlyMap<string, number>
  /** Stems of all questions, repeats included, by group: their mean. */
  perGroup: number
}

/** Counts stems over all questions of some groups. Yields to the event loop. */
export async function countStems(questions: readonly string[], groups: number): Promise<StemCounts> {
  const slice = new TimeSlice()
  const stems = new Map<string, number>()
  let total = 0
  for (const question of questions) {
    for (const { stem } of analyseQuestion(question)) {
      stems.set(stem, (stems.get(stem) ?? 0) + 1)
      total += 1
    }
    if (slice.isOver()) await slice.next()
  }
  return { stems, perGroup: total / Math.max(1, groups) }
}

/**
 * The most telling words of a group of questions, as people write them, in the order in which they come in its questions. A word is telling when it is
 * frequent in the group and rare elsewhere: class-based TF-IDF (M. Grootendorst, BERTopic, arXiv 2203.05794, section 3.3), over French stems.
 */
export function nameGroup(questions: readonly string[], { stems, perGroup }: StemCounts): string[] {
  const own = new Map<string, { questions: number; forms: Map<string, number>; at: number }>()
  for (const question of questions) {
    const words = analyseQuestion(question)
    const seen = new Set<string>()
    for (const [place, { stem, form }] of words.entries()) {
      if (stem.length < 2 || /^\d+$/.test(stem)) continue
      const one = own.get(stem) ?? { questions: 0, forms: new Map(), at: 0 }
      own.set(stem, one)
      if (seen.has(stem)) continue
      seen.add(stem)
      one.questions += 1
      one.at += place / words.length
      const shown = form.toLowerCase()
      one.forms.set(shown, (one.forms.get(shown) ?? 0) + 1)
    }
  }
  const told = [...own].map(([stem, { questions: count, forms, at }]) => ({
    form: commonest(forms),
    share: count / questions.length,
    isAlone: count === 1 && questions.length > 1,
    at: at / count,
    weight: (count / questions.length) * Math.log(1 + perGroup / (stems.get(stem) ?? 1)),
  }))
  const shared = told.filter(({ share, isAlone }) => share >= LEAST_SHARE && !isAlone)
  const ranked = (shared.length > 0 ? shared : told).sort((a, b) => b.weight - a.weight || (a.form < b.form ? -1 : 1))
  const least = (ranked[0]?.weight ?? 0) * LEAST_OF_FIRST
  const named = ranked.filter(({ weight }) => weight >= least).slice(0, MOST_WORDS)
  return named.sort((a, b) => a.at - b.at).map(({ form }) => form)
}

/** The form that most questions have; with its accents, when people write it with and without. */
function commonest(forms: ReadonlyMap<string, number>): string {
  const byFolded = new Map<string, number>()
  for (const [form, count] of forms) byFolded.set(fold(form), (byFolded.get(fold(form)) ?? 0) + count)
  const [folded] = best(byFolded)
  const spelt = [...forms].filter(([form]) => fold(form) === folded)
  const accented = spelt.filter(([form]) => form !== folded)
  return best(new Map(accented.length > 0 ? accented : spelt))[0]
}

function best(counts: ReadonlyMap<string, number>): [string, number] {
  return [...counts].reduce(
    (most, one) => (one[1] > most[1] || (one[1] === most[1] && one[0] < most[0]) ? one : most),
    ['', 0] as [string, number],
  )
}
