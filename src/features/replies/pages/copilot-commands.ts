import type { Command } from '../../../ui/kit/commands/command.js'
import { liveCommand } from '../../../ui/kit/commands/live-command.js'

/** What an agent does where she writes, besides writing. */
export const COPILOT_COMMANDS: readonly Command[] = [
  liveCommand({ id: 'note', label: 'copilot.help.note', keys: { alt: 'KeyO' } }),
  // The composer has these keys: they insert where the caret is.
  { id: 'insert', label: 'copilot.help.insert', keys: { alt: '1…5' } },
]
