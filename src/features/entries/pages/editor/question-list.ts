import { foldedWords } from '../../../../platform/text/fold-text.js'

/** Another question of the list that says the same, or nearly. */
export interface Likeness {
  kind: 'same' | 'near'
  question: string
}

/** Words in common, among all words of both, from which two questions are nearly the same. */
const NEAR = 0.8
/** Below this many words, one word more or less changes the question. */
const LEAST_WORDS = 3

/** A question without case, accents or punctuation: what the duplicate of another is recognised by. */
export function questionKey(question: string): string {
  return foldedWords(question).join(' ')
}

/** For each question, by its place, the first one before it that says the same or nearly; those that are alone are left out. Pure. */
export function likenessesOf(questions: readonly string[]): Map<number, Likeness> {
  const found = new Map<number, Likeness>()
  const firsts = new Map<string, number>()
  const words = questions.map((question) => new Set(foldedWords(question)))
  for (const [at, question] of questions.entries()) {
    const key = questionKey(question)
    const same = firsts.get(key)
    if (key === '') continue
    if (same !== undefined) {
      found.set(at, { kind: 'same', question: questions[same] ?? '' })
      continue
    }
    firsts.set(key, at)
    const near = words.findIndex((other, place) => place < at && isNear(words[at] ?? new Set(), other))
    if (near >= 0) found.set(at, { kind: 'near', question: questions[near] ?? '' })
  }
  return found
}

function isNear(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  if (Math.min(one.size, other.size) < LEAST_WORDS) return false
  let common = 0
  for (const word of one) if (other.has(word)) common += 1
  return common / (one.size + other.size - common) >= NEAR
}

/** Questions pasted or typed, one a line: those to add, and those that the list has already. Bullets and quotes around them are left out. Pure. */
export function splitPasted(text: string, known: readonly string[]): { added: string[]; repeated: string[] } {
  const keys = new Set(known.map(questionKey))
  const added: string[] = []
  const repeated: string[] = []
  for (const line of text.split(/\r?\n/)) {
    const question = line.replace(/^\s*(?:[-*•–]|\d+[.)])\s+/, '').replace(/^[«"“\s]+|(?<![»"”\s])[»"”\s]+$/g, '')
    const key = questionKey(question)
    if (key === '') continue
    if (keys.has(key)) repeated.push(question)
    else added.push(question)
    keys.add(key)
  }
  return { added, repeated }
}
