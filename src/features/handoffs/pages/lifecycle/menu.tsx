import type { ComponentChildren } from 'preact'
import { useCallback, useLayoutEffect, useRef } from 'preact/hooks'
import type { Panel } from '../../../../ui/kit/agent-console.js'
import { useCommand } from '../../../../ui/kit/commands/keys.js'
import { useConsole } from '../../../../ui/kit/console-context.js'
import { Icon, type IconName } from '../../../../ui/kit/icon.js'
import { useClosingMenu } from '../../../../ui/kit/use-closing-menu.js'

interface MenuProps {
  panel: Panel
  icon: IconName
  label: string
  title: string
  /** Shown while the menu is open: each of its buttons does something at once. */
  children: ComponentChildren
}

/** A button of the open conversation, and the menu under it. Escape, or a press elsewhere, closes it. Its key opens it from anywhere. */
export function Menu({ panel, icon, label, title, children }: MenuProps) {
  const { session, state } = useConsole()
  const menu = useRef<HTMLDivElement>(null)
  const isOpen = state.panel === panel
  const popover = useRef<HTMLElement>(null)
  const close = useCallback(() => session.openPanel(null), [session])
  useClosingMenu(menu, isOpen, close)
  // What is read from the server comes after the menu, which holds the keyboard meanwhile.
  useLayoutEffect(() => {
    if (!popover.current?.contains(document.activeElement)) popover.current?.focus()
  }, [isOpen])
  const { 'aria-keyshortcuts': keys } = useCommand(panel)
  const id = `menu-${panel}`
  return (
    <div class="verb" ref={menu}>
      <button
        type="button"
        class="button quiet"
        aria-expanded={isOpen}
        aria-controls={id}
        aria-keyshortcuts={keys}
        title={label}
        onClick={() => session.openPanel(isOpen ? null : panel)}
      >
        <Icon name={icon} /> <span class="if-room">{label}</span>
      </button>
      {isOpen && (
        <section id={id} class="popover" aria-label={title} ref={popover} tabIndex={-1}>
          <h3>{title}</h3>
          {children}
        </section>
      )}
    </div>
  )
}

/** The choices of a menu, one a line. The first takes the focus once they are there: read from the server, they may come after the menu. */
export function Choices({ children }: { children: ComponentChildren }) {
  const list = useRef<HTMLUListElement>(null)
  useLayoutEffect(() => list.current?.querySelector('button')?.focus(), [])
  return (
    <ul class="choices-list" ref={list}>
      {children}
    </ul>
  )
}
