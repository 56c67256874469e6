/** What the screen puts in the place of personal data: words between square brackets. */
const MASKED = /(?<!\s)\s*\[[^[\]]{1,60}\]/g
/** Longest example question. */
const MOST_CHARACTERS = 300

/** A failed question as an example question of an entry: on one line, without what was masked in it. Pure. */
export function exampleOf(question: string): string {
  return question.replace(MASKED, ' ').replace(/\s+/g, ' ').trim().slice(0, MOST_CHARACTERS)
}

/** The distinct example questions of some failed ones, in their order; those in which nothing is left but a letter or two are left out. Pure. */
export function examplesOf(questions: readonly string[], most: number): string[] {
  const known = new Map<string, string>()
  for (const question of questions) {
    const example = exampleOf(question)
    const key = example
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim()
    if (key.length > 2 && !known.has(key)) known.set(key, example)
  }
  return [...known.values()].slice(0, most)
}
