import type { RefObject } from 'preact'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import type { FocusWish } from './agent-console.js'
import { useConsole } from './console-context.js'
import type { ConsoleRoute } from './console-route.js'

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

/**
 * What has just opened takes the focus, before it is seen.
 * @param shown takes it again whenever this is another
 * @returns what is put on the element that takes it
 */
export function useFocusOnOpen<Taker extends HTMLElement>(shown?: unknown): RefObject<Taker | null> {
  const taker = useRef<Taker>(null)
  useLayoutEffect(() => taker.current?.focus(), [shown])
  return taker
}

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

/**
 * On a narrow screen, one pane replaces another: when the focus was on something that has just been hidden, it goes to
 * the heading of the pane that shows.
 */
export function useRescuedFocus(view: ConsoleRoute['view'], heading: RefObject<HTMLElement | null>): void {
  const { route } = useConsole().state
  const arrived = useRef(false)
  useEffect(() => {
    // A page that has just been loaded keeps its beginning, where the way to skip the bar is.
    if (!arrived.current) {
      arrived.current = true
      return
    }
    const active = document.activeElement
    const lost = active === document.body || (active instanceof HTMLElement && active.offsetParent === null)
    if (route.view === view && lost) heading.current?.focus()
  }, [route, view, heading])
}
