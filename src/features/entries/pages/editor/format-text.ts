/** A text with what is selected in it, as a text area has them. */
export interface Selected {
  text: string
  start: number
  end: number
}

/** Puts words in the place of what is selected; the cursor stands after them. Pure. */
export function insertText({ text, start, end }: Selected, words: string): Selected {
  const at = start + words.length
  return { text: text.slice(0, start) + words + text.slice(end), start: at, end: at }
}

/** Gives weight to what is selected, or takes it away; without a selection, to the words that stand in for it. Pure. */
export function toggleStrong({ text, start, end }: Selected, standIn: string): Selected {
  const words = text.slice(start, end)
  if (words.length > 4 && words.startsWith('**') && words.endsWith('**')) {
    const plain = words.slice(2, -2)
    return { text: text.slice(0, start) + plain + text.slice(end), start, end: start + plain.length }
  }
  const strong = words || standIn
  const next = `${text.slice(0, start)}**${strong}**${text.slice(end)}`
  return { text: next, start: start + 2, end: start + 2 + strong.length }
}

/** Makes items of a list of the lines that are selected, or lines again of items. `ordered`: steps, numbered. Pure. */
export function toggleList({ text, start, end }: Selected, ordered: boolean): Selected {
  const from = text.lastIndexOf('\n', start - 1) + 1
  const after = text.indexOf('\n', end)
  const to = after < 0 ? text.length : after
  const lines = text.slice(from, to).split('\n')
  const isItem = ordered ? /^\d+\. / : /^- /
  const wereItems = lines.every((line) => isItem.test(line))
  const next = lines
    .map((line, at) => {
      const plain = line.replace(/^(?:- |\d+\. )/, '')
      return wereItems ? plain : `${ordered ? `${at + 1}. ` : '- '}${plain}`
    })
    .join('\n')
  return { text: text.slice(0, from) + next + text.slice(to), start: from, end: from + next.length }
}

/** A link of the words that are selected, or of those that stand in for them; the address is selected, to be written. Pure. */
export function insertLink({ text, start, end }: Selected, standIn: string): Selected {
  const words = text.slice(start, end) || standIn
  const address = 'https://'
  const before = `${text.slice(0, start)}[${words}](`
  return {
    text: `${before}${address})${text.slice(end)}`,
    start: before.length,
    end: before.length + address.length,
  }
}
