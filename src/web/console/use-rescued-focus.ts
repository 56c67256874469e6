import type { RefObject } from 'preact'
import { useEffect } from 'preact/hooks'
import { useConsole } from './console-context.js'
import type { Route } from './route.js'

/**
 * On a narrow screen, one pane replaces another: when the focus was on something that has just been hidden, it goes to
 * the heading of the pane that shows.
 */
export function useRescuedFocus(view: Route['view'], heading: RefObject<HTMLElement | null>): void {
  const { route } = useConsole().state
  useEffect(() => {
    const active = document.activeElement
    const lost = active === document.body || (active instanceof HTMLElement && active.offsetParent === null)
    if (route.view === view && lost) heading.current?.focus()
  }, [route, view, heading])
}
