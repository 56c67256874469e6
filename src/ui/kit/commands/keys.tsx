import { useConsole } from '../console-context.js'
import type { Shortcut } from './command.js'
import { ariaKeys, isMac, keyNames } from './key-match.js'

/** Keys to press together, as they are written on the keyboard. */
export function Keys({ keys }: { keys: Shortcut }) {
  const { t } = useConsole()
  return (
    <span class="keys">
      {keyNames(keys, { t, mac: isMac() }).map((name, index) => (
        <>
          {index > 0 && ' + '}
          <kbd>{name}</kbd>
        </>
      ))}
    </span>
  )
}

/** What a button that does a command takes from it: what happens, and its keys for assistive technologies, unless they are turned off. */
export function useCommand(id: string): { onClick: () => void; 'aria-keyshortcuts'?: string } {
  const { session, state, commandOf } = useConsole()
  const { keys, run } = commandOf(id)
  const onClick = () => run?.(session)
  return keys && state.preferences.shortcuts ? { onClick, 'aria-keyshortcuts': ariaKeys(keys, isMac()) } : { onClick }
}
