import type { AgentConsole, Panel } from '../../../../ui/kit/agent-console.js'
import type { Command } from '../../../../ui/kit/commands/command.js'

const held = ({ state: { detail, session } }: AgentConsole) =>
  detail?.handoff.status === 'assigned' && detail.handoff.agentId === session?.user.id ? detail.handoff : null

const open = (panel: Panel) => (session: AgentConsole) => {
  const { handoffId, view } = session.state.route
  if (handoffId !== null && view !== 'conversation') session.navigate({ view: 'conversation', handoffId })
  session.openPanel(panel)
}

/** What becomes of the open conversation, besides its end. */
export const LIFECYCLE_COMMANDS: readonly Command[] = [
  {
    id: 'transfer',
    label: 'lifecycle.transfer',
    keys: { alt: 'KeyT' },
    when: (session) => held(session) !== null,
    run: open('transfer'),
  },
  {
    id: 'snooze',
    label: 'lifecycle.snooze',
    keys: { alt: 'KeyS' },
    when: (session) => held(session)?.snoozedUntil === undefined && held(session) !== null,
    run: open('snooze'),
  },
]
