import type { RefObject } from 'preact'
import { useLayoutEffect } from 'preact/hooks'

/** Closes a menu when the agent presses Escape, or touches or reaches something outside of it. */
export function useClosingMenu(menu: RefObject<HTMLElement | null>, open: boolean, close: () => void): void {
  useLayoutEffect(() => {
    if (!open) return
    const onOutside = (event: Event) => {
      if (event.target instanceof Node && !menu.current?.contains(event.target)) close()
    }
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      close()
      menu.current?.querySelector('button')?.focus()
    }
    addEventListener('pointerdown', onOutside)
    addEventListener('focusin', onOutside)
    addEventListener('keydown', onKeyDown)
    return () => {
      removeEventListener('pointerdown', onOutside)
      removeEventListener('focusin', onOutside)
      removeEventListener('keydown', onKeyDown)
    }
  }, [menu, open, close])
}
