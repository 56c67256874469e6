import { type RawBuilder, sql } from 'kysely'
import type { WrittenMark } from './quick-writes.js'

/**
 * Looks for the change that a quick write has left: one row when it was written. What was written since the mark was drawn is found by the index of
 * transactions by which the feed reads too, so that marks need no index of their own, which every write would pay for.
 */
export function findMark({ mark, kind, key, since }: WrittenMark): RawBuilder<unknown> {
  return sql`
    select 1 from change
    where transaction_id >= ${since}::xid8 and kind = ${kind} and key = ${key} and mark = ${mark}`
}
