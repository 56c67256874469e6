/** Lines beyond which the text area scrolls instead of growing. */
export const MOST_LINES = 5
const BORDERS_PX = 2

/**
 * Height of a text area that shows its whole text up to {@link MOST_LINES} lines, in CSS pixels.
 * @param content `scrollHeight`: text and padding
 * @param line height of a line
 * @param padding above and below together
 */
export function textAreaHeight(content: number, line: number, padding: number): number {
  return Math.ceil(Math.min(content, MOST_LINES * line + padding))
}

/** Gives a text area, equally padded above and below, the height of its text. */
export function growTextArea(area: HTMLTextAreaElement): void {
  const { lineHeight, paddingTop } = getComputedStyle(area)
  area.style.height = '0'
  area.style.height = `${textAreaHeight(area.scrollHeight, Number.parseFloat(lineHeight), 2 * Number.parseFloat(paddingTop)) + BORDERS_PX}px`
}
