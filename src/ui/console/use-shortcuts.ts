import { useEffect } from 'preact/hooks'
import { translator } from '../kit/words.js'
import { isPossible } from './commands/command.js'
import { COMMANDS } from './commands/commands.js'
import { isMac, isWriting, pressedCommand } from './commands/key-match.js'
import type { ConsoleSession } from './console-session.js'

/** Listens to the keys of the commands, unless the agent has turned them off, or a window over the console holds the keyboard. */
export function useShortcuts(session: ConsoleSession): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const { phase, preferences, dialog } = session.state
      if (phase !== 'signed_in' || !preferences.shortcuts || event.isComposing || event.defaultPrevented) return
      const command = pressedCommand(COMMANDS, event, { writing: isWriting(event.target), mac: isMac() })
      const isBehind = document.querySelector('dialog[open]') !== null && dialog !== 'palette'
      if (!command || isBehind || (dialog === 'palette' && command.id !== 'palette')) return
      // The keys are the console's even when there is nothing to do: the browser's own menus do not open instead.
      event.preventDefault()
      if (isPossible(command, session)) command.run?.(session)
      else session.announce(translator(preferences.language)('commands.notNow'))
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [session])
}
