import { diffLines, diffWordsWithSpace } from 'diff'

/** A run of text in a comparison. */
export interface DiffPart {
  kind: 'same' | 'added' | 'removed'
  text: string
}

/** Text of which more is compared line by line: word by word, it would take seconds, and nobody would read it. */
const LONGEST_BY_WORDS = 20_000
/** Words or lines that come and go, above which a text took the place of the other: looking further takes the square of them. */
const MOST_EDITS = 2_000
/** Fewer signs in common, as a share of the longer text: one text took the place of the other, and is easier to read whole. */
const LEAST_COMMON = 0.4
/** Signs of what is kept between two changes, below which it is read with them: « de », a comma. */
const LONGEST_CRUMB = 4

/** Compares two texts by words, for somebody who reads. Their parts, without those removed, are the second text; without those added, the first. Pure. */
export function diffTexts(before: string, after: string): DiffPart[] {
  const byLines = before.length + after.length > LONGEST_BY_WORDS
  const bound = { maxEditLength: MOST_EDITS }
  const changes = byLines ? diffLines(before, after, bound) : diffWordsWithSpace(before, after, bound)
  if (!changes) return replaced(before, after)
  const parts = changes.map(
    ({ value, added, removed }): DiffPart => ({ kind: added ? 'added' : removed ? 'removed' : 'same', text: value }),
  )
  const common = lengthOf(parts.filter(({ kind }) => kind === 'same'))
  if (common < LEAST_COMMON * Math.max(signs(before), signs(after))) return replaced(before, after)
  return joinChanges(parts)
}

/** Changes that only crumbs part become one: what goes, then what comes. */
function joinChanges(parts: readonly DiffPart[]): DiffPart[] {
  const joined: DiffPart[] = []
  let run: DiffPart[] = []
  const flush = () => {
    const changed = run.findLastIndex(({ kind }) => kind !== 'same') + 1
    joined.push(...replaced(textOf(run.slice(0, changed), 'added'), textOf(run.slice(0, changed), 'removed')))
    joined.push(...run.slice(changed))
    run = []
  }
  for (const part of parts) {
    if (part.kind !== 'same' || (run.length > 0 && signs(part.text) <= LONGEST_CRUMB)) run.push(part)
    else {
      flush()
      joined.push(part)
    }
  }
  flush()
  return joined
}

/** The text of parts, those of a kind left out. */
function textOf(parts: readonly DiffPart[], without: DiffPart['kind']): string {
  return parts
    .filter(({ kind }) => kind !== without)
    .map(({ text }) => text)
    .join('')
}

function replaced(before: string, after: string): DiffPart[] {
  const parts: DiffPart[] = [
    { kind: 'removed', text: before },
    { kind: 'added', text: after },
  ]
  return parts.filter(({ text }) => text !== '')
}

function lengthOf(parts: readonly DiffPart[]): number {
  return parts.reduce((sum, { text }) => sum + signs(text), 0)
}

/** Signs of a text that are read. */
function signs(text: string): number {
  return text.replace(/\s/g, '').length
}
