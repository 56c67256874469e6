import { LIFECYCLE_COMMANDS } from '../../../features/handoffs/pages/lifecycle/lifecycle-commands.js'
import { COPILOT_COMMANDS } from '../../../features/replies/pages/copilot-commands.js'
import { TRUST_COMMANDS } from '../../../features/validation/pages/trust-commands.js'
import type { Command } from './command.js'
import { CONSOLE_COMMANDS } from './console-commands.js'
import { HANDOFF_COMMANDS } from './handoff-commands.js'

/** Every command of the console, in the order of the help. A part that has its own adds its list here. */
export const COMMANDS: readonly Command[] = [
  ...HANDOFF_COMMANDS,
  ...LIFECYCLE_COMMANDS,
  ...COPILOT_COMMANDS,
  ...TRUST_COMMANDS,
  ...CONSOLE_COMMANDS,
]

/** A command by its id, for a button that does the same. @throws when there is none */
export function commandOf(id: string): Command {
  const command = COMMANDS.find((one) => one.id === id)
  if (!command) throw new Error(`no command ${id}`)
  return command
}
