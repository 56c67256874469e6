import { useConsole } from '../console-context.js'
import { isMac } from './key-match.js'
import { ariaKeys } from './key-names.js'

/** What a button that does a command takes from it: what happens, and its keys for assistive technologies, unless they are turned off. */
export function useCommand(id: string): { onClick: () => void; 'aria-keyshortcuts'?: string } {
  const { session, state, commandOf } = useConsole()
  const { keys, run } = commandOf(id)
  const onClick = () => run?.(session)
  return keys && state.preferences.shortcuts ? { onClick, 'aria-keyshortcuts': ariaKeys(keys, isMac()) } : { onClick }
}
