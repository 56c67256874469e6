import { shuffle } from '../platform/text/seeded-random.js'
import type { SearchDocument } from '../search/analysed-document.js'
import type { LabelledQuestion } from './read-base.js'

/** Share of the questions whose entries the part has, whatever chance draws beside them. */
const WANTED_SHARE = 0.75

/**
 * A part of a base, as a town has it that imports some of the national fiches: the entries that answer three questions in four, drawn by chance, and others
 * up to `size`. Of a large base, each question finds fewer near-doubles there, so that the same evidence is worth more.
 * @param random numbers in [0, 1)
 * @returns the entries in the order of the base: all of it when it has no more than `size`
 */
export function partOfBase(
  documents: readonly SearchDocument[],
  questions: readonly LabelledQuestion[],
  { size, random }: { size: number; random: () => number },
): SearchDocument[] {
  const wanted = new Set<string>()
  const answered = questions.filter(({ targets }) => targets.length > 0)
  for (const { targets } of shuffle(answered, random).slice(0, Math.ceil(answered.length * WANTED_SHARE))) {
    for (const target of targets) wanted.add(target)
  }
  const asked = documents.filter(({ id }) => wanted.has(id))
  const others = shuffle(
    documents.filter(({ id }) => !wanted.has(id)),
    random,
  )
  const kept = new Set([...asked, ...others].slice(0, size))
  return documents.filter((document) => kept.has(document))
}

/** The questions with those of their targets that are among the entries: none when what answers them is elsewhere. */
export function withTargetsIn<Q extends LabelledQuestion>(
  documents: readonly SearchDocument[],
  questions: readonly Q[],
): Q[] {
  const there = new Set(documents.map(({ id }) => id))
  return questions.map((question) => ({ ...question, targets: question.targets.filter((id) => there.has(id)) }))
}
