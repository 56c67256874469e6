import { hrefOf } from '../../../ui/kit/place.js'
import { CONFLICT_KINDS } from '../conflict.js'
import type { ConflictsView } from '../routes/conflict-contract.js'
import { useConflictPage } from './conflict-context.js'
import { type ConflictQuery, conflictChosen } from './conflict-query.js'

interface Props {
  view: ConflictsView
  query: ConflictQuery
  /** Conflicts of all kinds. */
  total: number
}

/** Conflicts of one kind, or those that are let be. */
export function KindLinks({ view: { counts, ignored }, query, total }: Props) {
  const { say, number } = useConflictPage().words
  const isAll = query.kind === undefined && query.ignored === undefined && query.entry === undefined
  const link = (name: string, isCurrent: boolean, chosen: Omit<ConflictQuery, 'page'>) => (
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
