import type { AgentConsole, Panel } from '../../../../ui/kit/agent-console.js'
import type { Command } from '../../../../ui/kit/commands/command.js'
import { type Handoff, isHeldBy } from '../../handoff.js'

/** The open handoff, if the agent holds it. */
export function heldOpen({ state: { detail, session } }: AgentConsole): Handoff | null {
  return detail && isHeldBy(detail.handoff, session?.user.id) ? detail.handoff : null
}

/** Shows the open conversation where another pane stands in its place. */
export function showConversation(session: AgentConsole): void {
  const { handoffId, view } = session.state.route
  if (handoffId !== null && view !== 'conversation') session.navigate({ view: 'conversation', handoffId })
}

const open = (panel: Panel) => (session: AgentConsole) => {
  showConversation(session)
  session.openPanel(panel)
}

/** What becomes of the open conversation, besides its end. */
export const LIFECYCLE_COMMANDS: readonly Command[] = [
  {
    id: 'transfer',
    label: 'lifecycle.transfer',
    keys: { alt: 'KeyT' },
    when: (session) => heldOpen(session) !== null,
    run: open('transfer'),
  },
  {
    id: 'snooze',
    label: 'lifecycle.snooze',
    keys: { alt: 'KeyS' },
    when: (session) => heldOpen(session)?.snoozedUntil === undefined && heldOpen(session) !== null,
    run: open('snooze'),
  },
]
