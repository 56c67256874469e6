import { firstToTake, offeredToMe } from '../../../features/handoffs/pages/routing/offers.js'
import type { ConsoleSession } from '../console-session.js'
import type { Command } from './command.js'
import { runLive } from './live-command.js'

const isMine = ({ state: { detail, session } }: ConsoleSession) =>
  detail?.handoff.status === 'assigned' && detail.handoff.agentId === session?.user.id
const isOpen = ({ state }: ConsoleSession) => state.route.handoffId !== null

/** What an agent does with the queue and the open conversation. */
export const HANDOFF_COMMANDS: readonly Command[] = [
  { id: 'next', label: 'help.next', keys: { alt: 'KeyJ' }, run: (session) => session.walk(1) },
  { id: 'previous', label: 'help.previous', keys: { alt: 'KeyK' }, run: (session) => session.walk(-1) },
  {
    id: 'claim',
    label: 'help.claim',
    keys: { alt: 'KeyP' },
    when: ({ state: { pending, queue, route } }) =>
      pending === null && queue !== null && firstToTake(queue, route.handoffId) !== undefined,
    run: (session) => void session.claimOpenOrFirst(),
  },
  {
    id: 'pass-offer',
    label: 'routing.offer.pass',
    when: ({ state }) => state.pending === null && offeredToMe(state.queue) !== undefined,
    run(session) {
      const offered = offeredToMe(session.state.queue)
      if (offered) void session.passOffer(offered.id)
    },
  },
  {
    id: 'compose',
    label: 'help.compose',
    keys: { alt: 'KeyN' },
    when: isMine,
    run(session) {
      // Where one writes may stand behind the analysis, or behind the form that ends a conversation.
      showConversation(session)
      session.setResolving(false)
      // From a private note, back to the answer.
      runLive('answer')
    },
  },
  { id: 'send', label: 'help.send', keys: { mod: 'Enter' } },
  {
    id: 'resolve',
    label: 'help.resolve',
    keys: { alt: 'KeyE' },
    when: isMine,
    run(session) {
      showConversation(session)
      session.setResolving(true)
    },
  },
  {
    id: 'release',
    label: 'commands.release',
    when: (session) => isMine(session) && session.state.pending === null,
    run: releaseOpen,
  },
  {
    id: 'to-queue',
    label: 'commands.toQueue',
    keys: { alt: 'KeyR' },
    run(session) {
      // On a wide screen it stands beside the conversation, which stays open.
      if (!document.getElementById('queue')?.offsetParent) session.navigate({ view: 'queue', handoffId: null })
      session.focusOn('queue')
    },
  },
  {
    id: 'to-thread',
    label: 'commands.toThread',
    keys: { alt: 'KeyL' },
    when: isOpen,
    run(session) {
      showConversation(session)
      session.focusOn('thread')
    },
  },
  {
    id: 'to-understanding',
    label: 'commands.toUnderstanding',
    keys: { alt: 'KeyI' },
    when: isOpen,
    run(session) {
      const { handoffId } = session.state.route
      if (handoffId !== null) session.navigate({ view: 'understanding', handoffId })
      session.focusOn('understanding')
    },
  },
]

function showConversation(session: ConsoleSession): void {
  const { handoffId, view } = session.state.route
  if (handoffId !== null && view !== 'conversation') session.navigate({ view: 'conversation', handoffId })
}

function releaseOpen(session: ConsoleSession): void {
  const { handoffId } = session.state.route
  if (handoffId !== null) void session.release(handoffId)
}
