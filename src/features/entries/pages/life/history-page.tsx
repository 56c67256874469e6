import type { RefObject } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { useFocusOnChange } from '../../../../ui/kit/focus.js'
import { ActMessage } from '../../../../ui/kit/form.js'
import { momentInWords } from '../../../../ui/kit/moment-in-words.js'
import { PartHeading } from '../../../../ui/kit/part-heading.js'
import { UndoPublication } from '../../../publication/pages/undo-publication.js'
import { type DiffView as Diff, type EntryView, entryRoutes, type RevisionView } from '../../contract.js'
import { DiffView } from '../diff-view.js'
import { useEntries } from '../entry-states.js'
import { entryHref, ReadingProblem } from '../reading-problem.js'
import { callProblem, useEntry } from '../use-entry.js'

/** Every version of an entry: what each changed, and the way back to it. */
export function HistoryPage({ id, chosen }: { id: string; chosen: ReadonlyMap<string, string> }) {
  const { api, t, language, words } = useEntries()
  const { say } = words
  const { view, problem, read } = useEntry(id)
  // What she asked to compare is below every version; of an only one, nothing is until she asks.
  const compared = useFocusOnChange(chosen)
  if (!view) return <ReadingProblem problem={problem} onRetry={read} />
  const title = (view.served ?? view.draft?.content)?.title ?? id
  const last = view.publications.at(-1)
  const [from, to] = sidesOf(view, chosen)
  return (
    <section class="sheet entry-history" aria-labelledby="history">
      <p>
        <a href={entryHref(id)}>{say('backToEntry')}</a>
      </p>
      <PartHeading id="history" title={say('history.title', { title })} />
      {last && !view.archival && (
        <UndoPublication key={last.id} api={api} t={t} language={language} id={last.id} onUndone={read} />
      )}
      {view.revisions.length === 0 && <p>{say('history.none')}</p>}
      <ol class="entry-revisions">
        {view.revisions.map((revision) => (
          <Revision key={revision.number} view={view} revision={revision} />
        ))}
      </ol>
      {from !== null && to !== null && <Comparison view={view} from={from} to={to} heading={compared} />}
    </section>
  )
}

/** What is compared: what the address says, else the last version with the one before it. */
function sidesOf({ revisions }: EntryView, chosen: ReadonlyMap<string, string>): [string | null, string | null] {
  const last = revisions[0]?.number
  const before = revisions[1]?.number
  return [chosen.get('from') ?? (before ? String(before) : null), chosen.get('to') ?? (last ? String(last) : null)]
}

function Revision({ view, revision }: { view: EntryView; revision: RevisionView }) {
  const { words, language } = useEntries()
  const { say } = words
  const { number, origin, by, at, why, published, from } = revision
  const moment = (iso: string) => momentInWords(iso, language, new Date())
  const isServed = view.served !== null && view.servedRevision === number
  return (
    <li class={isServed ? 'entry-item served' : 'entry-item'}>
      <p>
        <strong>{say('history.number', { number })}</strong>{' '}
        {isServed && <span class="good">{say('history.served')}</span>}
      </p>
      <p class="hint">
        {origin === 'installed'
          ? say('history.installed')
          : say(`history.${origin}`, { name: by ?? '?', moment: moment(at), number: from ?? 0 })}{' '}
        {why && <q>{why}</q>}
      </p>
      {published.map(({ by: publisher, at: publishedAt }) => (
        <p key={publishedAt} class="hint">
          {say('history.published', { name: publisher, moment: moment(publishedAt) })}
        </p>
      ))}
      <div class="actions">
        <a
          class="button quiet"
          href={entryHref(view.id, 'history', {
            from: number > 1 ? String(number - 1) : 'none',
            to: String(number),
          })}
        >
          {say('history.what')}
        </a>
        {!isServed && (
          <a
            class="button quiet"
            href={entryHref(view.id, 'history', { from: String(number), to: view.served ? 'served' : 'draft' })}
          >
            {say('history.since')}
          </a>
        )}
        {!isServed && !view.archival && view.submission?.revision !== number && (
          <a class="button" href={entryHref(view.id, 'publish', { revision: String(number) })}>
            {say('history.back')}
          </a>
        )}
      </div>
    </li>
  )
}

interface ComparisonProps {
  view: EntryView
  from: string
  to: string
  heading: RefObject<HTMLHeadingElement | null>
}

function Comparison({ view: { id }, from, to, heading }: ComparisonProps) {
  const { api, words } = useEntries()
  const { say } = words
  const [diff, setDiff] = useState<Diff | null>(null)
  const [problem, setProblem] = useState('')
  useEffect(() => {
    let isCurrent = true
    setProblem('')
    api.ask(entryRoutes.diff, { params: { id }, query: { from, to } }).then(
      (next) => isCurrent && setDiff(next),
      (error) => isCurrent && setProblem(callProblem(error, words)),
    )
    return () => {
      isCurrent = false
    }
  }, [api, words, id, from, to])
  const name = (side: string) =>
    side === 'served' || side === 'draft'
      ? say(`diff.${side}`)
      : side === 'none'
        ? say('diff.nothing')
        : say('history.number', { number: side })
  return (
    <section aria-labelledby="comparison">
      <h3 id="comparison" ref={heading} tabIndex={-1}>
        {say('history.compared', { from: name(from), to: name(to) })}
      </h3>
      <ActMessage problem={problem} />
      {diff && diff.from === from && diff.to === to && (
        <DiffView changes={diff.changes} before={name(from)} after={name(to)} />
      )}
    </section>
  )
}
