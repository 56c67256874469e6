import type { RefObject } from 'preact'
import { Button } from './button.js'
import type { ChatProps } from './chat.js'
import { unreadCount } from './state-questions.js'

interface LauncherProps extends ChatProps {
  /** What the page calls it, in place of its own words. */
  label?: string | undefined
  open: boolean
  onOpen: () => void
  button: RefObject<HTMLButtonElement | null>
}

/** The button that opens the panel; it says what it does, and how many messages wait. */
export function Launcher({ chat: { state, t }, label, open, onOpen, button }: LauncherProps) {
  const count = unreadCount(state)
  return (
    <Button
      class="launcher"
      icon="chat"
      ref={button}
      hidden={open}
      aria-expanded={open}
      aria-controls="panel"
      onClick={onOpen}
    >
      <span class="label">{label ?? t('launcher')}</span>
      {count > 0 && (
        <span class="badge">
          <span aria-hidden="true">{count}</span>
          <span class="hidden"> {t('unread', { count })}</span>
        </span>
      )}
    </Button>
  )
}
