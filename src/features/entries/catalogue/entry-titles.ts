import type { Entry } from '../../../platform/model/entry.js'
import { fold } from '../../../search/french-analyser.js'
import { STOP_WORDS } from '../../../search/french-words.js'

/** An entry as a browser finds it while a question is being typed. */
export interface EntryTitle {
  id: string
  /** As written in the entry, without typography. */
  title: string
  /** A few of its example questions, those that add the most words first. */
  questions: string[]
}

/** Example questions of an entry, at most. */
const MOST_QUESTIONS = 5
/** Longest question taken, in characters: longer ones tell a story. */
const LONGEST_QUESTION = 50
/** Text of a whole list, in characters: about 25 kB compressed. Questions are left out first, then the last entries. */
const MOST_CHARACTERS = 60_000

/** Entries are never changed in place, so what is chosen of one holds as long as it does. */
const chosenOf = new WeakMap<Entry, string[]>()

/** The titles of entries in their order, with as many example questions each as keep the list light. */
export function entryTitles(entries: Iterable<Entry>): EntryTitle[] {
  const bare = lightest([...entries])
  for (let most = MOST_QUESTIONS; most > 0; most -= 1) {
    const titles = bare.map((entry) => titleOf(entry, most))
    if (weightOf(titles) <= MOST_CHARACTERS) return titles
  }
  return bare.map((entry) => titleOf(entry, 0))
}

/** The first entries whose titles alone keep the list light: all of them, in most communes. */
function lightest(entries: Entry[]): Entry[] {
  let weight = 0
  const beyond = entries.findIndex(({ id, title }) => {
    weight += id.length + title.length
    return weight > MOST_CHARACTERS
  })
  return beyond < 0 ? entries : entries.slice(0, beyond)
}

function titleOf(entry: Entry, most: number): EntryTitle {
  const chosen = most === 0 ? [] : (chosenOf.get(entry) ?? chooseQuestions(entry))
  if (most > 0) chosenOf.set(entry, chosen)
  return { id: entry.id, title: entry.title, questions: chosen.slice(0, most) }
}

function weightOf(titles: EntryTitle[]): number {
  return sum(titles.map(({ id, title, questions }) => [id, title, ...questions].join('').length))
}

/**
 * The short questions that say the most for their length, one after the other: a word that is neither in the title nor in those chosen counts as often as
 * the entry's questions have it, and not at all when one alone has it, as misspelt words do.
 */
function chooseQuestions({ title, questions }: Entry): string[] {
  const counts = new Map<string, number>()
  const read = questions.map((text) => ({ text, words: wordsOf(text) }))
  for (const word of read.flatMap(({ words }) => words)) counts.set(word, (counts.get(word) ?? 0) + 1)
  const gains = new Map([...counts].filter(([, count]) => count > 1))
  for (const word of wordsOf(title)) gains.delete(word)
  const candidates = read.filter(({ text }) => text.length <= LONGEST_QUESTION)
  const chosen: string[] = []
  while (chosen.length < MOST_QUESTIONS) {
    const scores = candidates.map(({ text, words }) => sum(words.map((word) => gains.get(word) ?? 0)) / text.length)
    const most = Math.max(0, ...scores)
    const best = most > 0 ? candidates[scores.indexOf(most)] : undefined
    if (!best) break
    chosen.push(best.text)
    for (const word of best.words) gains.delete(word)
  }
  return chosen
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}

/** Words that carry a subject, each once. */
function wordsOf(text: string): string[] {
  const words = fold(text).match(/[\p{L}\p{N}]+/gu) ?? []
  return [...new Set(words)].filter((word) => word.length > 1 && !STOP_WORDS.has(word))
}
