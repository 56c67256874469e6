import { CATEGORIES, type Category } from '../../model/entry.js'
import { ENTRY_STATES, type EntryState } from '../../model/entry-state.js'
import type { EntriesView, EntryTrouble } from '../../routes/curation-contract.js'

/** Which entries a list holds by their end. */
export type ExpiryFilter = keyof EntriesView['counts']['expiry']

/** Troubles, the gravest first. */
export const TROUBLES = [
  'confused',
  'few_questions',
  'to_check',
  'old_source',
  'outdated_translation',
  'outdated_guide',
  'no_simple',
] as const satisfies readonly EntryTrouble[]
/** Ends, the nearest first. */
export const EXPIRIES = ['past', 'soon', 'far'] as const satisfies readonly ExpiryFilter[]
/** Entries of one page. */
export const PAGE_SIZE = 50

/** What a curator looks for. Empty texts choose everything. */
export interface EntriesFilter {
  search: string
  category: Category | ''
  state: EntryState | ''
  owner: string
  expiry: ExpiryFilter | ''
  trouble: EntryTrouble | ''
  /** From 1. */
  page: number
}

/** Reads what the address chooses; what it does not know chooses everything. */
export function readFilter(chosen: ReadonlyMap<string, string>): EntriesFilter {
  const oneOf = <T extends string>(name: string, known: readonly T[]): T | '' =>
    known.find((one) => one === chosen.get(name)) ?? ''
  return {
    search: chosen.get('search') ?? '',
    category: oneOf('category', CATEGORIES),
    state: oneOf('state', ENTRY_STATES),
    owner: chosen.get('owner') ?? '',
    expiry: oneOf('expiry', EXPIRIES),
    trouble: oneOf('trouble', TROUBLES),
    page: Math.max(1, Math.trunc(Number(chosen.get('page'))) || 1),
  }
}

/** What the address says of a filter; the first page goes without saying. */
export function chosenBy({ page, ...filter }: EntriesFilter): Record<string, string> {
  return { ...filter, page: page > 1 ? String(page) : '' }
}

/** The query of a filter. */
export function queryOf({ page, ...filter }: EntriesFilter): string {
  const given = Object.entries(filter).filter(([, value]) => value.trim() !== '')
  return new URLSearchParams([
    ...given,
    ['offset', String((page - 1) * PAGE_SIZE)],
    ['limit', String(PAGE_SIZE)],
  ]).toString()
}

/** Whether a filter leaves anything out. */
export function isNarrow({ page, ...filter }: EntriesFilter): boolean {
  return Object.values(filter).some((value) => value.trim() !== '')
}
