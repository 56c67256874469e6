import type { RefObject } from 'preact'
import { useCallback, useEffect, useMemo, useRef } from 'preact/hooks'
import { FAILURE_KINDS, FAILURE_STATES, type FailureKind, type FailureState } from '../../../platform/model/failure.js'
import { RECOGNISED_LANGUAGES, type RecognisedLanguage, type StaffLanguage } from '../../../platform/model/language.js'
import { Button } from '../../../ui/kit/button.js'
import { SelectField, TextField } from '../../../ui/kit/field.js'
import { useFocusOnChange } from '../../../ui/kit/focus.js'
import { ActMessage } from '../../../ui/kit/form.js'
import { LetterChoice } from '../../../ui/kit/letter-choice.js'
import { PageTurns } from '../../../ui/kit/list.js'
import type { PageProps } from '../../../ui/kit/page-props.js'
import { hrefOf } from '../../../ui/kit/place.js'
import { Sheet } from '../../../ui/kit/sheet.js'
import { useReading } from '../../../ui/kit/use-reading.js'
import { type FailureGroupView, type FailuresView, failureRoutes } from '../contract.js'
import type { FailureFilter } from '../failure-groups.js'
import { GroupCard } from './group-card.js'
import { FailureContext, useFailurePage } from './group-members.js'
import { Mending } from './mending.js'
import { type Actions, type FailureWords, failureWords, useActions } from './use-actions.js'

/** What the list of failed questions is narrowed to, as the address keeps it. */
interface FailureQuery {
  kind?: FailureKind
  /** Absent: `open`. */
  state?: FailureState | 'all'
  language?: RecognisedLanguage
  from?: string
  to?: string
  words?: string
  page: number
}

const DAY = /^\d{4}-\d{2}-\d{2}$/

/** Reads what an address chose; what it does not know is left out. Pure. */
export function readQuery(chosen: ReadonlyMap<string, string>): FailureQuery {
  const kind = FAILURE_KINDS.find((one) => one === chosen.get('kind'))
  const state = ([...FAILURE_STATES, 'all'] as const).find((one) => one === chosen.get('state'))
  const language = RECOGNISED_LANGUAGES.find((one) => one === chosen.get('language'))
  const [from, to] = [chosen.get('from') ?? '', chosen.get('to') ?? '']
  const words = chosen.get('words')?.trim()
  return {
    ...(kind ? { kind } : {}),
    ...(state ? { state } : {}),
    ...(language ? { language } : {}),
    ...(DAY.test(from) ? { from } : {}),
    ...(DAY.test(to) ? { to } : {}),
    ...(words ? { words } : {}),
    page: Math.max(1, Math.floor(Number(chosen.get('page') ?? 1)) || 1),
  }
}

/** The same for links; the first page and what is usual are left out. Pure. */
export function chosenBy({ page, ...query }: FailureQuery): Record<string, string> {
  return { ...query, page: page > 1 ? String(page) : '' }
}

/** The filter as the server takes it, without the page. Pure. */
export function filterOf({ page: _, state, ...query }: FailureQuery): FailureFilter {
  return { ...(state === 'all' ? {} : { state: state ?? 'open' }), ...query }
}

/** Whether nothing is narrowed. Pure. */
export function isUsual({ kind, state, language, from, to, words }: FailureQuery): boolean {
  return [kind, state, language, from, to, words].every((one) => one === undefined)
}

/** Groups that are shown first; the first of them is opened. */
const FIRST = 5
/** How often the page looks while questions are being grouped. */
const POLL_MS = 1_500

/** Monday morning: the questions that failed most people first, each with its remedies, then all of them by filters. */
export function FailuresPage({ api, t, language, user, place }: PageProps) {
  const words = failureWords(language)
  const { say } = words
  const query = useMemo(() => readQuery(place.chosen), [place.chosen])
  const first = useReading(api, failureRoutes.list, { query: { state: 'anomaly' } })
  const all = useReading(api, failureRoutes.list, { query: { ...filterOf(query), page: query.page } })
  const readAgain = useCallback(() => {
    first.read()
    all.read()
  }, [first.read, all.read])
  const actions = useActions(api, words, readAgain)
  const progress = first.view?.progress ?? null
  useReadingOften(progress !== null, readAgain)
  const list = useFocusOnChange(query.page)
  const [wanted] = place.path
  const { leading, others, isListed } = partGroups(first.view, all.view, { query, wanted })
  const asked = useReading(api, wanted && first.view && all.view && !isListed ? failureRoutes.group : null, {
    params: { id: wanted ?? '' },
    query: {},
  })
  return (
    <FailureContext.Provider value={{ api, t, language, words, communeId: user.communeId, actions }}>
      <div class="failures">
        <p class="hint">{say('intro')}</p>
        <details class="hint keys-hint">
          <summary>{say('keysTitle')}</summary>
          <p>{say('keys')}</p>
        </details>
        <Notice actions={actions} words={words} />
        <MendingLast actions={actions} list={list} onPublished={readAgain} />
        <ActMessage problem={(first.failed || all.failed) && say('failed')} />
        <div role="status">{progress && <p>{say('grouping')}</p>}</div>
        {progress && <progress value={progress.done} max={Math.max(1, progress.total)} aria-label={say('grouping')} />}
        {asked.view && !isListed && (
          <Sheet id="asked" title={say('asked')}>
            <GroupList groups={[asked.view.group]} filter={{}} headingId="asked" isOpen={() => true} wanted={wanted} />
          </Sheet>
        )}
        <FirstGroups
          groups={leading}
          isKnown={first.view !== null && progress === null}
          kept={keptIn(all.view)}
          wanted={wanted}
        />
        <AllGroups query={query} view={all.view} groups={others} heading={list} wanted={wanted} />
        <Digest />
      </div>
    </FailureContext.Provider>
  )
}

/** Reads again and again while something goes on. */
function useReadingOften(goesOn: boolean, read: () => void): void {
  useEffect(() => {
    if (!goesOn) return
    const timer = setInterval(read, POLL_MS)
    return () => clearInterval(timer)
  }, [goesOn, read])
}

/** How many failed questions are kept, whatever became of them. Pure. */
function keptIn(view: FailuresView | null): number {
  return view ? Object.values(view.counts).reduce((sum, count) => sum + count, 0) : 0
}

/** The groups that are shown first, those of the list below that are not there already, and whether the one that the address names is among them. Pure. */
function partGroups(
  first: FailuresView | null,
  all: FailuresView | null,
  { query, wanted }: { query: FailureQuery; wanted: string | undefined },
) {
  const leading = first?.groups.slice(0, FIRST) ?? []
  const shownFirst = new Set(isUsual(query) && query.page === 1 ? leading.map(({ id }) => id) : [])
  const others = all?.groups.filter(({ id }) => !shownFirst.has(id)) ?? []
  return { leading, others, isListed: [...leading, ...others].some(({ id }) => id === wanted) }
}

interface MendingLastProps {
  actions: Actions
  /** Has the focus once mending is closed. */
  list: RefObject<HTMLElement | null>
  onPublished: () => void
}

/** What was pressed last, tried and published from here. */
function MendingLast({ actions, list, onPublished }: MendingLastProps) {
  if (!actions.mended) return null
  return (
    <Mending
      key={actions.mended}
      actionId={actions.mended}
      onPublished={() => {
        actions.settle()
        onPublished()
      }}
      onClose={() => {
        actions.endMending()
        list.current?.focus()
      }}
    />
  )
}

interface FirstGroupsProps {
  groups: readonly FailureGroupView[]
  /** Whether they have been read, and nothing more is being grouped. */
  isKnown: boolean
  /** How many failed questions are kept. */
  kept: number
  wanted: string | undefined
}

/** The questions that failed most people; the first group is opened. */
function FirstGroups({ groups, isKnown, kept, wanted }: FirstGroupsProps) {
  const { say } = useFailurePage().words
  return (
    <section class="sheet" aria-labelledby="first">
      <h2 id="first" tabIndex={-1}>
        {say('first')}
      </h2>
      <p class="hint">{say('firstIntro')}</p>
      {isKnown && groups.length === 0 && <p>{say(kept === 0 ? 'noneYet' : 'firstNone')}</p>}
      <GroupList
        groups={groups}
        filter={{ state: 'anomaly' }}
        headingId="first"
        isOpen={(id) => id === groups[0]?.id || id === wanted}
        wanted={wanted}
      />
    </section>
  )
}

interface AllGroupsProps {
  query: FailureQuery
  /** `null` until it is read. */
  view: FailuresView | null
  groups: readonly FailureGroupView[]
  heading: RefObject<HTMLHeadingElement | null>
  wanted: string | undefined
}

/** All the failed questions, narrowed by filters, page by page. */
function AllGroups({ query, view, groups, heading, wanted }: AllGroupsProps) {
  const { words, language } = useFailurePage()
  const { say, number, many } = words
  return (
    <Sheet id="all" title={say('all')} heading={heading}>
      <FilterForm query={query} view={view} words={words} language={language} />
      {view && (
        <p class="hint">
          {many('total', view.failures, {
            people: many('people', view.people),
            groups: many('groups', view.groupCount),
          })}
        </p>
      )}
      {view && view.failures === 0 && keptIn(view) > 0 && <p>{say('none')}</p>}
      <GroupList
        groups={groups}
        filter={filterOf(query)}
        headingId="all"
        isOpen={(id) => id === wanted}
        wanted={wanted}
      />
      {view && (
        <PageTurns
          page={view.page}
          pages={view.pages}
          hrefOf={(page) => hrefOf('failures', [], chosenBy({ ...query, page }))}
          say={say}
          number={number}
        />
      )}
    </Sheet>
  )
}

/** Whether the letter of failed questions is wanted. */
function Digest() {
  const { api, words } = useFailurePage()
  const { say } = words
  return (
    <LetterChoice
      api={api}
      routes={{ read: failureRoutes.digest, save: failureRoutes.chooseDigest }}
      title={say('digest')}
      intro={say('digestIntro')}
      wanted={say('digestWanted')}
      noMail={say('digestOff')}
      saved={(wanted) => say(wanted ? 'digestSaved.on' : 'digestSaved.off')}
      notSaved={say('notDone')}
    />
  )
}

/** What was done last, said once, with the way back; what could not be done is said too. */
function Notice({
  actions: { done, problem, isBusy, mended, undo },
  words: { say },
}: {
  actions: Actions
  words: FailureWords
}) {
  const actionId = done?.actionId
  return (
    <div class="failure-notice">
      <ActMessage problem={problem} />
      <div class="actions">
        <ActMessage done={done?.text} />
        {done?.entry && mended === null && (
          <a class="button main" href={hrefOf('entries', [done.entry.id])}>
            {say('openEntry')}
          </a>
        )}
        {actionId && <Button label={say('undo')} isOff={isBusy} onClick={() => void undo(actionId)} />}
      </div>
    </div>
  )
}

interface Props {
  groups: readonly FailureGroupView[]
  filter: FailureFilter
  /** Where the focus goes when the last group is gone. */
  headingId: string
  isOpen: (id: string) => boolean
  /** The group that the address names. */
  wanted: string | undefined
}

/** Groups of failed questions. The keys J and K go from one to the next; when one is gone, the focus is on the one that takes its place. */
function GroupList({ groups, filter, headingId, isOpen, wanted }: Props) {
  const list = useRef<HTMLOListElement>(null)
  const left = useRef<number | null>(null)
  const ids = groups.map(({ id }) => id).join(' ')
  const focusOn = (at: number) => {
    const headings = list.current?.querySelectorAll<HTMLElement>('.failure-group > h3') ?? []
    const heading = headings[Math.min(Math.max(0, at), headings.length - 1)]
    ;(heading ?? document.getElementById(headingId))?.focus()
  }
  useEffect(() => {
    if (left.current === null) return
    // Only when the focus went with what is gone.
    if (document.activeElement === document.body || document.activeElement === null) focusOn(left.current)
    left.current = null
  }, [ids])
  const isThere = groups.some(({ id }) => id === wanted)
  useEffect(() => {
    if (isThere) focusOn(groups.findIndex(({ id }) => id === wanted))
  }, [isThere, wanted])
  return (
    <ol class="failure-groups" ref={list}>
      {groups.map((group, at) => (
        <GroupCard
          key={group.id}
          group={group}
          filter={filter}
          isOpenAtFirst={isOpen(group.id)}
          onMove={(step) => focusOn(at + step)}
          onDone={() => {
            left.current = at
          }}
        />
      ))}
    </ol>
  )
}

interface FilterFormProps {
  query: FailureQuery
  view: FailuresView | null
  words: FailureWords
  language: StaffLanguage
}

/** Narrows the list; what is chosen is in the address. */
function FilterForm({ query, view, words: { say, number }, language }: FilterFormProps) {
  const names = new Intl.DisplayNames(language, { type: 'language' })
  const stateName = (state: (typeof FAILURE_STATES)[number]) =>
    say('stateCount', { state: say(`state.${state}`), count: number(view?.counts[state] ?? 0) })
  return (
    <form
      class="failure-filters"
      aria-label={say('filters')}
      onSubmit={(event) => {
        event.preventDefault()
        const typed = [...new FormData(event.currentTarget)].map(([name, value]) => [name, String(value)] as const)
        location.hash = hrefOf('failures', [], chosenBy(readQuery(new Map(typed))))
      }}
    >
      <TextField
        key={`words ${query.words}`}
        id="failure-words"
        name="words"
        type="search"
        label={say('words')}
        defaultValue={query.words ?? ''}
      />
      <FilterChoice
        name="state"
        label={say('state')}
        value={query.state}
        usual={say('state.open')}
        options={[...FAILURE_STATES.map((state) => [state, stateName(state)] as const), ['all', say('state.all')]]}
      />
      <FilterChoice
        name="kind"
        label={say('kind')}
        value={query.kind}
        usual={say('kind.all')}
        options={FAILURE_KINDS.map((kind) => [kind, say(`kind.${kind}`)])}
      />
      <FilterChoice
        name="language"
        label={say('language')}
        value={query.language}
        usual={say('language.all')}
        options={view?.languages.map((one) => [one, names.of(one)]) ?? []}
      />
      {(['from', 'to'] as const).map((name) => (
        <TextField
          key={`${name} ${query[name]}`}
          id={`failure-${name}`}
          name={name}
          type="date"
          label={say(name)}
          defaultValue={query[name] ?? ''}
        />
      ))}
      <div class="actions">
        <Button type="submit" label={say('apply')} />
        {!isUsual(query) && <a href={hrefOf('failures')}>{say('reset')}</a>}
      </div>
    </form>
  )
}

interface FilterChoiceProps {
  name: 'state' | 'kind' | 'language'
  label: string
  value: string | undefined
  /** What is shown when nothing is chosen. */
  usual: string
  options: readonly (readonly [value: string, label: string | undefined])[]
}

function FilterChoice({ name, label, value, usual, options }: FilterChoiceProps) {
  const all = [[undefined, usual] as const, ...options]
  return (
    <SelectField
      key={value}
      id={`failure-${name}`}
      name={name}
      label={label}
      choices={all.map(([one, words]) => (
        <option key={one ?? ''} value={one ?? ''} selected={value === one}>
          {words}
        </option>
      ))}
    />
  )
}
