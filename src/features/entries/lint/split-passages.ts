/** A part of a Markdown text that is read at one go. */
export interface Passage {
  /** `construct`: something else than a paragraph or a list: a heading, a table, a quotation, code. */
  kind: 'paragraph' | 'item' | 'construct'
  /** Whether it is an item under an item. */
  nested: boolean
  /** Characters of the Markdown before its text. */
  offset: number
  /** Its text, character for character: what is not read aloud is blanked, so that positions hold. See {@link blank}. */
  text: string
}

const ITEM = /^(\s*)(?:[-*+]|\d+[.)])[ \t]+/
const CONSTRUCT = /^\s*(?:#{1,6}\s|\||>|```|!\[|<[a-z/!])/i
/** Spaces before an item's mark from which it belongs to the item before. */
const NESTED_SPACES = 2

/** Splits Markdown into its paragraphs and items, in order. Pure. */
export function splitPassages(markdown: string): Passage[] {
  const passages: (Passage & { end: number })[] = []
  let open = false
  let offset = 0
  for (const line of markdown.split('\n')) {
    const end = offset + line.length
    const last = passages.at(-1)
    const begun = beginning(line)
    if (line.trim() === '') open = false
    else if (begun.kind === 'paragraph' && open && last) last.end = end
    else {
      passages.push({ ...begun, offset: offset + begun.offset, end })
      open = begun.kind !== 'construct'
    }
    offset = end + 1
  }
  return passages.map(({ end, ...passage }) => ({ ...passage, text: blank(markdown.slice(passage.offset, end)) }))
}

function beginning(line: string): Passage {
  const item = ITEM.exec(line)
  const indent = (item?.[1] ?? '').replace(/\t/g, '    ').length
  if (item) return { kind: 'item', nested: indent >= NESTED_SPACES, offset: item[0].length, text: '' }
  return { kind: CONSTRUCT.test(line) ? 'construct' : 'paragraph', nested: false, offset: 0, text: '' }
}

/** Variables and addresses become words of the same length, marks of weight and links spaces, and apostrophes straight. */
export function blank(markdown: string): string {
  return markdown
    .replace(/\{\{[^{}]*\}\}/g, (variable) => 'x'.repeat(variable.length))
    .replace(/\[([^[\]]*)\]\([^)[]*\)/g, (link, label: string) => ` ${label}`.padEnd(link.length))
    .replace(/(?:https?:\/\/|www\.)[^\s)]*[^\s).,;]|(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.-]*\w/g, (address) =>
      'x'.repeat(address.length),
    )
    .replace(/[*_\\]/g, ' ')
    .replace(/’/g, "'")
}
