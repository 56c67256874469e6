import { diffArrays } from 'diff'

/** Lines that follow one another in two texts: in both, in the new one only, in the old one only. */
export interface LineChange {
  kind: 'same' | 'added' | 'removed'
  lines: string[]
}

/** What has changed between two texts, line by line, in the order in which it is read. Joined, all but the added lines are the old text. */
export function compareLines(before: readonly string[], after: readonly string[]): LineChange[] {
  return diffArrays([...before], [...after]).map(({ added, removed, value }) => ({
    kind: added ? 'added' : removed ? 'removed' : 'same',
    lines: value,
  }))
}
