import type { QueueItem, TitlesView } from '../../../platform/http/contract.js'
import type { Translate, WordKey } from '../../kit/words.js'
import type { ConsoleSession } from '../console-session.js'
import { handoffReference } from '../handoff-reference.js'
import { walkableItems } from '../queue-sections.js'
import { isPossible } from './command.js'
import { COMMANDS } from './commands.js'
import type { PaletteItem } from './palette-search.js'

/** An entry as the town's site names it. */
export type Titled = TitlesView['entries'][number]

/** The pages that an agent may open, by what they are called. */
const PAGES: { id: string; label: WordKey; address: string; admin?: true }[] = [
  { id: 'admin', label: 'commands.page.admin', address: '/admin', admin: true },
  { id: 'account', label: 'account.link', address: '/compte' },
  { id: 'site', label: 'commands.page.site', address: '/' },
  { id: 'plain', label: 'commands.page.plain', address: '/sans-script' },
  { id: 'privacy', label: 'commands.page.privacy', address: '/confidentialite' },
  { id: 'accessibility', label: 'commands.page.accessibility', address: '/accessibilite' },
]

/** Everything that can be done or opened now. */
export function paletteItems(session: ConsoleSession, entries: readonly Titled[], t: Translate): PaletteItem[] {
  return [
    ...actions(session, t),
    ...conversations(session, t),
    ...entries.map(({ id, title, questions }) => ({
      id: `entry:${id}`,
      group: 'entries' as const,
      label: title,
      hint: t('commands.newTab'),
      words: questions.join(' '),
      run: () => openElsewhere(`/fiche/${encodeURIComponent(id)}`),
    })),
    ...pages(session, t),
  ]
}

function actions(session: ConsoleSession, t: Translate): PaletteItem[] {
  const possible = COMMANDS.filter((command) => command.id !== 'palette' && isPossible(command, session))
  return possible.map(({ id, label, keys, run }) => ({
    id: `command:${id}`,
    group: 'actions' as const,
    label: t(label),
    ...(keys && session.state.preferences.shortcuts ? { keys } : {}),
    run: () => run?.(session),
  }))
}

function conversations(session: ConsoleSession, t: Translate): PaletteItem[] {
  const { queue } = session.state
  const items: QueueItem[] = queue ? walkableItems(queue) : []
  return items.map((item) => ({
    id: `handoff:${item.id}`,
    group: 'conversations' as const,
    label: item.subject || item.lastText || t('queue.noWords'),
    hint: t('queue.reference', { reference: handoffReference(item) }),
    words: [handoffReference(item), item.lastText, item.contact?.name, item.agentName].join(' '),
    run() {
      session.navigate({ view: 'conversation', handoffId: item.id })
      session.focusOn('thread')
    },
  }))
}

function pages({ state }: ConsoleSession, t: Translate): PaletteItem[] {
  const isAdmin = state.session?.user.roles.includes('admin') ?? false
  return PAGES.filter(({ admin }) => isAdmin || !admin).map(({ id, label, address }) => ({
    id: `page:${id}`,
    group: 'pages' as const,
    label: t(label),
    hint: t('commands.newTab'),
    run: () => openElsewhere(address),
  }))
}

/** In another tab: the conversation stays where it is. */
function openElsewhere(address: string): void {
  window.open(address, '_blank', 'noopener')
}
