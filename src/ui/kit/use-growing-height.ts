import type { RefObject } from 'preact'
import { useLayoutEffect } from 'preact/hooks'

/** The area grows with its text, up to the limit that the style sheet sets. */
export function useGrowingHeight(area: RefObject<HTMLTextAreaElement | null>, text: string): void {
  useLayoutEffect(() => {
    const element = area.current
    if (!element) return
    element.style.height = 'auto'
    if (text !== '') element.style.height = `${element.scrollHeight + element.offsetHeight - element.clientHeight}px`
  }, [area, text])
}
