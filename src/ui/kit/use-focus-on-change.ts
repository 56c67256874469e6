import type { RefObject } from 'preact'
import { useEffect, useRef } from 'preact/hooks'

/** A ref for the heading of what an address chooses: it takes the focus when another choice is made, and not when the page opens. */
export function useFocusOnChange(chosen: unknown): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null)
  const shown = useRef(chosen)
  useEffect(() => {
    if (shown.current !== chosen) heading.current?.focus()
    shown.current = chosen
  }, [chosen])
  return heading
}
