import type { RefObject } from 'preact'
import { useEffect } from 'preact/hooks'
import type { FocusWish } from './agent-console.js'
import { useConsole } from './console-context.js'

/**
 * Moves the keyboard focus to an element when the session wishes it there.
 * @param ready whether the element is the one meant; the wish waits until it is
 */
export function useFocusWish(on: FocusWish['on'], element: RefObject<HTMLElement | null>, ready = true): void {
  const { session, state } = useConsole()
  const serial = state.focus?.on === on ? state.focus.serial : 0
  useEffect(() => {
    if (serial === 0 || !ready || !element.current || session.focusServed >= serial) return
    element.current.focus()
    if (document.activeElement === element.current) session.focusServed = serial
  }, [serial, ready, element, session, state])
}
