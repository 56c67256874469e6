import { useEffect, useMemo, useState } from 'preact/hooks'
import { PartHeading } from '../../../../ui/kit/part-heading.js'
import type { EntryContent } from '../../model/entry-record.js'
import type { EntryView, RevisionContentView } from '../../routes/curation-contract.js'
import { callProblem } from '../call-problem.js'
import { useEntries } from '../entries-context.js'
import { EntryActs } from '../life/entry-acts.js'
import { ReadingProblem } from '../reading-problem.js'
import { useEntry } from '../use-entry.js'
import { EditorPage } from './editor-page.js'
import { readKept } from './kept-draft.js'
import { fieldChosen, openingOf } from './opening.js'

/** One entry, to be written: read, then opened with what this browser may have kept of it. */
export function EntryEditor({ id, chosen }: { id: string; chosen: ReadonlyMap<string, string> }) {
  const { api, user, words } = useEntries()
  const { view, problem, read, setView } = useEntry(id)
  const [submitted, setSubmitted] = useState<EntryContent | null>(null)
  const [unread, setUnread] = useState('')
  /** Grows when an act of this page changes what is written. */
  const [opened, setOpened] = useState(0)
  const waiting = view && !view.draft && !view.archival ? view.submission : null
  useEffect(() => {
    if (!waiting) return
    api.call<RevisionContentView>('GET', `/admin/entries/${id}/revisions/${waiting.revision}`).then(
      ({ content }) => setSubmitted(content),
      (error) => setUnread(callProblem(error, words)),
    )
  }, [api, words, id, waiting])
  const isReady = view !== null && (waiting === null || submitted !== null)
  const opening = useMemo(() => {
    if (!view) return null
    return openingOf(view, readKept({ communeId: user.communeId, userId: user.id, entryId: id }), waiting && submitted)
  }, [isReady, opened])
  if (!view || !isReady) {
    const readAgain = () => {
      setUnread('')
      read()
    }
    return <ReadingProblem problem={problem || unread} onRetry={readAgain} />
  }
  const onActed = (next: EntryView) => {
    setView(next)
    setOpened(opened + 1)
  }
  if (view.archival || !opening) {
    return (
      <section class="sheet" aria-labelledby="entry-title">
        <PartHeading id="entry-title" lang="fr" title={view.title} />
        <EntryActs view={view} draftVersion={0} onActed={onActed} />
      </section>
    )
  }
  const shown = opened === 0 ? fieldChosen(opening.content, chosen) : null
  return <EditorPage key={opened} view={view} opening={opening} shown={shown} onActed={onActed} />
}
