import type { Translate } from '../console-words.js'
import type { Command, Shortcut } from './command.js'

/** The parts of a keyboard event that shortcuts look at. */
export type Pressed = Pick<KeyboardEvent, 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'code' | 'key'>

/** Where and on what something is pressed. */
export interface PressedIn {
  /** Whether the focus is where one writes. */
  writing: boolean
  mac: boolean
}

/** The command whose keys are pressed, if any. Pure. */
export function pressedCommand(commands: readonly Command[], pressed: Pressed, where: PressedIn): Command | undefined {
  return commands.find(({ keys, run }) => keys && run && isPressed(keys, pressed, where))
}

/** Whether the keys of a shortcut are pressed. Pure. */
export function isPressed(keys: Shortcut, pressed: Pressed, { writing, mac }: PressedIn): boolean {
  const { altKey, ctrlKey, metaKey, shiftKey, code, key } = pressed
  // AltGr, which types signs, is Ctrl and Alt together on Windows.
  if ('alt' in keys) return altKey && !ctrlKey && !metaKey && !shiftKey && code === keys.alt && !(mac && writing)
  if ('mod' in keys)
    return (mac ? metaKey && !ctrlKey : ctrlKey && !metaKey) && !altKey && !shiftKey && code === keys.mod
  if ('key' in keys) return code === keys.key && !altKey && !ctrlKey && !metaKey && !shiftKey
  return key === keys.sign && !altKey && !ctrlKey && !metaKey && !writing
}

/** Whether an element is one in which signs are typed: a letter pressed there is a letter. */
export function isWriting(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target.closest('textarea, select')) return true
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'range', 'button', 'submit'].includes(target.type)
}

/** Whether the keyboard is a Mac's. */
export function isMac(): boolean {
  return /Mac|iPhone|iPad/.test(navigator.platform)
}

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
