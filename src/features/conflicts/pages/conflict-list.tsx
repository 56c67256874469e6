import type { RefObject } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { PageTurns } from '../../../ui/kit/page-turns.js'
import { hrefOf } from '../../../ui/kit/place.js'
import { CONFLICT_KINDS } from '../conflict.js'
import type { ConflictsView } from '../routes/conflict-contract.js'
import { ConflictCard } from './conflict-card.js'
import { useConflictPage } from './conflict-context.js'
import { type ConflictQuery, conflictChosen } from './conflict-query.js'
import { KindLinks } from './kind-links.js'

interface Props {
  view: ConflictsView
  query: ConflictQuery
  heading: RefObject<HTMLHeadingElement | null>
}

/** What was found, in a sentence, then conflict by conflict. When one is gone, the focus is on the one that takes its place. */
export function ConflictList({ view, query, heading }: Props) {
  const { words } = useConflictPage()
  const { say } = words
  const { conflicts, entry, counts } = view
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
  const total = CONFLICT_KINDS.reduce((sum, kind) => sum + counts[kind], 0)
  const title = entry ? say('list.of', { title: entry.title }) : say(query.ignored === 'only' ? 'list.ignored' : 'list')
  return (
    <>
      <section class="sheet" aria-labelledby="conflict-sum">
        <h2 id="conflict-sum">{say('summary')}</h2>
        {total === 0 ? (
          <p class="good">{say('summary.well')}</p>
        ) : (
          <ul class="conflict-sum">
            {CONFLICT_KINDS.filter((kind) => counts[kind] > 0).map((kind) => (
              <li key={kind}>{words.many(`sum.${kind}`, counts[kind])}</li>
            ))}
          </ul>
        )}
        <KindLinks view={view} query={query} total={total} />
      </section>
      <section class="sheet" aria-labelledby="conflict-list">
        <h2 id="conflict-list" tabIndex={-1} ref={heading}>
          {title}
        </h2>
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
      </section>
    </>
  )
}
