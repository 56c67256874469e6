import type { PersonalDataKind } from '../../platform/security/personal-data.js'

/** Where something personal stands in a text, `[from, to)`. */
export interface PersonalDataRange {
  from: number
  to: number
  kind: PersonalDataKind
}

/** A text as it is searched, of which each character knows what it stands for in the text that was typed. */
export interface TextView {
  text: string
  /** `[from, to)` in the typed text of what a range of the view stands for. */
  typed: (from: number, to: number) => { from: number; to: number }
}

/** A part of a text that reads otherwise. */
export interface Replacement {
  from: number
  to: number
  by: string
}

/** A text with some parts, given in order and apart from each other, replaced. A range that has some of a part has the whole of it. */
export function viewWith(text: string, replacements: readonly Replacement[]): TextView {
  if (replacements.length === 0) return { text, typed: (from, to) => ({ from, to }) }
  const starts: number[] = []
  const ends: number[] = []
  let seen = ''
  let last = 0
  const copy = (to: number) => {
    for (let at = last; at < to; at += 1) {
      starts.push(at)
      ends.push(at + 1)
    }
    seen += text.slice(last, to)
  }
  for (const { from, to, by } of replacements) {
    copy(from)
    for (let at = 0; at < by.length; at += 1) {
      starts.push(from)
      ends.push(to)
    }
    seen += by
    last = to
  }
  copy(text.length)
  return {
    text: seen,
    typed: (from, to) => ({ from: starts[from] ?? text.length, to: to > from ? (ends[to - 1] ?? text.length) : from }),
  }
}
