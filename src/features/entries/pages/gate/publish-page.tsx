import { useEffect, useMemo, useState } from 'preact/hooks'
import { formatDay } from '../../../../ui/kit/moment-in-words.js'
import { PartHeading } from '../../../../ui/kit/part-heading.js'
import type { GateSource } from '../../../publication/contract.js'
import { type EntryView, entryRoutes } from '../../contract.js'
import { diffContents } from '../../model/entry-diff.js'
import type { EntryContent } from '../../model/entry-record.js'
import { DiffView } from '../diff-view.js'
import { ConflictHeading } from '../editor/draft-changes.js'
import { useEntries } from '../entry-states.js'
import { entryHref, ReadingProblem } from '../reading-problem.js'
import { useEntry } from '../use-entry.js'
import { Decide, type Ended, Finished } from './decide.js'

/** Before an entry is published: what this would change for the example questions that come near, then the decision. */
export function PublishPage({ id, asked }: { id: string; asked: Asked }) {
  const { words, language } = useEntries()
  const { say } = words
  const { view, problem, read } = useEntry(id)
  const [ended, setEnded] = useState<Ended | null>(null)
  const found = ended || !view ? null : sourceOf(view, asked)
  const source = found === 'changed' ? null : found
  const start = useStart(view, source)
  const { revision } = asked
  const back = { href: entryHref(id), label: say('backToEntry') }
  if (!view) return <ReadingProblem problem={problem} onRetry={read} />
  const title = (revision === null ? (view.draft?.content ?? view.served) : view.served)?.title ?? id
  return (
    <section class="sheet entry-publish" aria-labelledby="publish">
      <p>
        <a href={entryHref(id)}>{say('backToEntry')}</a>
      </p>
      <PartHeading
        id="publish"
        title={
          revision !== null
            ? say('publish.titleOf', { title, number: revision })
            : say(view.reviewerRequired ? 'publish.titleToReview' : 'publish.title', { title })
        }
      />
      {ended ? (
        <Finished
          ended={ended}
          start={
            ended.kind === 'published' && start
              ? say('publish.publishedLater', { day: formatDay(start, language) })
              : null
          }
          back={back}
        />
      ) : found === 'changed' ? (
        <ChangedPanel view={view} />
      ) : source ? (
        <>
          <p class="hint">{say('publish.intro')}</p>
          {start && <p class="bad">{say('publish.notYet', { day: formatDay(start, language) })}</p>}
          <Decide sources={[source]} reviewerRequired={view.reviewerRequired} back={back} onEnded={setEnded} />
        </>
      ) : (
        <p>{say('publish.nothing')}</p>
      )}
    </section>
  )
}

/** The day from which citizens would read what is published, when it has not come; else `null`. Pure. */
export function startOf({ validFrom }: Pick<EntryContent, 'validFrom'>, today: string): string | null {
  return validFrom !== undefined && validFrom > today ? validFrom : null
}

/** The same of what is about to be published: a draft, or a version that is read first. */
function useStart(view: EntryView | null, source: GateSource | null): string | null {
  const { api } = useEntries()
  const [start, setStart] = useState<string | null>(null)
  const id = view?.id
  const revision = source && 'revision' in source ? source.revision : null
  const draft = source && 'draftVersion' in source ? view?.draft : null
  useEffect(() => {
    if (view && draft) setStart(startOf(draft.content, view.today))
  }, [view, draft])
  useEffect(() => {
    if (id === undefined || revision === null || !view) return
    api.ask(entryRoutes.revision, { params: { id, number: String(revision) } }).then(
      ({ content }) => setStart(startOf(content, view.today)),
      () => {},
    )
  }, [api, id, revision])
  return start
}

/** The draft is no longer the one that was read: what it says now is shown before anybody publishes it. */
function ChangedPanel({ view }: { view: EntryView }) {
  const { say } = useEntries().words
  const { id, draft, served } = view
  const changes = useMemo(() => (draft ? diffContents(served, draft.content) : []), [draft, served])
  return (
    <section class="sheet entry-alert" aria-labelledby="entry-conflict">
      <ConflictHeading theirs={view} />
      <p>{say(draft ? 'publish.changed' : 'publish.nothing')}</p>
      <div class="actions">
        <a class="button main" href={entryHref(id)}>
          {say('backToEntry')}
        </a>
        {draft && (
          <a class="button" href={entryHref(id, 'publish', { draft: String(draft.version) })}>
            {say('publish.changedGoOn')}
          </a>
        )}
      </div>
      {draft && (
        <details open>
          <summary>{say('conflict.both')}</summary>
          <DiffView changes={changes} before={say('diff.served')} after={say('diff.draft')} />
        </details>
      )}
    </section>
  )
}

/** What the address asks to publish of an entry. */
interface Asked {
  /** A version to publish; `null`: the draft. */
  revision: number | null
  /** The version of the draft that whoever comes has read; `null` when the address does not say. */
  draft: number | null
}

/** What the address asks to publish. Pure. */
export function askedOf(chosen: ReadonlyMap<string, string>): Asked {
  return { revision: Number(chosen.get('revision')) || null, draft: Number(chosen.get('draft')) || null }
}

/**
 * What is published of an entry: never another draft than the one that was read. Pure.
 * @returns `changed` when somebody has saved, published or thrown away that draft since; `null` when there is nothing to publish
 */
export function sourceOf({ id, draft }: Pick<EntryView, 'id' | 'draft'>, asked: Asked): GateSource | 'changed' | null {
  if (asked.revision !== null) return { entryId: id, revision: asked.revision }
  if (asked.draft !== null && draft?.version !== asked.draft) return 'changed'
  return draft && { entryId: id, draftVersion: draft.version }
}
