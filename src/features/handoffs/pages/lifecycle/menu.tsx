import type { ComponentChildren } from 'preact'
import { useCallback, useEffect, useRef } from 'preact/hooks'
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
  const close = useCallback(() => session.openPanel(null), [session])
  useClosingMenu(menu, isOpen, close)
  useEffect(() => {
    if (isOpen) menu.current?.querySelector<HTMLElement>('.popover button')?.focus()
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
        <Icon name={icon} /> <span class="verb-word">{label}</span>
      </button>
      {isOpen && (
        <section id={id} class="popover" aria-label={title}>
          <h3>{title}</h3>
          {children}
        </section>
      )}
    </div>
  )
}
