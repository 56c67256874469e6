import { useEffect, useRef, useState } from 'preact/hooks'
import { Icon } from '../../../../ui/kit/icon.js'
import { hrefOf } from '../../../../ui/kit/place.js'
import type { EntriesView } from '../../routes/curation-contract.js'
import { useEntries } from '../entries-context.js'
import { newEntryHref, rememberList } from '../entry-address.js'
import { chosenBy, type EntriesFilter, isNarrow, PAGE_SIZE, queryOf, readFilter } from './entries-filter.js'
import { EntryItem } from './entry-item.js'
import { ListFilters } from './list-filters.js'

/** How long typing must pause before the list is read again. */
const PAUSE_MS = 250

/** The entries that a curator looks for; what she chooses is kept in the address. */
export function EntryList({ chosen }: { chosen: ReadonlyMap<string, string> }) {
  const { api, words } = useEntries()
  const { say, many } = words
  const filter = readFilter(chosen)
  const query = queryOf(filter)
  const [view, setView] = useState<EntriesView | null>(null)
  const [failed, setFailed] = useState(false)
  const [tries, setTries] = useState(0)
  const isFirst = useRef(true)
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => rememberList(chosenBy(readFilter(chosen))), [chosen])
  useEffect(() => {
    let outdated = false
    const read = () =>
      api.call<EntriesView>('GET', `/admin/entries?${query}`).then(
        (next) => {
          if (outdated) return
          setView(next)
          setFailed(false)
        },
        () => !outdated && setFailed(true),
      )
    const timer = setTimeout(read, isFirst.current ? 0 : PAUSE_MS)
    isFirst.current = false
    return () => {
      outdated = true
      clearTimeout(timer)
    }
  }, [api, query, tries])
  const choose = (change: Partial<EntriesFilter>) => {
    const next = chosenBy({ ...filter, page: 1, ...change })
    // Each letter typed is not a place to come back to.
    history.replaceState(null, '', hrefOf('entries', [], next))
    dispatchEvent(new HashChangeEvent('hashchange'))
  }
  return (
    <section class="sheet entries" aria-labelledby="entries">
      <div class="entries-head">
        <h2 id="entries" tabIndex={-1} ref={heading}>
          {say('list.title')}
        </h2>
        <a class="button main" href={newEntryHref()}>
          <Icon name="plus" /> {say('list.new')}
        </a>
      </div>
      <p class="hint">{say('list.intro')}</p>
      <ListFilters filter={filter} view={view} onChoose={choose} />
      <div role="alert">
        {failed && (
          <p class="reason">
            {say('list.failed')}{' '}
            <button type="button" class="button" onClick={() => setTries(tries + 1)}>
              {say('tryAgain')}
            </button>
          </p>
        )}
      </div>
      <p role="status" class="entries-total">
        {view
          ? isNarrow(filter)
            ? many('list.found', view.total, { all: words.number(view.counts.all) })
            : many('list.all', view.total)
          : !failed && say('loading')}
      </p>
      {view && view.total === 0 && <Nothing filter={filter} all={view.counts.all} onChoose={choose} />}
      {view && view.total > 0 && (
        <ul class="entry-rows">
          {view.entries.map((row) => (
            <EntryItem key={row.id} row={row} />
          ))}
        </ul>
      )}
      {view && <ListPages filter={filter} total={view.total} onTurn={() => heading.current?.focus()} />}
    </section>
  )
}

interface NothingProps {
  filter: EntriesFilter
  all: number
  onChoose: (change: Partial<EntriesFilter>) => void
}

function Nothing({ filter, all, onChoose }: NothingProps) {
  const { say } = useEntries().words
  if (all === 0) return <p>{say('list.none')}</p>
  return (
    <div class="entries-none">
      <p>{say(filter.search ? 'list.nothingFound' : 'list.nothing')}</p>
      <div class="actions">
        <button
          type="button"
          class="button"
          onClick={() => onChoose({ search: '', category: '', state: '', owner: '', expiry: '', trouble: '' })}
        >
          {say('list.showAll')}
        </button>
        {filter.search && (
          <a class="button" href={newEntryHref({ title: filter.search })}>
            {say('list.newFrom', { title: filter.search })}
          </a>
        )}
      </div>
    </div>
  )
}

function ListPages({ filter, total, onTurn }: { filter: EntriesFilter; total: number; onTurn: () => void }) {
  const { say, number } = useEntries().words
  const pages = Math.ceil(total / PAGE_SIZE)
  if (pages < 2) return null
  const link = (page: number, key: 'list.previous' | 'list.next') =>
    page >= 1 &&
    page <= pages && (
      <a class="button" href={hrefOf('entries', [], chosenBy({ ...filter, page }))} onClick={onTurn}>
        {say(key)}
      </a>
    )
  return (
    <nav class="actions entries-pages" aria-label={say('list.pages')}>
      {link(filter.page - 1, 'list.previous')}
      <span>{say('list.pageOf', { page: number(filter.page), pages: number(pages) })}</span>
      {link(filter.page + 1, 'list.next')}
    </nav>
  )
}
