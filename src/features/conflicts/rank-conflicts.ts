import { CONFLICT_KINDS, type Conflict } from './conflict.js'

/** Answers that citizens got in some days, by entry. */
export type AnswersByEntry = Readonly<Record<string, number>>

/** A finding, with how many questions of citizens it may have spoilt. */
export interface RankedConflict extends Conflict {
  /** Of the same days as the answers; not told below {@link FEWEST_TOLD}. */
  stake: number
}

/** Fewer questions of citizens than this are told of as none: as in the statistics, no row tells of so few. */
export const FEWEST_TOLD = 5

/**
 * Findings by how many questions of citizens are at stake, most first: of the answers that their entries gave, the share that is concerned of their example
 * questions. Without answers, by kind, then by example questions. Pure.
 */
export function rankConflicts(conflicts: readonly Conflict[], answers: AnswersByEntry): RankedConflict[] {
  return conflicts
    .map((conflict) => ({ ...conflict, stake: stakeOf(conflict, answers) }))
    .sort(
      (a, b) =>
        b.stake - a.stake ||
        CONFLICT_KINDS.indexOf(a.kind) - CONFLICT_KINDS.indexOf(b.kind) ||
        b.count - a.count ||
        (a.key < b.key ? -1 : 1),
    )
}

function stakeOf({ kind, entryIds, count, of }: Conflict, answers: AnswersByEntry): number {
  const given = entryIds.reduce((sum, id) => sum + (answers[id] ?? 0), 0)
  // Of an entry that lacks questions, those that it lacks are not among those that it has.
  const all = kind === 'few_questions' ? of + count : of
  const share = kind === 'same_content' || kind === 'never_found' ? 1 : Math.min(1, count / Math.max(1, all))
  const stake = kind === 'hardly_served' ? 0 : Math.round(given * share)
  return stake < FEWEST_TOLD ? 0 : stake
}
