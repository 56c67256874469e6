import { useRef, useState } from 'preact/hooks'
import { Button } from '../../../ui/kit/button.js'
import { ActMessage } from '../../../ui/kit/form.js'
import { formatDay } from '../../../ui/kit/moment-in-words.js'
import { hrefOf } from '../../../ui/kit/place.js'
import { Sheet } from '../../../ui/kit/sheet.js'
import type { StaffApi } from '../../../ui/kit/staff-api.js'
import { useAct } from '../../../ui/kit/use-act.js'
import { useReading } from '../../../ui/kit/use-reading.js'
import { type ConcernedEntriesView, type ConcernedView, nationalRoutes } from '../contract.js'
import { Change, Successor } from './line-changes.js'
import type { NationalFeedWords } from './selection-form.js'

/** With more entries, each is folded: their titles are read first. */
const MOST_OPEN = 3

interface Settled extends Pick<ConcernedView, 'entry'> {
  fiches: { id: string; digest: string }[]
}

/** The entries of the commune that a change of the national texts concerns: what changed, and the draft that would say it. */
export function ConcernedEntries({ api, words }: { api: StaffApi; words: NationalFeedWords }) {
  const { say, many } = words
  const { view, failed, show } = useReading(api, nationalRoutes.concerned)
  const heading = useRef<HTMLHeadingElement>(null)
  const { settled, done, problem, isBusy, settle, prepare } = useConcernedActs(api, words, (next) => {
    show(next)
    // The button that was pressed is gone.
    heading.current?.focus()
  })
  return (
    <Sheet id="concerned" title={say('concerned')} class="national-feed concerned" heading={heading}>
      <ActMessage problem={(failed && say('unread')) || problem} done={done} />
      {settled && (
        <Button
          look="quiet"
          label={say('noEffectUndo')}
          about={settled.entry.title}
          onClick={() => void settle(settled, false)}
        />
      )}
      {view && (
        <p class={view.total > 0 ? '' : 'hint'}>
          {view.total > 0 ? many('concernedIntro', view.total) : say('concernedNone')}
        </p>
      )}
      {view?.entries.map((one) => (
        <details key={one.entry.id} open={view.entries.length <= MOST_OPEN}>
          <summary lang="fr">{one.entry.title}</summary>
          <Concerned
            words={words}
            view={one}
            isBusy={isBusy}
            onPrepare={() => void prepare(seen(one))}
            onSettle={() => void settle(seen(one), true)}
          />
        </details>
      ))}
      {view && view.total > view.entries.length && <p>{many('concernedMore', view.total - view.entries.length)}</p>}
    </Sheet>
  )
}

/** What is done with such an entry, one act at a time. @param onSettled told what is left once one is settled, or is not any more */
function useConcernedActs(api: StaffApi, { say }: NationalFeedWords, onSettled: (left: ConcernedEntriesView) => void) {
  const [settled, setSettled] = useState<Settled | null>(null)
  const [done, setDone] = useState('')
  const { problem, isBusy, run } = useAct(say('notDone'))
  const settle = (what: Settled, isSettled: boolean) =>
    run(async () => {
      const next = await api.ask(nationalRoutes.settle, {
        params: { id: what.entry.id },
        body: { fiches: what.fiches, settled: isSettled },
      })
      setSettled(isSettled ? what : null)
      setDone(say(isSettled ? 'noEffectDone' : 'noEffectUndone', { title: what.entry.title }))
      onSettled(next)
    })
  const prepare = ({ entry, fiches }: Settled) =>
    run(async () => {
      await api.ask(nationalRoutes.prepare, { params: { id: entry.id }, body: { fiches } })
      location.hash = hrefOf('entries', [entry.id], { changes: 'law' })
    })
  return { settled, done, problem, isBusy, settle, prepare }
}

function seen({ entry, fiches }: ConcernedView): Settled {
  return { entry, fiches: fiches.map(({ id, digest }) => ({ id, digest })) }
}

interface Props {
  words: NationalFeedWords
  view: ConcernedView
  isBusy: boolean
  onPrepare: () => void
  onSettle: () => void
}

/** One of them: the lines that changed, what a draft would take of them, and the three ways on. */
function Concerned({ words, view, isBusy, onPrepare, onSettle }: Props) {
  const { say, many, language } = words
  const { entry, fiches, replaced, left, hasDraft } = view
  const isChanged = fiches.some(({ standing }) => standing === 'changed')
  return (
    <div class="concerned-entry">
      {fiches.map(({ id, title, url, modified, standing, changes, successor }) => (
        <section key={id} aria-labelledby={`concerned-${entry.id}-${id}`}>
          <h3 id={`concerned-${entry.id}-${id}`}>
            <a href={url} rel="noreferrer" lang="fr">
              {say('concernedBy', { title, id })}
            </a>
          </h3>
          {standing === 'gone' ? (
            <>
              <p class="bad">{say('concernedGone')}</p>
              <Successor words={words} successor={successor} />
            </>
          ) : (
            modified && <p class="hint">{say('concernedDay', { date: formatDay(modified, language) })}</p>
          )}
          {changes.map((change, at) => (
            <Change key={at} words={words} {...change} />
          ))}
        </section>
      ))}
      {isChanged && (
        <>
          <p>{replaced.length > 0 ? many('concernedReplaced', replaced.length) : say('concernedReplacedNone')}</p>
          {replaced.length > 0 && (
            <ul lang="fr">
              {replaced.map(({ field, before, after }) => (
                <li key={`${field} ${before}`}>{say('concernedReplaced', { before, after })}</li>
              ))}
            </ul>
          )}
          {left > 0 && <p class="hint">{many('concernedLeft', left)}</p>}
          {hasDraft && <p class="hint">{say('concernedDraft')}</p>}
        </>
      )}
      <div class="actions">
        {isChanged && (
          <Button look="main" label={say('prepare')} about={entry.title} isOff={isBusy} onClick={onPrepare} />
        )}
        <Button label={say('noEffect')} about={entry.title} isOff={isBusy} onClick={onSettle} />
        <a class="button" href={hrefOf('entries', [entry.id])}>
          {say('openEntry')} <span class="visually-hidden">{entry.title}</span>
        </a>
      </div>
    </div>
  )
}
