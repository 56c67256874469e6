import type { Translate } from '../words.js'
import type { Shortcut } from './command.js'

/** The keys of a shortcut as they are read on the keyboard: "Alt", "J". */
export function keyNames(keys: Shortcut, { t, mac }: { t: Translate; mac: boolean }): string[] {
  if ('alt' in keys) return [mac ? t('commands.mac.alt') : t('help.alt'), keyName(keys.alt, t)]
  if ('mod' in keys) return [mac ? t('commands.mac.mod') : t('help.ctrl'), keyName(keys.mod, t)]
  return ['key' in keys ? keys.key : keys.sign]
}

/** The same for assistive technologies, as `aria-keyshortcuts` wants them. Source: WAI-ARIA 1.2 */
export function ariaKeys(keys: Shortcut, mac: boolean): string {
  if ('alt' in keys) return `Alt+${plainName(keys.alt)}`
  if ('mod' in keys) return `${mac ? 'Meta' : 'Control'}+${plainName(keys.mod)}`
  return 'key' in keys ? keys.key : keys.sign
}

function keyName(code: string, t: Translate): string {
  return code === 'Enter' ? t('help.enter') : plainName(code)
}

function plainName(code: string): string {
  return code.replace(/^Key/, '')
}
