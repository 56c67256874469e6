import { decideFirst } from '../../src/assistant/decide.js'
import type { LabelledQuestion } from '../../src/commands/read-base.js'
import { dealFolds } from '../../src/features/entries/catalogue/leave-out.js'
import type { SearchDocument } from '../../src/search/analysed-document.js'
import type { SearchIndex } from '../../src/search/search-index.js'

/** What a first question gets: at once an entry that answers it, at once another one, a choice that holds it, or nothing of these. */
export type Fate = 'right' | 'wrong' | 'offered' | 'unsure'

/** A question, with what it gets of a base. */
export interface Asked extends LabelledQuestion {
  fate: Fate
}

/** One example question in so many is left out of the base and asked. */
const PARTS = 3
/** Most of them: a large base has tens of thousands. */
const MOST_ASKED = 4_000

/**
 * A third of the example questions of a base, evenly over its entries, each with itself for id; without those that several entries have word for word, of
 * which no single entry can be the right one. Depends on the documents alone.
 */
export function exampleQuestions(documents: readonly SearchDocument[]): LabelledQuestion[] {
  const owners = new Map<string, number>()
  for (const { questions } of documents)
    for (const question of new Set(questions)) owners.set(question, (owners.get(question) ?? 0) + 1)
  const [part = []] = dealFolds(documents, { folds: PARTS, most: PARTS * MOST_ASKED })
  return part
    .filter(({ question }) => owners.get(question) === 1)
    .map(({ document, question }) => ({ id: question, question, targets: [documents[document]?.id ?? ''] }))
}

/** The documents, none of which has one of these questions word for word among its examples. */
export function withoutQuestions(
  documents: readonly SearchDocument[],
  asked: readonly LabelledQuestion[],
): SearchDocument[] {
  const lost = new Set(asked.map(({ question }) => question))
  return documents.map((document) => ({
    ...document,
    questions: document.questions.filter((question) => !lost.has(question)),
  }))
}

/** Asks an index a question, however long that takes, and decides as the assistant does on a first one. */
export async function ask(
  index: SearchIndex,
  { question, targets }: { question: string; targets: readonly string[] },
): Promise<Fate> {
  const decided = decideFirst(await index.search(question, { patient: true }))
  if (decided.kind === 'clarify' && decided.ids.some((id) => targets.includes(id))) return 'offered'
  if (decided.kind !== 'answer') return 'unsure'
  return targets.includes(decided.id) ? 'right' : 'wrong'
}

/** Asks an index every question that an entry answers. @param onAsked called with questions asked and questions to ask, now and then */
export async function askAll(
  index: SearchIndex,
  questions: readonly LabelledQuestion[],
  onAsked: (done: number, total: number) => void = () => {},
): Promise<Asked[]> {
  const answerable = questions.filter(({ targets }) => targets.length > 0)
  const asked: Asked[] = []
  for (const question of answerable) {
    asked.push({ ...question, fate: await ask(index, question) })
    if (asked.length % 500 === 0 || asked.length === answerable.length) onAsked(asked.length, answerable.length)
  }
  return asked
}
