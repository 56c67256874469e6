import { useCallback, useRef, useState } from 'preact/hooks'
import { Button } from '../../../../ui/kit/button.js'
import { useConsole } from '../../../../ui/kit/console-context.js'
import { plural, type WordKey } from '../../../../ui/kit/console-words.js'
import { useFocusWish, useRescuedFocus } from '../../../../ui/kit/focus.js'
import { Icon } from '../../../../ui/kit/icon.js'
import type { QueueItem, QueueView } from '../../contract.js'
import { LISTS, type ListName } from '../../lists.js'
import { NewDesk } from '../desk/new-desk.js'
import { FilterBar } from './filter-bar.js'
import { countFilters, filteredQueue, useFilters } from './queue-filters.js'
import { listsIn, type QueueLists } from './queue-lists.js'
import { QueueRow } from './queue-row.js'
import { type Search, SearchResults, useSearch } from './search-results.js'
import { useViews, ViewMenu, ViewsBar } from './views.js'

/** Rows of a list that are drawn at once; the others are one press away. */
const DRAWN = 40

/** What an agent has to do, in three lists; or what was found of what was looked for. */
export function QueuePane() {
  const { t, session, state } = useConsole()
  const { queue } = state
  const heading = useRef<HTMLHeadingElement>(null)
  const filterButton = useRef<HTMLButtonElement>(null)
  const search = useSearch(session)
  const [isFiltering, setFiltering] = useState(false)
  useFocusWish('queue', heading)
  useRescuedFocus('queue', heading)
  const closeFilters = useCallback(() => {
    setFiltering(false)
    filterButton.current?.focus()
  }, [])
  return (
    <section class="pane queue" id="queue" aria-labelledby="queue-title">
      <h2 id="queue-title" class="visually-hidden" ref={heading} tabIndex={-1}>
        {t('queue.title')}
      </h2>
      <div class="queue-head">
        <SearchBox search={search} />
        <Button
          ref={filterButton}
          look="quiet"
          icon="filter"
          isIconOnly
          label={t('queue.filters')}
          title={t('queue.filters')}
          aria-expanded={isFiltering}
          aria-controls="filter-panel"
          onClick={() => setFiltering(!isFiltering)}
        />
        <NewDesk />
      </div>
      <div class="pane-scroll">
        {!queue && <p class="empty">{t('loading')}</p>}
        {queue && search.active && <SearchResults search={search} />}
        {queue && !search.active && <Asked queue={queue} isFiltering={isFiltering} onClose={closeFilters} />}
      </div>
    </section>
  )
}

interface AskedProps {
  queue: QueueView
  isFiltering: boolean
  onClose: () => void
}

/** The lists, as far as her filters and her views ask. */
function Asked({ queue, isFiltering, onClose }: AskedProps) {
  const { session } = useConsole()
  const [filters, choose] = useFilters()
  const { views, keep } = useViews(session, (read) => {
    const usual = read.find(({ isDefault }) => isDefault)
    // An address that asks for something is what she wants to see.
    if (usual && countFilters(filters) === 0) choose(usual.filters, 'replace')
  })
  const asked = { queue, filters, onChange: choose }
  return (
    <>
      <ViewsBar {...asked} views={views} />
      <FilterBar {...asked} isOpen={isFiltering} onClose={onClose}>
        <ViewMenu views={views} filters={filters} onKeep={keep} />
      </FilterBar>
      <Lists queue={filteredQueue(queue, filters)} />
    </>
  )
}

/** The three lists; and below them, in one line, what is elsewhere. */
function Lists({ queue }: { queue: QueueView }) {
  const { now } = useConsole()
  const lists = listsIn(queue, now)
  return (
    <>
      {LISTS.map((name) => (
        <List key={name} name={name} items={lists[name]} />
      ))}
      <Elsewhere lists={lists} />
    </>
  )
}

function List({ name, items }: { name: ListName; items: readonly QueueItem[] }) {
  const { t } = useConsole()
  const [isOpen, setOpen] = useState(true)
  const id = `list-${name}`
  const title = (
    <h3 id={id} class="section-title" title={t(`list.${name}Hint`)}>
      {t(`list.${name}`)} <Count count={items.length} />
    </h3>
  )
  if (name !== 'later') {
    return (
      <section class={`queue-section ${name}`} aria-labelledby={id}>
        {title}
        {items.length > 0 ? <Rows labelledBy={id} items={items} /> : <Empty name={name} />}
      </section>
    )
  }
  if (items.length === 0) return null
  return (
    <details class="queue-section later" open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{title}</summary>
      {isOpen && <Rows labelledBy={id} items={items} />}
    </details>
  )
}

function Count({ count }: { count: number }) {
  const { t, language } = useConsole()
  return (
    <span class={count > 0 ? 'count some' : 'count'}>
      <span aria-hidden="true">{count}</span>
      <span class="visually-hidden">{plural(t, language, 'queue.count', count)}</span>
    </span>
  )
}

function Rows({ labelledBy, items }: { labelledBy: string; items: readonly QueueItem[] }) {
  const { t } = useConsole()
  const [isWhole, setWhole] = useState(false)
  const drawn = isWhole ? items : items.slice(0, DRAWN)
  return (
    <>
      <ul class="rows" aria-labelledby={labelledBy}>
        {drawn.map((item) => (
          <QueueRow key={item.id} item={item} />
        ))}
      </ul>
      {drawn.length < items.length && (
        <Button
          look="quiet"
          label={t('queue.showRest', { count: items.length - drawn.length })}
          onClick={() => setWhole(true)}
        />
      )}
    </>
  )
}

/** What colleagues hold and what ended today: not hers to do, one press away. */
function Elsewhere({ lists }: { lists: QueueLists }) {
  const { t } = useConsole()
  const [open, setOpen] = useState<'others' | 'ended' | null>(null)
  return (
    <section class="queue-section elsewhere" aria-label={t('queue.elsewhere')}>
      <div class="chips">
        {(['others', 'ended'] as const).map((name) => (
          <button
            key={name}
            type="button"
            class={open === name ? 'chip on' : 'chip'}
            aria-expanded={open === name}
            onClick={() => setOpen(open === name ? null : name)}
          >
            {t(`queue.${name}`)} <Count count={lists[name].length} />
          </button>
        ))}
      </div>
      {open && (
        <>
          <h3 id={`list-${open}`} class="visually-hidden">
            {t(`queue.${open}`)}
          </h3>
          {lists[open].length > 0 ? (
            <Rows labelledBy={`list-${open}`} items={lists[open]} />
          ) : (
            <p class="empty">{t(`queue.${open}Empty`)}</p>
          )}
        </>
      )}
    </section>
  )
}

function Empty({ name }: { name: 'mine' | 'take' }) {
  const { t, session, state } = useConsole()
  if (name === 'mine') return <p class="empty">{t('queue.mineEmpty')}</p>
  const away = state.queue?.presence === 'away'
  return (
    <div class="empty">
      <p>{t(takeEmptyKey(state.queue))}</p>
      {away && (
        <Button
          label={t('queue.becomeAvailable')}
          disabled={state.settingAvailability}
          onClick={() => void session.setAvailability('available')}
        />
      )}
    </div>
  )
}

function takeEmptyKey(queue: QueueView | null): WordKey {
  if (queue && !queue.availability.open) return 'queue.pendingEmptyClosed'
  if (queue?.presence !== 'away') return 'queue.pendingEmpty'
  return queue.availableAgents > 0 ? 'queue.pendingEmptyAwayCovered' : 'queue.pendingEmptyAway'
}

/** Where words are looked for. The browser may neither complete nor keep them: they may be a name. */
function SearchBox({ search }: { search: Search }) {
  const { t } = useConsole()
  return (
    <search class="search-box">
      <Icon name="search" />
      <input
        id="queue-search"
        type="search"
        autocomplete="off"
        maxLength={100}
        aria-label={t('find.label')}
        placeholder={t('find.placeholder')}
        value={search.words}
        onInput={(event) => search.type(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') search.type('')
        }}
      />
    </search>
  )
}
