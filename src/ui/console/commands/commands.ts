import { firstToTake, offeredToMe } from '../../../features/handoffs/pages/routing/offer-bar.js'
import { maySupervise, SUPERVISION } from '../../../features/statistics/pages/supervision/supervision-place.js'
import { type Handoff, isHeldBy } from '../../../platform/model/handoff.js'
import type { AgentConsole, Panel } from '../../kit/agent-console.js'
import { type Command, liveCommand, runLive } from '../../kit/commands/command.js'
import { serverNow } from '../../kit/town-clock.js'

/** The open handoff, if the agent holds it. */
function heldOpen({ state: { detail, session } }: AgentConsole): Handoff | null {
  return detail && isHeldBy(detail.handoff, session?.user.id) ? detail.handoff : null
}

/** Shows the open conversation where another pane stands in its place. */
function showConversation(session: AgentConsole): void {
  const { handoffId, view } = session.state.route
  if (handoffId !== null && view !== 'conversation') session.navigate({ view: 'conversation', handoffId })
}

const open = (panel: Panel) => (session: AgentConsole) => {
  showConversation(session)
  session.openPanel(panel)
}

const isMine = (session: AgentConsole) => heldOpen(session) !== null
const isOpen = ({ state }: AgentConsole) => state.route.handoffId !== null

/** What an agent does with the queue and the open conversation. */
const HANDOFF_COMMANDS: readonly Command[] = [
  { id: 'next', label: 'help.next', keys: { alt: 'KeyJ' }, run: (session) => session.walk(1) },
  { id: 'previous', label: 'help.previous', keys: { alt: 'KeyK' }, run: (session) => session.walk(-1) },
  {
    id: 'claim',
    label: 'help.claim',
    keys: { alt: 'KeyP' },
    when: ({ state: { pending, queue, route } }) =>
      pending === null && queue !== null && firstToTake(queue, route.handoffId, serverNow()) !== undefined,
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
      // Where one writes may stand behind the side panel.
      showConversation(session)
      session.focusOn('composer')
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
      session.focusOn('end')
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
      openSide(session)
      session.focusOn('understanding')
    },
  },
]

/** Beside the conversation where there is room, in its place elsewhere. */
export function openSide(session: AgentConsole): void {
  const { handoffId } = session.state.route
  session.prefer({ side: true })
  if (handoffId !== null && isNarrow()) session.navigate({ view: 'understanding', handoffId })
}

/** Whether the side panel takes the place of the conversation. */
export function isNarrow(): boolean {
  return matchMedia('(max-width: 72em)').matches
}

function releaseOpen(session: AgentConsole): void {
  const { handoffId } = session.state.route
  if (handoffId !== null) void session.release(handoffId)
}

/** What becomes of the open conversation, besides its end. */
const LIFECYCLE_COMMANDS: readonly Command[] = [
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

/** What an agent does where she writes, besides writing, and with the answers that wait for a check. */
const WRITING_COMMANDS: readonly Command[] = [
  liveCommand({ id: 'note', label: 'copilot.help.note', keys: { alt: 'KeyO' } }),
  // The composer has these keys: they insert where the caret is.
  { id: 'insert', label: 'copilot.help.insert', keys: { alt: '1…5' } },
  liveCommand({ id: 'check-answer', label: 'validation.help', keys: { alt: 'KeyV' } }),
]

/** What an agent does with the console itself. */
const CONSOLE_COMMANDS: readonly Command[] = [
  { id: 'sheet', label: 'sheet.find', keys: { key: 'F2' }, run: (session) => session.show('sheet') },
  {
    id: 'palette',
    label: 'commands.palette',
    keys: { mod: 'KeyK' },
    run: (session) => session.show(session.state.dialog === 'palette' ? null : 'palette'),
  },
  { id: 'help', label: 'commands.help', keys: { sign: '?' }, run: (session) => session.show('help') },
  {
    id: 'available',
    label: 'commands.available',
    when: ({ state }) => state.queue !== null && state.queue.presence !== 'available',
    run: (session) => void session.setAvailability('available'),
  },
  {
    id: 'away',
    label: 'commands.away',
    when: ({ state }) => state.queue !== null && state.queue.presence !== 'away',
    run: (session) => void session.setAvailability('away'),
  },
  { id: 'alerts', label: 'commands.alerts', run: (session) => session.show('alerts') },
  {
    id: 'sound',
    label: 'commands.sound',
    run: (session) => session.prefer({ sound: !session.state.preferences.sound }),
  },
  {
    id: 'supervision',
    label: 'supervision.link',
    when: ({ state }) => maySupervise(state.session),
    run() {
      location.hash = SUPERVISION
    },
  },
  {
    id: 'practice',
    label: 'practice.open',
    run: (session) => session.navigate({ view: 'practice', handoffId: null }),
  },
  {
    id: 'language',
    label: 'commands.language',
    run: (session) => session.prefer({ language: session.state.preferences.language === 'fr' ? 'en' : 'fr' }),
  },
  { id: 'sign-out', label: 'commands.signOut', run: (session) => session.askSignOut() },
]

/** Every command of the console, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  ...HANDOFF_COMMANDS,
  ...LIFECYCLE_COMMANDS,
  ...WRITING_COMMANDS,
  ...CONSOLE_COMMANDS,
]

/** A command by its id, for a button that does the same. @throws when there is none */
export function commandOf(id: string): Command {
  const command = COMMANDS.find((one) => one.id === id)
  if (!command) throw new Error(`no command ${id}`)
  return command
}
