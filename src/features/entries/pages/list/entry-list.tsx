import { Fragment } from 'preact'
import { useEffect, useId, useRef, useState } from 'preact/hooks'
import { addressOf } from '../../../../platform/http/route.js'
import { CATEGORIES, type Category } from '../../../../platform/model/entry.js'
import { Button } from '../../../../ui/kit/button.js'
import { SelectField } from '../../../../ui/kit/field.js'
import { Icon, type IconName } from '../../../../ui/kit/icon.js'
import { formatDay, momentInWords } from '../../../../ui/kit/moment-in-words.js'
import { hrefOf } from '../../../../ui/kit/place.js'
import { type Reading, useReading } from '../../../../ui/kit/use-reading.js'
import { type GateSource, publicationRoutes, type ScheduledView } from '../../../publication/contract.js'
import { ScheduledList } from '../../../publication/pages/scheduled.js'
import { type EntriesView, type EntryRow, type EntryTrouble, entryRoutes } from '../../contract.js'
import { ENTRY_STATES, type EntryState } from '../../model/entry-life.js'
import { EntryStates, useEntries } from '../entry-states.js'
import { entryHref, newEntryHref, publishManyHref, rememberList } from '../reading-problem.js'

/** Which entries a list holds by their end. */
type ExpiryFilter = keyof EntriesView['counts']['expiry']

/** Troubles, the gravest first. */
const TROUBLES = [
  'confused',
  'few_questions',
  'to_check',
  'old_source',
  'past_date',
  'outdated_translation',
  'outdated_guide',
  'no_simple',
] as const satisfies readonly EntryTrouble[]
/** Ends, the nearest first. */
const EXPIRIES = ['past', 'soon', 'far'] as const satisfies readonly ExpiryFilter[]
/** Entries of one page. */
const PAGE_SIZE = 50

/** What a curator looks for. Empty texts choose everything. */
interface EntriesFilter {
  /** Some entries by their ids, with commas between. */
  ids: string
  search: string
  category: Category | ''
  state: EntryState | ''
  owner: string
  expiry: ExpiryFilter | ''
  trouble: EntryTrouble | ''
  /** From 1. */
  page: number
}

/** Reads what the address chooses; what it does not know chooses everything. */
export function readFilter(chosen: ReadonlyMap<string, string>): EntriesFilter {
  const oneOf = <T extends string>(name: string, known: readonly T[]): T | '' =>
    known.find((one) => one === chosen.get(name)) ?? ''
  const ids = chosen.get('ids') ?? ''
  return {
    ids: /^[a-z0-9-]+(?:,[a-z0-9-]+)*$/.test(ids) ? ids : '',
    search: chosen.get('search') ?? '',
    category: oneOf('category', CATEGORIES),
    state: oneOf('state', ENTRY_STATES),
    owner: chosen.get('owner') ?? '',
    expiry: oneOf('expiry', EXPIRIES),
    trouble: oneOf('trouble', TROUBLES),
    page: Math.max(1, Math.trunc(Number(chosen.get('page'))) || 1),
  }
}

/** What the address says of a filter; the first page goes without saying. */
export function chosenBy({ page, ...filter }: EntriesFilter): Record<string, string> {
  return { ...filter, page: page > 1 ? String(page) : '' }
}

/** What is asked of the server. */
export function askedOf({ page, ids, search, category, state, owner, expiry, trouble }: EntriesFilter) {
  return {
    ...(ids && { ids }),
    ...(search.trim() && { search }),
    ...(category && { category }),
    ...(state && { state }),
    ...(owner.trim() && { owner }),
    ...(expiry && { expiry }),
    ...(trouble && { trouble }),
    offset: (page - 1) * PAGE_SIZE,
    limit: PAGE_SIZE,
  }
}

/** What can be published of an entry of the list: its draft, else what waits for its reviewer. Pure. */
export function sourceOfRow({
  id,
  draft,
  submission,
}: Pick<EntryRow, 'id' | 'draft' | 'submission'>): GateSource | null {
  if (draft) return { entryId: id, draftVersion: draft.version }
  return submission && { entryId: id, revision: submission.revision }
}

/** The query of a filter, as its address has it. */
export function queryOf(filter: EntriesFilter): string {
  return addressOf(entryRoutes.list, { query: askedOf(filter) }).replace(/^[^?]*\?/, '')
}

/** Whether a filter leaves anything out. */
export function isNarrow({ page, ...filter }: EntriesFilter): boolean {
  return Object.values(filter).some((value) => value.trim() !== '')
}

/** How long typing must pause before the list is read again. */
const PAUSE_MS = 250

/** The entries that a filter leaves, read a little after each change of it; the former ones stay until then. */
function useFound(filter: EntriesFilter) {
  const { api } = useEntries()
  const query = queryOf(filter)
  const [view, setView] = useState<EntriesView | null>(null)
  const [failed, setFailed] = useState(false)
  const [tries, setTries] = useState(0)
  const isFirst = useRef(true)
  useEffect(() => {
    let outdated = false
    const read = () =>
      api.ask(entryRoutes.list, { query: askedOf(filter) }).then(
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
  return { view, failed, tryAgain: () => setTries(tries + 1) }
}

/** The entries that a curator looks for; what she chooses is kept in the address. */
export function EntryList({ chosen }: { chosen: ReadonlyMap<string, string> }) {
  const { api, words } = useEntries()
  const { say, many } = words
  const filter = readFilter(chosen)
  const scheduled = useReading(api, publicationRoutes.scheduled)
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set())
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => rememberList(chosenBy(readFilter(chosen))), [chosen])
  const { view, failed, tryAgain } = useFound(filter)
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
            {say('list.failed')} <Button label={say('tryAgain')} onClick={tryAgain} />
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
      {view && <PublishTogether filter={filter} view={view} picked={picked} />}
      {view && view.total > 0 && (
        <ul class="entry-rows">
          {view.entries.map((row) => (
            <EntryItem key={row.id} row={row} scheduled={scheduled} picked={picked} onPick={setPicked} />
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
        <Button
          label={say('list.showAll')}
          onClick={() => onChoose({ ids: '', search: '', category: '', state: '', owner: '', expiry: '', trouble: '' })}
        />
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

interface TogetherProps {
  filter: EntriesFilter
  view: EntriesView
  picked: ReadonlySet<string>
}

/** The way to one report on several entries: those that are picked, else all that a list of drafts or of submissions holds. */
function PublishTogether({ filter, view, picked }: TogetherProps) {
  const { say, many } = useEntries().words
  const isWhole = picked.size === 0
  const isOfDrafts = filter.state === 'draft' || filter.state === 'in_review'
  const count = isWhole ? (isOfDrafts ? view.total : 0) : picked.size
  const waits = view.entries.some((row) => sourceOfRow(row) !== null)
  if (count === 0) return waits ? <p class="hint">{say('many.hint')}</p> : null
  const chosen = isWhole ? chosenBy({ ...filter, page: 1 }) : { ids: [...picked].join(',') }
  return (
    <p class="actions">
      <a class="button main" href={publishManyHref(chosen)}>
        {many(isWhole ? 'many.all' : 'many.picked', count)}
      </a>
    </p>
  )
}

interface ItemProps {
  row: EntryRow
  scheduled: Reading<ScheduledView>
  picked: ReadonlySet<string>
  onPick: (picked: ReadonlySet<string>) => void
}

/** One entry of the list: what it is, where it stands, and what deserves a look. What can be published can be picked. */
function EntryItem({ row, scheduled, picked, onPick }: ItemProps) {
  const { api, t, words, language } = useEntries()
  const { say, many } = words
  const { id, title, summary, category, owner, states, questions, expiry, lastDay, troubles } = row
  const { draft, submission, returned } = row
  const moment = (at: string) => momentInWords(at, language, new Date())
  const end = expiry ? say(`ended.${expiry}`) : lastDay && say('list.until', { day: formatDay(lastDay, language) })
  return (
    <li class="entry-row">
      <div class="entry-row-head">
        {sourceOfRow(row) && (
          <input
            type="checkbox"
            aria-label={say('many.pick', { title: title || say('untitled') })}
            checked={picked.has(id)}
            onChange={(event) => {
              const next = new Set(picked)
              if (event.currentTarget.checked) next.add(id)
              else next.delete(id)
              onPick(next)
            }}
          />
        )}
        <a href={entryHref(id)} lang="fr">
          {title || say('untitled')}
        </a>
        <EntryStates states={states} />
      </div>
      <p class="entry-row-summary" lang="fr">
        {summary}
      </p>
      <p class="hint">
        {[say(`category.${category}`), owner.name, many('list.questions', questions), end].filter(Boolean).join(' · ')}
      </p>
      {submission && (
        <Fact icon="person">{say('list.submitted', { name: submission.by, moment: moment(submission.at) })}</Fact>
      )}
      {returned && !submission && (
        <Fact icon="alert" look="trouble">
          {say('returned.by', { name: returned.by, moment: moment(returned.at) })} <q>{returned.why}</q>
        </Fact>
      )}
      {draft && <Fact icon="pen">{say('list.draft', { name: draft.by, moment: moment(draft.at) })}</Fact>}
      {scheduled.view?.scheduled.some((one) => isOf(one, id)) && (
        <ScheduledList {...{ api, t, language }} reading={scheduled} isTold={(one) => isOf(one, id)} />
      )}
      {troubles.length > 0 && (
        <Fact icon="alert" look="trouble">
          {troubles.map((one, at) => (
            <Fragment key={one}>
              {at > 0 && ', '}
              <Trouble trouble={one} entryId={id} />
            </Fragment>
          ))}
        </Fact>
      )}
    </li>
  )
}

/** Whether something that is published later has an entry. */
function isOf({ entries }: ScheduledView['scheduled'][number], entryId: string): boolean {
  return entries.some(({ id }) => id === entryId)
}

/** What deserves a look; what the search for conflicts finds leads to what it found. */
function Trouble({ trouble, entryId }: { trouble: EntryRow['troubles'][number]; entryId: string }) {
  const { say } = useEntries().words
  const name = say(`trouble.${trouble}`)
  if (trouble !== 'confused' && trouble !== 'few_questions') return <>{name}</>
  return (
    <a href={hrefOf('conflicts', [], { entry: entryId })} aria-label={say('trouble.see', { trouble: name })}>
      {name}
    </a>
  )
}

function Fact({ icon, look, children }: { icon: IconName; look?: string; children: preact.ComponentChildren }) {
  return (
    <p class={`entry-fact ${look ?? ''}`}>
      <Icon name={icon} /> {children}
    </p>
  )
}

interface Props {
  filter: EntriesFilter
  view: EntriesView | null
  onChoose: (change: Partial<EntriesFilter>) => void
}

/** What narrows the list; the counts are those of the whole commune. */
function ListFilters({ filter, view, onChoose }: Props) {
  const { say, number } = useEntries().words
  const search = useId()
  const counted = (label: string, count: number | undefined) =>
    count === undefined ? label : say('list.counted', { label, count: number(count) })
  return (
    <search class="entries-filters">
      <div class="field entries-search">
        <label for={search}>{say('list.search')}</label>
        <input
          id={search}
          type="search"
          value={filter.search}
          maxLength={200}
          autocomplete="off"
          aria-describedby={`${search}-hint`}
          onInput={(event) => onChoose({ search: event.currentTarget.value })}
        />
        <p id={`${search}-hint`} class="hint">
          {say('list.searchHint')}
        </p>
      </div>
      <Choice
        label={say('list.state')}
        value={filter.state}
        options={ENTRY_STATES.map((one) => [one, counted(say(`state.${one}`), view?.counts.states[one])])}
        onChoose={(state) => onChoose({ state: state as EntriesFilter['state'] })}
      />
      <Choice
        label={say('list.trouble')}
        value={filter.trouble}
        options={TROUBLES.map((one) => [one, counted(say(`trouble.${one}`), view?.counts.troubles[one])])}
        onChoose={(trouble) => onChoose({ trouble: trouble as EntriesFilter['trouble'] })}
      />
      <Choice
        label={say('list.expiry')}
        value={filter.expiry}
        options={EXPIRIES.map((one) => [one, counted(say(`expiry.${one}`), view?.counts.expiry[one])])}
        onChoose={(expiry) => onChoose({ expiry: expiry as EntriesFilter['expiry'] })}
      />
      <Choice
        label={say('list.category')}
        value={filter.category}
        options={CATEGORIES.map((one) => [one, say(`category.${one}`)])}
        onChoose={(category) => onChoose({ category: category as EntriesFilter['category'] })}
      />
      <Choice
        label={say('list.owner')}
        value={filter.owner}
        options={(view?.owners ?? []).map(({ id, name }) => [id, name])}
        onChoose={(owner) => onChoose({ owner })}
      />
    </search>
  )
}

interface ChoiceProps {
  label: string
  value: string
  options: [value: string, label: string][]
  onChoose: (value: string) => void
}

function Choice({ label, value, options, onChoose }: ChoiceProps) {
  const { say } = useEntries().words
  const id = useId()
  return (
    <SelectField
      id={id}
      label={label}
      value={value}
      onValue={onChoose}
      choices={
        <>
          <option value="">{say('list.any')}</option>
          {options.map(([one, name]) => (
            <option key={one} value={one}>
              {name}
            </option>
          ))}
        </>
      }
    />
  )
}
