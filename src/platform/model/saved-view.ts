/** Fields by which the queue is filtered. */
export const FILTER_FIELDS = ['commune', 'kind', 'channel', 'department', 'language', 'reason', 'state'] as const
/** One of {@link FILTER_FIELDS}. */
export type FilterField = (typeof FILTER_FIELDS)[number]

/** What an agent asks of the queue: for each field that is given, one of its values. */
export type QueueFilters = Partial<Record<FilterField, string[]>>

/** Most views that an agent keeps: a list that is read at a glance. */
export const MOST_VIEWS = 8
/** Longest name of a view, in characters. */
export const MOST_VIEW_NAME = 40

/** A choice of filters under a name, of one agent. */
export interface SavedView {
  id: string
  name: string
  filters: QueueFilters
  /** Shown when she opens her console; at most one is. */
  isDefault: boolean
}
