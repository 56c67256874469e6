import { createHash } from 'node:crypto'
import { foldText, foldWord } from '../../platform/text/fold-text.js'
import type { SearchDocument } from '../../search/analysed-document.js'
import { analyse, analyseQuestion } from '../../search/french-analyser.js'
import { TimeSlice } from '../../search/word-table.js'
import { FEWEST_QUESTIONS, isPoor } from '../entries/lint/question-style.js'
import type { Answered, FirstDecision } from '../publication/answers.js'
import { type Conflict, type ConflictKind, type ConflictQuestion, conflictKey } from './conflict.js'

/** Words in a row by which texts are compared. */
const RUN = 3
/** Runs in common, among all runs of both, from which two texts are nearly the same. */
const NEAR = 0.5
/** A run that more entries have is a phrase of the whole base, and tells none apart. */
const MOST_HOLDERS = 40
/** Fewer runs say too little. */
const LEAST_RUNS = 12

/** Pairs of entries whose title and text are nearly the same, by their ids in order. Yields to the event loop. */
async function nearTexts(documents: readonly SearchDocument[], slice: TimeSlice): Promise<[string, string][]> {
  const holders = new Map<string, number[]>()
  const sizes: number[] = []
  for (const [at, { title, text }] of documents.entries()) {
    const runs = runsOf(analyse(`${title}\n${text}`))
    sizes.push(runs.size)
    for (const run of runs) {
      const known = holders.get(run)
      if (known) known.push(at)
      else holders.set(run, [at])
    }
    if (slice.isOver()) await slice.next()
  }
  const common = new Map<number, number>()
  for (const who of holders.values()) {
    if (who.length < 2 || who.length > MOST_HOLDERS) continue
    for (const [place, one] of who.entries())
      for (const other of who.slice(place + 1)) {
        const pair = one * documents.length + other
        common.set(pair, (common.get(pair) ?? 0) + 1)
      }
    if (slice.isOver()) await slice.next()
  }
  return [...common].flatMap(([pair, count]): [string, string][] => {
    const [one, other] = [Math.floor(pair / documents.length), pair % documents.length]
    const [a, b] = [sizes[one] ?? 0, sizes[other] ?? 0]
    if (Math.min(a, b) < LEAST_RUNS || count / (a + b - count) < NEAR) return []
    const [first = '', second = ''] = [documents[one]?.id, documents[other]?.id].sort()
    return [[first, second]]
  })
}

function runsOf(stems: readonly string[]): Set<string> {
  const runs = new Set<string>()
  for (let at = 0; at + RUN <= stems.length; at += 1) runs.add(stems.slice(at, at + RUN).join(' '))
  return runs
}

/** From this many questions that one of two entries takes from the other, in either direction, they are confused: one alone may be chance. */
const LEAST_TAKEN = 2
/** The same, those of which the assistant asks back and proposes the wrong one first included. */
const LEAST_CONFUSED = 5

/** Holders of the same question that are paired: were it that of every entry, the pairs would be their square. The others come once these are mended. */
const MOST_TWINS = 30

/** What became of a question. */
type Reply = Pick<Answered, 'from' | 'question' | 'decided'>

/** What is looked at: entries as they are searched, and what became of each of their example questions, asked of an index that lacks it. */
export interface Examined {
  documents: readonly SearchDocument[]
  replies: Iterable<Reply>
}

/** Findings about a content, in the order of their keys. Yields to the event loop. Depends on its argument alone. */
export async function findConflicts({ documents, replies }: Examined): Promise<Conflict[]> {
  const all = [...replies]
  const slice = new TimeSlice()
  const same = await sameQuestions(documents, slice)
  const found = [...confused(all), ...neverFound(all), ...poor(documents), ...same]
  for (const ids of await nearTexts(documents, slice))
    found.push({ kind: 'same_content', entryIds: ids, questions: [], count: 0, taken: 0 })
  const byId = new Map(documents.map((document) => [document.id, document]))
  return found.map((one) => finding(one, byId)).sort((a, b) => (a.key < b.key ? -1 : 1))
}

/** By which an entry whose questions change is told from itself: 16 hexadecimal digits. */
export function questionsMark(questions: readonly string[]): string {
  return digest([...questions].sort())
}

/** What is found, before it is named. */
type Found = Omit<Conflict, 'key' | 'of' | 'mark'>

function finding(found: Found, byId: ReadonlyMap<string, SearchDocument>): Conflict {
  const { kind, entryIds } = found
  const documents = entryIds.flatMap((id) => byId.get(id) ?? [])
  const marks = documents.map(({ questions, title, text }) => [
    questionsMark(questions),
    ...(kind === 'same_content' ? [title, text] : []),
  ])
  return {
    ...found,
    key: conflictKey(kind, entryIds),
    of: documents.reduce((sum, { questions }) => sum + questions.length, 0),
    mark: digest(marks),
  }
}

/** Pairs of which one answers questions of the other, or is proposed first in its place. */
function confused(replies: readonly Reply[]): Found[] {
  const pairs = new Pairs('confused')
  for (const isUnsure of [false, true]) {
    for (const { question, from, decided } of replies) {
      const first = firstOf(decided, isUnsure)
      if (first !== null && first !== from) pairs.add({ question, of: from, by: first, isUnsure })
    }
  }
  return pairs.found().filter(({ count, taken }) => taken >= LEAST_TAKEN || count >= LEAST_CONFUSED)
}

/** The entry that answers, or that is proposed first. */
function firstOf(decided: FirstDecision, isUnsure: boolean): string | null {
  if (isUnsure) return decided.kind === 'clarify' ? (decided.ids[0] ?? null) : null
  return decided.kind === 'answer' ? decided.id : null
}

/** Entries that none of their questions leads to, not even among the choices. */
function neverFound(replies: readonly Reply[]): Found[] {
  const asked = new Map<string, { questions: string[]; found: number }>()
  for (const { from, question, decided } of replies) {
    const one = asked.get(from) ?? { questions: [], found: 0 }
    asked.set(from, one)
    one.questions.push(question)
    if (decided.kind === 'answer' ? decided.id === from : decided.kind === 'clarify' && decided.ids.includes(from))
      one.found += 1
  }
  return [...asked]
    .filter(([, { found }]) => found === 0)
    .map(([id, { questions }]) => ({
      kind: 'never_found',
      entryIds: [id],
      questions: questions.map((question) => ({ question, of: id, by: null })),
      count: questions.length,
      taken: 0,
    }))
}

function poor(documents: readonly SearchDocument[]): Found[] {
  return documents
    .filter(({ questions }) => isPoor(questions))
    .map(({ id, questions }) => ({
      kind: 'few_questions',
      entryIds: [id],
      questions: [],
      count: Math.max(0, FEWEST_QUESTIONS - questions.length),
      taken: 0,
    }))
}

/** Pairs that have the same question, but for its order, its little words, accents and plurals. */
async function sameQuestions(documents: readonly SearchDocument[], slice: TimeSlice): Promise<Found[]> {
  const holders = new Map<string, { of: string; question: string }[]>()
  for (const { id, questions } of documents) {
    for (const question of questions) {
      const key = meaningKey(question)
      const known = holders.get(key)
      if (known) known.push({ of: id, question })
      else holders.set(key, [{ of: id, question }])
    }
    if (slice.isOver()) await slice.next()
  }
  const pairs = new Pairs('same_question')
  for (const all of holders.values()) {
    const same = all.slice(0, MOST_TWINS)
    for (const [at, one] of same.entries())
      for (const other of same.slice(at + 1))
        if (one.of !== other.of) pairs.add({ ...one, by: other.of, twin: other.question })
    if (slice.isOver()) await slice.next()
  }
  return pairs.found()
}

/** What two questions that say nearly the same have in common: their words that carry meaning, in any order, whatever their number. Stems would take "maire" for "mairie". */
function meaningKey(question: string): string {
  const words = analyseQuestion(question).map(({ form }) => foldWord(form).replace(/(?<=...)[sx]$/, ''))
  return words.length > 0 ? [...new Set(words)].sort().join(' ') : foldText(question)
}

/** Questions gathered by the two entries that they are about. */
class Pairs {
  readonly #kind: ConflictKind
  readonly #byKey = new Map<string, { entryIds: string[]; questions: ConflictQuestion[] }>()

  constructor(kind: ConflictKind) {
    this.#kind = kind
  }

  add(question: ConflictQuestion & { by: string }): void {
    const entryIds = [question.of, question.by].sort()
    const key = entryIds.join(':')
    const pair = this.#byKey.get(key) ?? { entryIds, questions: [] }
    this.#byKey.set(key, pair)
    pair.questions.push(question)
  }

  found(): Found[] {
    return [...this.#byKey.values()].map(({ entryIds, questions }) => ({
      kind: this.#kind,
      entryIds,
      questions,
      count: questions.length,
      taken: questions.filter(({ isUnsure }) => isUnsure === false).length,
    }))
  }
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16)
}
