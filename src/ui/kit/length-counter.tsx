import type { RefObject } from 'preact'
import { useLayoutEffect } from 'preact/hooks'
import { useConsole } from './console-context.js'
import { plural } from './console-words.js'

/** Longest answer that the server accepts, in characters. Written again here so that the page does not carry the server's validation; a test compares both. */
export const MAX_ANSWER_LENGTH = 2000

/** The counter shows when fewer characters are left. */
const NEAR_LIMIT = 200

/** How many characters are left, or too many, once that matters. */
export function LengthCounter({ length }: { length: number }) {
  const { t, language } = useConsole()
  const left = MAX_ANSWER_LENGTH - length
  if (left >= NEAR_LIMIT) return null
  return <>{left < 0 ? plural(t, language, 'composer.tooLong', -left) : plural(t, language, 'composer.left', left)}</>
}

/** The area grows with its text, up to the limit that the style sheet sets. */
export function useGrowingHeight(area: RefObject<HTMLTextAreaElement | null>, text: string): void {
  useLayoutEffect(() => {
    const element = area.current
    if (!element) return
    element.style.height = 'auto'
    if (text !== '') element.style.height = `${element.scrollHeight + element.offsetHeight - element.clientHeight}px`
  }, [area, text])
}
