import type { HandoverContext } from '../handoffs/handover-context.js'
import { RETENTION_KINDS, type RetentionDays, type RetentionKind, retentionDaysOf } from './retention.js'

/** Days of a commune; of one that the server no longer knows, the longest of the others. */
export function daysOf({ communes }: Pick<HandoverContext, 'communes'>, communeId: string): RetentionDays {
  const known = communes.get(communeId)
  if (known) return retentionDaysOf(known.privacy)
  const all = [...communes.values()].map(({ privacy }) => retentionDaysOf(privacy))
  const longest = (kind: RetentionKind) => Math.max(...all.map((days) => days[kind]))
  return Object.fromEntries(RETENTION_KINDS.map((kind) => [kind, longest(kind)])) as unknown as RetentionDays
}

/** The fewest days for which any commune keeps a kind: nothing younger is due. */
export function shortest({ communes }: Pick<HandoverContext, 'communes'>, kind: RetentionKind): number {
  return Math.min(...[...communes.values()].map(({ privacy }) => retentionDaysOf(privacy)[kind]))
}
