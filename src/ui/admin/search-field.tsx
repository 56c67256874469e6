import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { type StaffSearchView, staffSearchRoutes } from '../../features/staff-search/contract.js'
import { foldedWords } from '../../platform/text/fold-text.js'
import type { Shortcut } from '../kit/commands/command.js'
import { ariaKeys, isMac, isPressed, isWriting, keyNames } from '../kit/commands/key-match.js'
import { movedTo, OptionList } from '../kit/option-list.js'
import type { SectionProps } from '../kit/page-props.js'
import { hrefOf } from '../kit/place.js'
import { type ShellKey, shellWords } from '../kit/shell-words.js'
import { useClosingMenu } from '../kit/use-closing-menu.js'
import type { AdminPage } from './pages.js'

/** How long typing must pause before the server is asked. */
const PAUSE_MS = 150
/** Pages and settings, at most. */
const MOST_PLACES = 5
const SHORTCUTS: readonly Shortcut[] = [{ sign: '/' }, { mod: 'KeyK' }]

/** A line that was found; its id is its address. */
interface Line {
  id: string
  label: string
  hint?: string | undefined
  lang?: string
}

/** What was found for what is typed. */
interface Found {
  q: string
  sections: { group: string; name: string; items: Line[] }[]
  /** Whether the server could not be asked. */
  failed: boolean
}

interface Props extends SectionProps {
  /** The pages of whoever searches: nothing is shown that leads to another. */
  pages: readonly AdminPage[]
}

/** One field that finds an entry, a question, a person, a setting or a page, and leads there. */
export function SearchField(props: Props) {
  const { t, language } = props
  const { say } = shellWords(language)
  const [typed, setTyped] = useState('')
  const [isOpen, setOpen] = useState(false)
  const root = useRef<HTMLElement>(null)
  const field = useRef<HTMLInputElement>(null)
  const choose = ({ id }: Line) => {
    setOpen(false)
    setTyped('')
    go(id)
  }
  const finding = useFound(typed.trim(), props, choose)
  const { items, current, move, enter } = finding
  const close = useCallback(() => setOpen(false), [])
  useClosingMenu(root, isOpen, close)
  useShortcut(() => field.current?.select())
  const onKeyDown = (event: KeyboardEvent) => {
    const next = isOpen ? movedTo(event.key, current, items.length) : null
    if (next !== null) move(next)
    else if (event.key === 'ArrowDown') setOpen(true)
    else if (event.key === 'Escape' && !isOpen) setTyped('')
    else if (event.key === 'Enter' && !event.isComposing) enter()
    else return
    event.preventDefault()
  }
  const isListed = isOpen && items.length > 0
  return (
    <search class="admin-search" ref={root}>
      <label for="admin-search">{say('search')}</label>
      <input
        id="admin-search"
        ref={field}
        type="text"
        role="combobox"
        inputMode="search"
        autocomplete="off"
        spellcheck={false}
        maxLength={200}
        value={typed}
        aria-autocomplete="list"
        aria-expanded={isListed}
        aria-controls={isListed ? 'admin-search-list' : undefined}
        aria-activedescendant={isListed ? `admin-search-${current}` : undefined}
        aria-keyshortcuts={SHORTCUTS.map((keys) => ariaKeys(keys, isMac())).join(' ')}
        aria-describedby="admin-search-hint"
        onFocus={() => setOpen(true)}
        onInput={({ currentTarget: { value } }) => {
          setTyped(value)
          setOpen(true)
        }}
        onKeyDown={onKeyDown}
      />
      <FieldKeys t={t} />
      <SearchPanel finding={finding} language={language} isOpen={isOpen} onChoose={choose} />
    </search>
  )
}

/** The keys that lead to the field, for eyes alone: screen readers are told by the field. */
function FieldKeys({ t }: Pick<Props, 't'>) {
  return (
    <span class="search-keys" aria-hidden="true">
      {SHORTCUTS.map((keys) => (
        <kbd key={JSON.stringify(keys)}>{keyNames(keys, { t, mac: isMac() }).join(' ')}</kbd>
      ))}
    </span>
  )
}

interface PanelProps extends Pick<Props, 'language'> {
  finding: ReturnType<typeof useFound>
  isOpen: boolean
  onChoose: (line: Line) => void
}

/** What was found, under the field. */
function SearchPanel({ finding: { found, items, current }, language, isOpen, onChoose }: PanelProps) {
  const { say, many } = shellWords(language)
  return (
    <>
      <p class="visually-hidden" role="status">
        {found && (items.length > 0 ? many('search.found', items.length) : say('search.none', { q: found.q }))}
      </p>
      <div class="search-panel" hidden={!isOpen}>
        {found?.failed && <p class="hint">{say('search.failed')}</p>}
        <p id="admin-search-hint" class="hint" hidden={found !== null}>
          {say('search.hint')}
        </p>
        {found && items.length === 0 && <p class="hint">{say('search.none', { q: found.q })}</p>}
        {found && isOpen && items.length > 0 && (
          <OptionList
            id="admin-search"
            label={say('search')}
            sections={found.sections}
            current={items[current]}
            onChoose={onChoose}
          />
        )}
      </div>
    </>
  )
}

/** What is found for what is typed, once typing pauses; what was found before stays until then. Enter that comes earlier waits for it. */
function useFound(q: string, props: Props, choose: (line: Line) => void) {
  const [found, setFound] = useState<Found | null>(null)
  const [at, setAt] = useState(0)
  const awaited = useRef<string | null>(null)
  useEffect(() => {
    if (q === '') return setFound(null)
    let isOutdated = false
    const timer = setTimeout(async () => {
      const next = await search(q, props)
      if (isOutdated) return
      setFound(next)
      setAt(0)
      const first = next.sections[0]?.items[0]
      if (awaited.current === q && first) choose(first)
      awaited.current = null
    }, PAUSE_MS)
    return () => {
      isOutdated = true
      clearTimeout(timer)
    }
  }, [q, props.language, props.pages.length])
  const items = found?.sections.flatMap((section) => section.items) ?? []
  const current = Math.min(at, items.length - 1)
  const enter = () => {
    const line = items[current]
    if (found?.q !== q) awaited.current = q
    else if (line) choose(line)
  }
  return { found, items, current, move: setAt, enter }
}

/** Takes somebody to the field by a key, wherever she is; not out of an open window. */
function useShortcut(reach: () => void): void {
  // Before she sees the field: a key that is pressed then is meant for it.
  useLayoutEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const where = { writing: isWriting(event.target), mac: isMac() }
      if (!SHORTCUTS.some((keys) => isPressed(keys, event, where)) || document.querySelector('dialog[open]')) return
      event.preventDefault()
      reach()
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [])
}

/** Goes to an address; to the one that is shown, once more. */
function go(address: string): void {
  if (location.hash === address) dispatchEvent(new HashChangeEvent('hashchange', { oldURL: location.href }))
  else location.href = address
}

const NOTHING: StaffSearchView = { entries: [], failures: [], examples: [], people: [] }

/** Asks the server for what is stored, and the pages and settings for themselves, which are loaded with the first search. */
async function search(q: string, { api, language, pages }: Props): Promise<Found> {
  const { say } = shellWords(language)
  const isHers = (page: string) => pages.some(({ id }) => id === page)
  const [stored, { findPlaces }] = await Promise.all([
    isHers('entries') ? api.ask(staffSearchRoutes.find, { query: { q } }).catch(() => null) : NOTHING,
    import('./found-places.js'),
  ])
  const { entries, failures, examples, people } = stored ?? NOTHING
  const sections: [group: 'entries' | 'questions' | 'people' | 'places', items: Line[]][] = [
    ['entries', entries.map(({ id, title }) => ({ id: hrefOf('entries', [id]), label: title, lang: 'fr' }))],
    // Seen as a curator, an administrator has what a curator would have.
    ['people', isHers('team') ? people.map(({ id, name }) => ({ id: hrefOf('team', [id]), label: name })) : []],
    ['places', findPlaces(q, pages, language, MOST_PLACES)],
    [
      'questions',
      [
        ...failures.map(({ groupId, question }) => ({
          id: hrefOf('failures', [groupId]),
          label: question,
          hint: say('search.failure'),
        })),
        ...examples.map(({ entryId, question }) => ({
          id: hrefOf('entries', [entryId], { question }),
          label: question,
          hint: say('search.example'),
          lang: 'fr',
        })),
      ],
    ],
  ]
  return {
    q,
    failed: stored === null,
    sections: sections
      .flatMap(([group, items]) =>
        items.length > 0 ? { group, name: say(`search.${group}` satisfies ShellKey), items } : [],
      )
      // A page that has the very name comes before entries in which a word of it stands somewhere.
      .sort((one, other) => saidBy(other.items, q) - saidBy(one.items, q)),
  }
}

/** How many of the words that are typed the first line says. Pure. */
function saidBy([first]: readonly Line[], q: string): number {
  const said = foldedWords(first?.label ?? '')
  const isSaid = (word: string) => said.some((one) => one.startsWith(word) || (one.length > 3 && word.startsWith(one)))
  return foldedWords(q).filter(isSaid).length
}
