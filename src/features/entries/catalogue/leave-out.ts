import { createHash } from 'node:crypto'
import type { Commune } from '../../../platform/model/commune.js'
import { seededRandom, shuffle } from '../../../platform/text/seeded-random.js'
import type { SearchDocument } from '../../../search/analysed-document.js'

/** An example question that is asked of an index which does not hold it. */
export interface HeldOut {
  /** Position of its entry. */
  document: number
  question: string
}

/** One index to build: the questions that it lacks and is asked. */
export type Fold = HeldOut[]

const SEED = 7
/** Parts among which the questions of an entry are dealt: an index that lacks one of them lacks a fifth of its questions. */
export const PARTS = 5

/**
 * Deals every example question of every entry to {@link PARTS}. Where the questions of an entry go depends on this entry alone, so that changing another one moves
 * none of them.
 */
export function dealParts(documents: readonly SearchDocument[]): Fold[] {
  const parts: Fold[] = Array.from({ length: PARTS }, () => [])
  for (const [document, { id, questions }] of documents.entries()) {
    const placed = [...new Set(questions)].map((question) => ({ question, place: placeOf(`${id} ${question}`) }))
    placed.sort((a, b) => a.place - b.place || (a.question < b.question ? -1 : 1))
    const first = placeOf(id)
    for (const [i, { question }] of placed.entries()) parts[(first + i) % PARTS]?.push({ document, question })
  }
  return parts
}

/** A number that only depends on a text. */
function placeOf(text: string): number {
  return createHash('sha1').update(text).digest().readUInt32BE(0)
}

/**
 * Deals example questions to folds: at most `most` over all entries, taken evenly, one a turn of each entry in a random order; an entry's
 * questions go to different folds as far as there are folds, so that an index lacks few of them. One fold is enough for a base with more entries than
 * questions to ask. Depends on the documents alone.
 */
export function dealFolds(
  documents: readonly SearchDocument[],
  { folds, most }: { folds: number; most: number },
): Fold[] {
  const random = seededRandom(SEED)
  const hands = shuffle(
    documents.map(({ questions }, document) => ({ document, questions: shuffle([...new Set(questions)], random) })),
    random,
  )
  const dealt: Fold[] = Array.from({ length: folds }, () => [])
  const longest = hands.reduce((length, { questions }) => Math.max(length, questions.length), 0)
  let count = 0
  for (let turn = 0; turn < longest; turn += 1) {
    for (const { document, questions } of hands) {
      const question = questions[turn]
      if (question === undefined) continue
      if (count === most) break
      dealt[turn % folds]?.push({ document, question })
      count += 1
    }
  }
  return dealt.filter((fold) => fold.length > 0)
}

/** The documents without the questions of a fold; those that lose none are the same objects. */
export function leaveOut(documents: readonly SearchDocument[], fold: Fold): SearchDocument[] {
  const lost = new Map<number, Set<string>>()
  for (const { document, question } of fold) lost.set(document, (lost.get(document) ?? new Set()).add(question))
  return documents.map((document, position) => {
    const questions = lost.get(position)
    return questions
      ? { ...document, questions: document.questions.filter((question) => !questions.has(question)) }
      : document
  })
}

/** Ids that a commune proposes as first questions and that are no entry: a slip of the pen, or an entry that was taken away. */
export function unknownSuggestions(commune: Commune, entries: ReadonlySet<string>): string[] {
  const { default: everyDay = [], pages = [], seasons = [] } = commune.suggestions ?? {}
  const named = [...commune.suggested, ...everyDay, ...[...pages, ...seasons].flatMap((list) => list.entries)]
  return [...new Set(named)].filter((id) => !entries.has(id))
}
