import { useRef, useState } from 'preact/hooks'
import { NewDesk } from '../../features/handoffs/pages/desk/new-desk.js'
import { FilterBar } from '../../features/handoffs/pages/queue/filter-bar.js'
import { countFilters, filteredQueue } from '../../features/handoffs/pages/queue/queue-filters.js'
import { SectionView } from '../../features/handoffs/pages/queue/section-view.js'
import { useFilters } from '../../features/handoffs/pages/queue/use-filters.js'
import { useViews } from '../../features/handoffs/pages/queue/use-views.js'
import { ViewsBar } from '../../features/handoffs/pages/queue/views-bar.js'
import { ViewsDialog, type ViewsWish } from '../../features/handoffs/pages/queue/views-dialog.js'
import type { QueueView } from '../../platform/http/contract.js'
import type { QueueFilters } from '../../platform/model/saved-view.js'
import { useConsole } from './console-context.js'
import { toSections } from './queue-sections.js'
import { SearchBox } from './search/search-box.js'
import { SearchResults } from './search/search-results.js'
import { type Search, useSearch } from './search/use-search.js'
import { useFocusWish } from './use-focus-wish.js'
import { useRescuedFocus } from './use-rescued-focus.js'

/** The queue: what waits, what is mine, what colleagues hold, what is over; or what was found of what was looked for. */
export function QueuePane() {
  const { t, session, state } = useConsole()
  const heading = useRef<HTMLHeadingElement>(null)
  const search = useSearch(session)
  useFocusWish('queue', heading)
  useRescuedFocus('queue', heading)
  return (
    <section class="pane queue" id="queue" aria-labelledby="queue-title">
      <div class="queue-head">
        <h2 id="queue-title" class="pane-title" ref={heading} tabIndex={-1}>
          {t('queue.title')}
        </h2>
        <NewDesk />
      </div>
      <SearchBox search={search} />
      {state.queue ? <Found search={search} queue={state.queue} /> : <p class="empty">{t('loading')}</p>}
    </section>
  )
}

function Found({ search, queue }: { search: Search; queue: QueueView }) {
  const { session } = useConsole()
  const [filters, choose] = useFilters()
  const [wish, setWish] = useState<ViewsWish | null>(null)
  const { views, keep } = useViews(session, (read) => {
    const usual = read.find(({ isDefault }) => isDefault)
    // An address that asks for something is what she wants to see.
    if (usual && countFilters(filters) === 0) choose(usual.filters, 'replace')
  })
  return (
    <>
      {!search.active && (
        <>
          <ViewsBar
            queue={queue}
            views={views}
            filters={filters}
            onChange={choose}
            onManage={() => setWish({ manage: true })}
          />
          <FilterBar queue={queue} filters={filters} onChange={choose} onKeep={() => setWish({ keep: filters })} />
        </>
      )}
      <div class="pane-scroll">
        {search.active ? <SearchResults search={search} /> : <Sections queue={queue} filters={filters} />}
      </div>
      <ViewsDialog
        wish={wish}
        views={views}
        departments={queue.departments}
        onKeep={keep}
        onClose={() => setWish(null)}
      />
    </>
  )
}

/** All the sections; with filters, those that have something. */
function Sections({ queue, filters }: { queue: QueueView; filters: QueueFilters }) {
  const { t } = useConsole()
  const isFiltered = countFilters(filters) > 0
  const sections = toSections(filteredQueue(queue, filters)).filter(({ items }) => !isFiltered || items.length > 0)
  if (sections.length === 0) return <p class="empty">{t('queue.filteredEmpty')}</p>
  return (
    <>
      {sections.map((section) => (
        <SectionView key={section.name} section={section} />
      ))}
    </>
  )
}
