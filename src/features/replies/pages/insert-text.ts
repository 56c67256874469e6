/**
 * Puts a text in a field in the place of what stands from `from` to the caret, as if it had been typed, so that the browser's own undo takes it away again.
 * Without `from` it goes where the caret is, on a line of its own when words stand before it.
 */
export function insertText(area: HTMLTextAreaElement, text: string, from?: number): void {
  area.focus()
  const caret = area.selectionStart
  if (from !== undefined) area.setSelectionRange(from, caret)
  const before = area.value.slice(0, from ?? caret)
  const needsLine = from === undefined && before.trim() !== '' && !before.endsWith('\n')
  const inserted = needsLine ? `\n${text}` : text
  if (document.execCommand('insertText', false, inserted)) return
  area.setRangeText(inserted, area.selectionStart, area.selectionEnd, 'end')
  area.dispatchEvent(new Event('input', { bubbles: true }))
}

/** Puts a text in a field in the place of all that it holds, as {@link insertText} does. */
export function replaceText(area: HTMLTextAreaElement, text: string): void {
  area.setSelectionRange(area.value.length, area.value.length)
  insertText(area, text, 0)
}
