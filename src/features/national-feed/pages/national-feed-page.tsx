import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import type { StaffLanguage } from '../../../platform/model/language.js'
import { Button } from '../../../ui/kit/button.js'
import { AreaField, SelectField, TextField } from '../../../ui/kit/field.js'
import { ActMessage } from '../../../ui/kit/form.js'
import { Icon } from '../../../ui/kit/icon.js'
import { useLeaveGuard } from '../../../ui/kit/leave-guard.js'
import { formatDay, momentInWords } from '../../../ui/kit/moment-in-words.js'
import type { PageProps } from '../../../ui/kit/page-props.js'
import { PartHeading } from '../../../ui/kit/part-heading.js'
import { type AdminPlace, hrefOf } from '../../../ui/kit/place.js'
import { Sheet } from '../../../ui/kit/sheet.js'
import type { StaffApi } from '../../../ui/kit/staff-api.js'
import { useAct } from '../../../ui/kit/use-act.js'
import {
  type FicheItemView,
  type FichesView,
  type FicheView,
  type NationalFeedView,
  nationalRoutes,
} from '../contract.js'
import { ConcernedEntries } from './concerned-entries.js'
import { FeedSection } from './feed-section.js'
import { Change, Lines, Successor } from './line-changes.js'
import { type NationalFeedWords, nationalFeedWords, SelectionForm } from './selection-form.js'

const KEYS = ['place', 'hours', 'papers', 'cost'] as const

interface Props {
  api: StaffApi
  words: NationalFeedWords
  view: FicheView
  onView: (view: FicheView) => void
}

/** What the commune says beside a fiche, apart from its text. */
function NoteForm({ api, words, view, onView }: Props) {
  const { say } = words
  const { by, at, ...written } = view.note
  const isChanged = view.standing === 'changed' || view.standing === 'gone'
  const [texts, setTexts] = useState(written)
  const [done, setDone] = useState('')
  const { isBusy, problem, run } = useAct(say('noteNotSaved'))
  useLeaveGuard(
    KEYS.some((key) => texts[key] !== view.note[key]),
    say('noteLeave'),
  )
  const save = (event: Event) => {
    event.preventDefault()
    void run(async () => {
      setDone('')
      onView(await api.ask(nationalRoutes.note, { params: { id: view.id }, body: { ...texts, digest: view.digest } }))
      setDone(say('noteSaved'))
    })
  }
  return (
    <Sheet
      id="note"
      title={say('note')}
      class="national-feed"
      hint={say('noteHint', { variable: '{{accueil.telephone}}' })}
    >
      {by !== '' && (
        <p class="hint">{say('noteBy', { name: by, moment: momentInWords(at, words.language, new Date()) })}</p>
      )}
      {view.hasNote && isChanged && <p class="bad">{say('noteToReview')}</p>}
      <form onSubmit={save}>
        {KEYS.map((key) => (
          <AreaField
            key={key}
            id={`note-${key}`}
            label={say(`note.${key}`)}
            value={texts[key]}
            lang="fr"
            rows={2}
            onValue={(value) => setTexts({ ...texts, [key]: value })}
          />
        ))}
        <ActMessage done={done} problem={problem} />
        <Button type="submit" label={say('saveNote')} isOff={isBusy} />
      </form>
    </Sheet>
  )
}

/** How often the page looks where an import stands. */
const POLL_MS = 1_000

/** The national feed: what was imported, what the commune takes of it, and what is to be looked at again. */
export function NationalFeedPage(props: PageProps) {
  const { api, language, place, user } = props
  const words = nationalFeedWords(language)
  const [state, setState] = useState<NationalFeedView | null>(null)
  const [failed, setFailed] = useState(false)
  const read = useCallback(() => {
    api.ask(nationalRoutes.state).then(
      (next) => {
        setState(next)
        setFailed(false)
      },
      () => setFailed(true),
    )
  }, [api])
  const id = place.path[0]
  useEffect(() => {
    if (!id) read()
  }, [read, id])
  const isRunning = state?.running != null
  useEffect(() => {
    if (!isRunning) return
    const timer = setInterval(read, POLL_MS)
    return () => clearInterval(timer)
  }, [isRunning, read])
  const lastId = useRef(id)
  useEffect(() => {
    if (id) lastId.current = id
  }, [id])
  if (id) return <FichePage key={id} {...props} id={id} />
  const list = { api, language, place, returnedFrom: lastId.current, toReview: state?.toReview ?? 0 }
  return (
    <>
      <ActMessage problem={failed && words.say('unread')} />
      {failed && <Button class="refresh" label={words.say('tryAgain')} onClick={read} />}
      {!state && !failed && <p class="hint">{words.say('loading')}</p>}
      {state?.report && <ConcernedEntries key={state.report.at} api={api} words={words} />}
      {state && <FeedSection api={api} words={words} state={state} onState={setState} />}
      {state?.report && user.roles.includes('admin') && (
        <SelectionForm api={api} words={words} state={state} onState={setState} />
      )}
      {state?.report && <FicheList key={`${state.report.at} ${JSON.stringify(state.selection)}`} {...list} />}
    </>
  )
}

/** One fiche: what has changed in it, what takes its place, and what the commune says beside it. */
function FichePage({ api, language, id }: PageProps & { id: string }) {
  const words = nationalFeedWords(language)
  const { say } = words
  const [view, setView] = useState<FicheView | null>(null)
  const { isBusy, problem, run } = useAct(say('unread'))
  const [done, setDone] = useState('')
  useEffect(() => void run(async () => setView(await api.ask(nationalRoutes.fiche, { params: { id } }))), [api, id])
  const markSeen = ({ digest }: FicheView) =>
    run(async () => {
      setView(await api.ask(nationalRoutes.seen, { params: { id }, body: { digest } }))
      setDone(say('seenDone'))
      // The button that was pressed is gone.
      document.getElementById('fiche')?.focus()
    })
  return (
    <>
      <p>
        <a href={hrefOf('national-feed')}>{say('back')}</a>
      </p>
      <ActMessage problem={problem} />
      {!view && problem === '' && <p class="hint">{say('loading')}</p>}
      {view && (
        <>
          <section class="sheet national-feed" aria-labelledby="fiche">
            <PartHeading id="fiche" lang="fr" title={view.title} />
            <p class={view.standing === 'changed' || view.standing === 'gone' ? 'bad' : 'hint'}>
              {say('page', { id, standing: say(`standing.${view.standing}`) })}
            </p>
            {view.modified && <p class="hint">{say('modified', { date: formatDay(view.modified, language) })}</p>}
            <p>
              <a href={view.url} rel="noreferrer">
                {say('source')}
              </a>
            </p>
            <ActMessage done={done} />
            <FicheChanges words={words} view={view} />
            {(view.standing === 'changed' || view.standing === 'gone') && (
              <Button label={say('seen')} isOff={isBusy} onClick={() => void markSeen(view)} />
            )}
          </section>
          <NoteForm api={api} words={words} view={view} onView={setView} />
        </>
      )}
    </>
  )
}

/** What has changed in a fiche, line by line; what has not is folded. Of a fiche that is gone: what takes its place, and its last text. */
function FicheChanges({ words, view }: { words: NationalFeedWords; view: FicheView }) {
  const { say } = words
  if (view.standing === 'gone' || view.standing === 'archived') {
    return (
      <>
        <Successor words={words} successor={view.successor} />
        <details>
          <summary>{say('lastText')}</summary>
          <Lines lines={view.changes.flatMap(({ lines }) => lines)} />
        </details>
      </>
    )
  }
  if (view.changes.length === 0) return <p>{say('noChange')}</p>
  return (
    <>
      <h3>{say('changes')}</h3>
      {view.changes.map((change, index) => (
        <Change key={index} words={words} {...change} />
      ))}
    </>
  )
}

interface FicheListProps {
  api: StaffApi
  language: StaffLanguage
  place: AdminPlace
  toReview: number
  /** The fiche that somebody comes back from: her place in the list is found again. */
  returnedFrom: string | undefined
}

/** The fiches of the commune: those to look at again, or all that match what is searched. */
function FicheList({ api, language, place, toReview, returnedFrom }: FicheListProps) {
  const words = nationalFeedWords(language)
  const { say, many } = words
  const show = place.chosen.get('show') === 'all' ? 'all' : 'review'
  const [query, setQuery] = useState(place.chosen.get('q') ?? '')
  const { view, failed, read } = useFiches(api, show, query)
  const shown = useRef(false)
  useEffect(() => {
    if (!view || shown.current) return
    shown.current = true
    if (returnedFrom) document.getElementById(`fiche-${returnedFrom}`)?.focus()
  }, [view, returnedFrom])
  const choose = (next: string) => {
    location.hash = hrefOf('national-feed', [], { show: next === 'all' ? 'all' : '', q: query })
  }
  return (
    <Sheet id="fiches" title={say('list')} class="national-feed">
      <div class="filters">
        <SelectField
          id="fiches-show"
          label={say('show')}
          value={show}
          onValue={choose}
          choices={
            <>
              <option value="review">{say('show.review', { count: words.number(toReview) })}</option>
              <option value="all">{say('show.all')}</option>
            </>
          }
        />
        <TextField id="fiches-search" label={say('search')} value={query} onValue={setQuery} />
      </div>
      <ActMessage problem={failed && say('unread')} />
      <p role="status" class="hint">
        {view &&
          (view.total > 0
            ? many('total', view.total)
            : say(show === 'review' && query === '' ? 'noneToReview' : 'noneChosen'))}
      </p>
      <ul class="fiches">
        {view?.fiches.map((fiche) => (
          <FicheItem key={fiche.id} words={words} fiche={fiche} />
        ))}
      </ul>
      {view?.next != null && <Button look="quiet" label={say('more')} onClick={() => read(view.next ?? 0)} />}
    </Sheet>
  )
}

/** The fiches that match, page after page: the last asking counts, whichever is answered first. */
function useFiches(api: StaffApi, show: 'all' | 'review', query: string) {
  const [view, setView] = useState<FichesView | null>(null)
  const [failed, setFailed] = useState(false)
  const serial = useRef(0)
  const read = (from: number) => {
    serial.current += 1
    const mine = serial.current
    api.ask(nationalRoutes.fiches, { query: { show, q: query, from } }).then(
      (next) => {
        if (mine !== serial.current) return
        setView((before) => (from === 0 || !before ? next : { ...next, fiches: [...before.fiches, ...next.fiches] }))
        setFailed(false)
      },
      () => mine === serial.current && setFailed(true),
    )
  }
  useEffect(() => read(0), [show, query])
  return { view, failed, read }
}

function FicheItem({ words: { say }, fiche }: { words: NationalFeedWords; fiche: FicheItemView }) {
  const { id, title, standing, hasNote } = fiche
  const isToReview = standing === 'changed' || standing === 'gone'
  return (
    <li>
      <a id={`fiche-${id}`} href={hrefOf('national-feed', [id])}>
        <span lang="fr">{title}</span>
      </a>
      <span class={isToReview ? 'bad' : 'hint'}>
        <Icon name={isToReview ? 'alert' : 'check'} /> {say('page', { id, standing: say(`standing.${standing}`) })}
        {hasNote && ` – ${say(isToReview ? 'noteToReview' : 'hasNote')}`}
      </span>
    </li>
  )
}
