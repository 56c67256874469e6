import type { Command } from '../../../ui/kit/commands/command.js'
import { liveCommand } from '../../../ui/kit/commands/live-command.js'

/** What an agent does with the answers that wait for a check. */
export const TRUST_COMMANDS: readonly Command[] = [
  liveCommand({ id: 'check-answer', label: 'trust.help', keys: { alt: 'KeyV' } }),
]
