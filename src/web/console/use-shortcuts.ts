import { useEffect } from 'preact/hooks'
import type { ConsoleSession } from './console-session.js'

/** Actions by the physical key that Alt is held with; these letters are at the same place on AZERTY and QWERTY. */
const ALT_KEYS: Record<string, (session: ConsoleSession) => void> = {
  KeyJ: (session) => session.walk(1),
  KeyK: (session) => session.walk(-1),
  KeyP: (session) => void session.claimOpenOrFirst(),
  KeyN: (session) => session.focusOn('composer'),
  KeyE: (session) => session.setResolving(true),
}

/** Listens to the console's shortcuts, unless the agent has turned them off. */
export function useShortcuts(session: ConsoleSession): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const { phase, preferences, helpOpen } = session.state
      if (phase !== 'signed_in' || !preferences.shortcuts || helpOpen || event.ctrlKey || event.metaKey) return
      const action = event.altKey && !event.shiftKey ? ALT_KEYS[event.code] : helpAction(event)
      if (!action) return
      event.preventDefault()
      action(session)
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [session])
}

/** `?` opens the help, except where one writes. */
function helpAction(event: KeyboardEvent): ((session: ConsoleSession) => void) | undefined {
  const writing = event.target instanceof HTMLElement && event.target.closest('input, textarea, select') !== null
  return event.key === '?' && !event.altKey && !writing ? (session) => session.setHelp(true) : undefined
}
