import { CONFLICT_KINDS, type ConflictKind } from '../conflict.js'

/** Which conflicts the page shows, as the address keeps it. */
export interface ConflictQuery {
  kind?: ConflictKind
  /** Id of an entry: its conflicts alone. */
  entry?: string
  /** Those that are let be. */
  ignored?: 'only'
  page: number
}

/** Reads what an address chose; what it does not know is left out. Pure. */
export function readConflictQuery(chosen: ReadonlyMap<string, string>): ConflictQuery {
  const kind = CONFLICT_KINDS.find((one) => one === chosen.get('kind'))
  const entry = chosen.get('entry') ?? ''
  return {
    ...(kind ? { kind } : {}),
    ...(/^[a-z0-9-]{1,80}$/.test(entry) ? { entry } : {}),
    ...(chosen.get('ignored') === 'only' ? { ignored: 'only' as const } : {}),
    page: Math.max(1, Math.floor(Number(chosen.get('page') ?? 1)) || 1),
  }
}

/** The same for links and for the server; the first page is left out. Pure. */
export function conflictChosen({ page, ...query }: ConflictQuery): Record<string, string> {
  return { ...query, ...(page > 1 ? { page: String(page) } : {}) }
}
