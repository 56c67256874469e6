import type { RefObject } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { useConsole } from './console-context.js'
import type { Route } from './route.js'

/**
 * On a narrow screen, one pane replaces another: when the focus was on something that has just been hidden, it goes to
 * the heading of the pane that shows.
 */
export function useRescuedFocus(view: Route['view'], heading: RefObject<HTMLElement | null>): void {
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
