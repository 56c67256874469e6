/** A list that is asked for in the middle of a text: `/` for ready replies, `#` for entries. */
export interface Trigger {
  kind: 'reply' | 'entry'
  /** Where the sign stands; with what follows it up to the caret, it is replaced by what is chosen. */
  from: number
  query: string
}

/** Longest words looked for: a longer run is a sentence that holds a sign by chance. */
const LONGEST_QUERY = 40
/** The sign begins a line or follows a space, and letters follow it: neither a date, an address nor "et / ou" asks for a list. */
const PATTERN = new RegExp(`(?:^|[\\s(])([/#])([^\\s/#][^\\n/#]{0,${LONGEST_QUERY - 1}})?$`, 'u')

/** The list that is asked for just before the caret, if any. Pure. */
export function triggerBefore(text: string, caret: number): Trigger | null {
  const found = PATTERN.exec(text.slice(0, caret))
  if (!found) return null
  const [, sign = '', query = ''] = found
  return { kind: sign === '/' ? 'reply' : 'entry', from: caret - query.length - 1, query }
}
