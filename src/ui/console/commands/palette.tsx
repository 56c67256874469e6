import { useEffect, useRef, useState } from 'preact/hooks'
import { factRoutes, type TitlesView } from '../../../features/asking/facts-contract.js'
import type { QueueItem } from '../../../features/handoffs/contract.js'
import { communeAtHand } from '../../../features/handoffs/pages/queue/communes.js'
import { walkableItems } from '../../../features/handoffs/pages/queue/queue-lists.js'
import { handoffReference } from '../../../features/handoffs/pages/queue/queue-row.js'
import { sheetLink } from '../../../features/sheets/sheet-link.js'
import { DECLARATION_PATH, NOTICE_PATH, PLAIN_PREFIX } from '../../../platform/http/pages/plain-links.js'
import type { AgentConsole } from '../../kit/agent-console.js'
import { attempt } from '../../kit/browser.js'
import { isPossible } from '../../kit/commands/command.js'
import { Keys } from '../../kit/commands/keys.js'
import { useConsole } from '../../kit/console-context.js'
import { ConsoleDialog } from '../../kit/console-dialog.js'
import { plural, type Translate, type WordKey } from '../../kit/console-words.js'
import { movedTo, OptionList } from '../../kit/option-list.js'
import { serverNow } from '../../kit/town-clock.js'
import { COMMANDS } from './commands.js'
import { type PaletteItem, searchPalette } from './palette-search.js'

/** An entry as the town's site names it. */
type Titled = TitlesView['entries'][number]

/** The pages that an agent may open, by what they are called. */
const PAGES: { id: string; label: WordKey; address: string; admin?: true }[] = [
  { id: 'admin', label: 'commands.page.admin', address: '/admin', admin: true },
  { id: 'account', label: 'account.link', address: '/compte' },
  { id: 'site', label: 'commands.page.site', address: '/' },
  { id: 'plain', label: 'commands.page.plain', address: PLAIN_PREFIX },
  { id: 'privacy', label: 'commands.page.privacy', address: NOTICE_PATH },
  { id: 'accessibility', label: 'commands.page.accessibility', address: DECLARATION_PATH },
]

/** Everything that can be done or opened now. */
function paletteItems(session: AgentConsole, entries: readonly Titled[], t: Translate): PaletteItem[] {
  return [
    ...actions(session, t),
    ...conversations(session, t),
    ...entries.map(({ id, title, questions }) => ({
      id: `entry:${id}`,
      group: 'entries' as const,
      label: title,
      hint: t('commands.newTab'),
      words: questions.join(' '),
      run: () => openElsewhere(sheetLink({ entryId: id })),
    })),
    ...pages(session, t),
  ]
}

function actions(session: AgentConsole, t: Translate): PaletteItem[] {
  const possible = COMMANDS.filter((command) => command.id !== 'palette' && isPossible(command, session))
  return possible.map(({ id, label, keys, run }) => ({
    id: `command:${id}`,
    group: 'actions' as const,
    label: t(label),
    ...(keys && session.state.preferences.shortcuts ? { keys } : {}),
    run: () => run?.(session),
  }))
}

function conversations(session: AgentConsole, t: Translate): PaletteItem[] {
  const { queue } = session.state
  const items: QueueItem[] = queue ? walkableItems(queue, serverNow()) : []
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

function pages({ state }: AgentConsole, t: Translate): PaletteItem[] {
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

const KEY = 'guichet-console:recent'
const MOST = 5

/** Ids of what was last chosen in the palette, latest first. */
function readRecent(): string[] {
  const kept = attempt(() => JSON.parse(localStorage.getItem(KEY) ?? '[]') as unknown)
  return Array.isArray(kept) ? kept.filter((id): id is string => typeof id === 'string').slice(0, MOST) : []
}

/** Keeps a choice. Conversations are not kept: nothing of a citizen stays on the computer. */
function keepRecent(id: string): void {
  if (id.startsWith('handoff:')) return
  const ids = [id, ...readRecent().filter((one) => one !== id)].slice(0, MOST)
  attempt(() => localStorage.setItem(KEY, JSON.stringify(ids)))
}

/** One list of all that can be done and opened now, found by a few letters. */
export function Palette() {
  const { t, state } = useConsole()
  return (
    <ConsoleDialog name="palette" title={t('commands.palette')}>
      {state.dialog === 'palette' && <Search />}
    </ConsoleDialog>
  )
}

/** What is typed, what is found for it, and going through that by the keyboard. */
function useSearch() {
  const { t, session } = useConsole()
  const entries = useEntries()
  const [recent] = useState(readRecent)
  // What is typed may run ahead of what is drawn: Enter goes by what was typed.
  const typed = useRef({ query: '', at: 0 })
  const [, draw] = useState(0)
  const change = (changes: Partial<typeof typed.current>) => {
    typed.current = { ...typed.current, ...changes }
    draw((turn) => turn + 1)
  }
  const search = () => {
    const sections = searchPalette(paletteItems(session, entries, t), typed.current.query, recent)
    const items = sections.flatMap((section) => section.items)
    return { sections, items, current: Math.min(typed.current.at, items.length - 1) }
  }
  const choose = (item: PaletteItem | undefined) => {
    if (!item) return
    keepRecent(item.id)
    session.show(null)
    // The window gives the focus back first; what is chosen may then move it.
    setTimeout(item.run)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const found = search()
    const next = movedTo(event.key, found.current, found.items.length)
    if (next !== null) change({ at: next })
    else if (event.key === 'Enter' && !event.isComposing) choose(found.items[found.current])
    else return
    event.preventDefault()
  }
  return { ...search(), query: typed.current.query, change, choose, onKeyDown }
}

/** A combobox with its list always open. Source: ARIA Authoring Practices, "Editable Combobox With List Autocomplete" */
function Search() {
  const { t, language } = useConsole()
  const { sections, items, current, query, change, choose, onKeyDown } = useSearch()
  return (
    <>
      <label for="palette-field" class="visually-hidden">
        {t('commands.palette.field')}
      </label>
      <input
        id="palette-field"
        type="text"
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-autocomplete="list"
        aria-describedby="palette-hint"
        aria-activedescendant={items.length > 0 ? `palette-${current}` : undefined}
        placeholder={t('commands.palette.field')}
        autocomplete="off"
        spellcheck={false}
        onInput={(event) => change({ query: event.currentTarget.value, at: 0 })}
        onKeyDown={onKeyDown}
      />
      <p id="palette-hint" class="hint">
        {t('commands.palette.hint')}
      </p>
      <p class="visually-hidden" role="status">
        {query !== '' && plural(t, language, 'commands.palette.results', items.length)}
      </p>
      {sections.length === 0 && <p class="empty">{t('commands.palette.noneFound')}</p>}
      <OptionList
        id="palette"
        label={t('commands.palette')}
        sections={sections.map((section) => ({ ...section, name: t(`commands.group.${section.group}`) }))}
        current={items[current]}
        onChoose={choose}
        more={({ keys }) => keys && <Keys keys={keys} />}
      />
    </>
  )
}

/** The entries of the commune, read when the palette first opens. Without them, the rest can still be searched. */
function useEntries(): readonly Titled[] {
  const { session, state } = useConsole()
  const [entries, setEntries] = useState<readonly Titled[]>([])
  const communeId = communeAtHand(state)
  useEffect(() => {
    if (communeId === undefined) return
    session.api
      .ask(factRoutes.titles, { params: { id: communeId } })
      .then((view) => setEntries(view.entries ?? []))
      .catch(() => {})
  }, [session, communeId])
  return entries
}
