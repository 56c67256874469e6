import type { Command } from '../../../ui/console/commands/command.js'
import { liveCommand } from '../../../ui/console/commands/live-command.js'

/** What an agent does where she writes, besides writing. */
export const COPILOT_COMMANDS: readonly Command[] = [
  liveCommand({ id: 'note', label: 'copilot.help.note', keys: { alt: 'KeyO' } }),
  // The composer has these keys: they insert where the caret is.
  { id: 'insert', label: 'copilot.help.insert', keys: { alt: '1…5' } },
]
