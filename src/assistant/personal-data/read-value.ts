/** What a number may be. */
export interface ValueShape {
  /** Whether it may have letters. */
  letters: boolean
  /** Figures, at most. */
  most: number
}

/** A number that was read, `[from, to)`, with its figures counted. */
export interface ReadValue {
  from: number
  to: number
  figures: number
}

const GROUP = /[A-Za-z0-9]{1,40}/y
const BETWEEN = /[ ./_\n-]{0,3}/y
/** Few letters in capitals: a part of a number. In small letters they are a word. */
const LETTERS = /^[A-Z]{1,4}$/
/** What is a day, a season or two years, and no number. */
const DATE =
  /^\d{1,2} ?[./-] ?\d{1,2} ?[./-] ?(?:\d{4}|\d{2})(?!\d)|^\d{4}[./-]\d{2}[./-]\d{2}$|^(?:19|20)\d\d ?[/-] ?(?:19|20)?\d\d$/

/** The number that begins at a place of a text, in one group or several; `null` where there is none, or a date. */
export function readValue(text: string, from: number, { letters, most }: ValueShape): ReadValue | null {
  let at = from
  let to = from
  let figures = 0
  for (;;) {
    const group = matchAt(GROUP, text, at)
    const added = group.replace(/[^0-9]/g, '').length
    const isPart =
      added > 0 ? letters || added === group.length || /^\d+[A-Za-z]$/.test(group) : letters && LETTERS.test(group)
    if (!isPart || figures + added > most) break
    figures += added
    to = at + group.length
    at = to + matchAt(BETWEEN, text, to).length
    if (at === to) break
  }
  // Letters at the end belong to the sentence.
  const written = text.slice(from, to)
  if (figures === 0 || DATE.test(written)) return null
  return { from, to: from + written.replace(/[ ./_\n-]{1,3}[A-Z]{1,4}$/, '').length, figures }
}

function matchAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0] ?? ''
}
