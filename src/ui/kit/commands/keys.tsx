import { useConsole } from '../console-context.js'
import type { Shortcut } from './command.js'
import { isMac } from './key-match.js'
import { keyNames } from './key-names.js'

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
