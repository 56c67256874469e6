import type { RefObject } from 'preact'
import { useCallback, useEffect, useMemo, useRef } from 'preact/hooks'
import { Button } from '../../../ui/kit/button.js'
import { useFocusOnChange } from '../../../ui/kit/focus.js'
import { ActMessage } from '../../../ui/kit/form.js'
import { PageTurns } from '../../../ui/kit/list.js'
import { momentInWords } from '../../../ui/kit/moment-in-words.js'
import type { PageProps } from '../../../ui/kit/page-props.js'
import { hrefOf } from '../../../ui/kit/place.js'
import { Sheet } from '../../../ui/kit/sheet.js'
import { useReading } from '../../../ui/kit/use-reading.js'
import { entryHref } from '../../entries/pages/reading-problem.js'
import { CONFLICT_KINDS } from '../conflict.js'
import { type ConflictsQuery, type ConflictsView, conflictRoutes } from '../contract.js'
import { ConflictContext, useConflictPage } from './act-button.js'
import { ConflictCard } from './conflict-card.js'
import { conflictWords, useConflictActs } from './use-conflict-acts.js'

/** How often the page looks how far the search is. */
const POLL_MS = 1_000

/** Entries that are taken for each other, or that nobody finds, those first that concern most citizens, each with its remedies. */
export function ConflictsPage({ api, language, place }: PageProps) {
  const words = conflictWords(language)
  const { say } = words
  const query = useMemo(() => readConflictQuery(place.chosen), [place.chosen])
  const chosen = conflictChosen(query)
  const { view, failed, read } = useReading(api, conflictRoutes.list, { query: chosen })
  const acts = useConflictActs(api, words, read)
  const isRunning = view?.state === 'waiting' || view?.state === 'running'
  useEffect(() => {
    if (!isRunning) return
    const timer = setInterval(read, POLL_MS)
    return () => clearInterval(timer)
  }, [isRunning, read])
  const start = useCallback(async () => {
    await api.ask(conflictRoutes.find).catch(() => {})
    read()
  }, [api, read])
  // What the links of the page choose is read from its beginning.
  const list = useFocusOnChange(String(new URLSearchParams(chosen)))
  return (
    <ConflictContext.Provider value={{ words, language, acts, days: view?.days ?? 0 }}>
      <div class="conflicts">
        <p class="hint">{say('intro')}</p>
        <ConflictNotice />
        <div role="alert">
          {failed && (
            <p class="field-error">
              {say('failed')} <Button label={say('retry')} onClick={read} />
            </p>
          )}
        </div>
        {!view && !failed && <p role="status">{say('loading')}</p>}
        {view && <RunSection view={view} onStart={() => void start()} />}
        {view?.report && <ConflictList view={view} query={query} heading={list} />}
      </div>
    </ConflictContext.Provider>
  )
}

/** What was done last, said once, with the way back and the next step; what could not be done is said too. */
function ConflictNotice() {
  const {
    words: { say },
    acts: { done, problem, isBusy, undo },
  } = useConflictPage()
  const told = useRef<HTMLParagraphElement>(null)
  const isUndone = done !== null && done.undo === null
  useEffect(() => {
    // The button that was pressed is gone.
    if (isUndone && document.activeElement === document.body) told.current?.focus()
  }, [isUndone])
  return (
    <div class="conflict-notice">
      <ActMessage problem={problem} />
      <div class="actions">
        <p role="status" class="good" tabIndex={-1} ref={told}>
          {done?.text}
        </p>
        {done?.undo && <Button label={say('undo')} isOff={isBusy} onClick={() => void undo()} />}
        {done?.drafts.map(({ id, title }) => (
          <a key={id} class="button quiet" href={entryHref(id, 'publish')}>
            {say('publishOne', { title })}
          </a>
        ))}
      </div>
    </div>
  )
}

/** When conflicts were looked for and in what, or how far the search is; and the way to begin. */
function RunSection({ view, onStart }: { view: ConflictsView; onStart: () => void }) {
  const { words, language } = useConflictPage()
  const { say, many, number } = words
  const { state, done, total, report } = view
  const isRunning = state === 'waiting' || state === 'running'
  const progress = isRunning ? say(`state.${state}`) : ''
  return (
    <Sheet id="conflict-run" title={say('state')} class="conflict-run">
      {report && (
        <p>
          {say('state.at', {
            moment: momentInWords(report.at, language, new Date()),
            questions: many('questions', report.questions),
            entries: many('entries', report.entries),
          })}
        </p>
      )}
      {!report && !isRunning && state !== 'failed' && <p>{say('state.none')}</p>}
      {report?.searchedBy === 'words' && <p class="hint">{say('state.words')}</p>}
      {report && !report.isCurrent && !isRunning && <p class="hint">{say('state.outdated')}</p>}
      {!report && !isRunning && <p class="hint">{say('state.noneHow')}</p>}
      <div role="alert">{state === 'failed' && <p class="field-error">{say('state.failed')}</p>}</div>
      <p role="status">{progress}</p>
      {isRunning && (
        <p class="progress">
          <progress aria-label={progress} {...(total > 0 ? { value: done, max: total } : {})} />
          {total > 0 && (
            <span aria-hidden="true">{say('state.asked', { done: number(done), total: number(total) })}</span>
          )}
        </p>
      )}
      <div class="actions">
        <Button
          look={report?.isCurrent ? undefined : 'main'}
          label={say(report ? 'again' : 'start')}
          isOff={isRunning}
          onClick={() => !isRunning && onStart()}
        />
      </div>
    </Sheet>
  )
}

interface Props {
  view: ConflictsView
  query: ConflictsQuery
  heading: RefObject<HTMLHeadingElement | null>
}

/** What was found, in a sentence, then conflict by conflict. When one is gone, the focus is on the one that takes its place. */
function ConflictList({ view, query, heading }: Props) {
  const { words } = useConflictPage()
  const { say } = words
  const { conflicts, entry } = view
  const list = useRef<HTMLOListElement>(null)
  const left = useRef<number | null>(null)
  useEffect(() => {
    if (left.current === null) return
    // Only when the focus went with what is gone.
    if (document.activeElement === document.body || document.activeElement === null) {
      const headings = list.current?.querySelectorAll<HTMLElement>('.conflict > h3') ?? []
      const next = headings[Math.min(left.current, headings.length - 1)]
      ;(next ?? heading.current)?.focus()
    }
    left.current = null
  }, [view, heading])
  const title = entry ? say('list.of', { title: entry.title }) : say(query.ignored === 'only' ? 'list.ignored' : 'list')
  return (
    <>
      <SumSection view={view} query={query} />
      <Sheet id="conflict-list" title={title} heading={heading}>
        {entry && (
          <p>
            <a href={hrefOf('conflicts')}>{say('list.all')}</a>
          </p>
        )}
        {conflicts.length === 0 && <p>{say(entry ? 'list.noneOf' : 'list.none')}</p>}
        <ol class="conflict-cards" ref={list}>
          {conflicts.map((conflict, at) => (
            <ConflictCard
              key={conflict.key}
              conflict={conflict}
              onAct={() => {
                left.current = at
              }}
            />
          ))}
        </ol>
        <PageTurns
          page={view.page}
          pages={view.pages}
          hrefOf={(page) => hrefOf('conflicts', [], conflictChosen({ ...query, page }))}
          say={say}
          number={words.number}
        />
      </Sheet>
    </>
  )
}

/** What was found, in a sentence, and the ways to a part of it. */
function SumSection({ view, query }: Omit<Props, 'heading'>) {
  const { words } = useConflictPage()
  const { counts } = view
  const total = CONFLICT_KINDS.reduce((sum, kind) => sum + counts[kind], 0)
  return (
    <Sheet id="conflict-sum" title={words.say('summary')}>
      {total === 0 ? (
        <p class="good">{words.say('summary.well')}</p>
      ) : (
        <ul class="conflict-sum">
          {CONFLICT_KINDS.filter((kind) => counts[kind] > 0).map((kind) => (
            <li key={kind}>{words.many(`sum.${kind}`, counts[kind])}</li>
          ))}
        </ul>
      )}
      <KindLinks view={view} query={query} total={total} />
    </Sheet>
  )
}

interface KindLinksProps {
  view: ConflictsView
  query: ConflictsQuery
  /** Conflicts of all kinds. */
  total: number
}

/** Conflicts of one kind, or those that are let be. */
function KindLinks({ view: { counts, ignored }, query, total }: KindLinksProps) {
  const { say, number } = useConflictPage().words
  const isAll = query.kind === undefined && query.ignored === undefined && query.entry === undefined
  const link = (name: string, isCurrent: boolean, chosen: Omit<ConflictsQuery, 'page'>) => (
    <li key={name}>
      <a
        class="button quiet"
        aria-current={isCurrent ? 'true' : undefined}
        href={hrefOf('conflicts', [], conflictChosen({ ...chosen, page: 1 }))}
      >
        {name}
      </a>
    </li>
  )
  const kinds = CONFLICT_KINDS.filter((kind) => counts[kind] > 0 || query.kind === kind)
  const hasIgnored = ignored > 0 || query.ignored === 'only'
  // Nothing to choose.
  if (kinds.length < 2 && !hasIgnored && isAll) return null
  return (
    <nav aria-label={say('choose')}>
      <ul class="conflict-kinds">
        {link(say('choose.all', { count: number(total) }), isAll, {})}
        {kinds.map((kind) =>
          link(
            say('choose.one', { name: say(`kind.${kind}`), count: number(counts[kind]) }),
            query.kind === kind && query.entry === undefined,
            { kind },
          ),
        )}
        {hasIgnored &&
          link(say('choose.ignored', { count: number(ignored) }), query.ignored === 'only', { ignored: 'only' })}
      </ul>
    </nav>
  )
}

/** Reads what an address chose; what it does not know is left out. Pure. */
function readConflictQuery(chosen: ReadonlyMap<string, string>): ConflictsQuery {
  const kind = CONFLICT_KINDS.find((one) => one === chosen.get('kind'))
  const entry = chosen.get('entry') ?? ''
  return {
    ...(kind ? { kind } : {}),
    ...(/^[a-z0-9-]{1,80}$/.test(entry) ? { entry } : {}),
    ...(chosen.get('ignored') === 'only' ? { ignored: 'only' as const } : {}),
    page: Math.max(1, Math.floor(Number(chosen.get('page') ?? 1)) || 1),
  }
}

/** The same for links and for the server; the first page is left out. Pure. */
function conflictChosen({ page, ...query }: ConflictsQuery): Omit<ConflictsQuery, 'page'> & { page?: string } {
  return { ...query, ...(page > 1 ? { page: String(page) } : {}) }
}
