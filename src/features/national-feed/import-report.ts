/** Why a feed cannot be imported; nothing of it is then kept. */
export type FeedFaultCode =
  | 'not_found'
  | 'not_a_feed'
  | 'too_large'
  | 'unsafe_archive'
  | 'no_fiche'
  | 'too_many_lost'
  | 'busy'
  | 'too_heavy'
  | 'too_slow'
  | 'address_refused'
  | 'address_failed'

/** What an import that runs is doing; `total` is 0 while it is not known. Bytes when it fetches, files when it reads. */
export interface ImportProgress {
  phase: 'fetching' | 'reading'
  done: number
  total: number
}

/** How the last import of this process failed. `detail` is for people: two counts, a status, a name. */
export interface ImportFailure {
  at: string
  fault: FeedFaultCode | 'failed'
  detail: string
}

/** What one import did, in numbers of fiches. */
export interface ImportCounts {
  /** Files of the feed, those that are not fiches included. */
  files: number
  /** In the feed. */
  fiches: number
  added: number
  changed: number
  unchanged: number
  /** No longer in the feed; `redirected` of them lead to another page. */
  gone: number
  redirected: number
  /** Gone before, and there again. */
  returned: number
}

/** How the last import ended. */
export interface ImportReport {
  /** ISO instant. */
  at: string
  /** What was read: the name of an archive or folder, or an address. */
  source: string
  /** Versions of the schema, with how many fiches say each. */
  schemas: Record<string, number>
  counts: ImportCounts
  /** Files that could not be read, with the line where it is known, `F7.xml:12`; the former text of their fiches is kept. At most a hundred are named. */
  faults: { file: string; fault: string }[]
  /** All of them. */
  faultCount: number
}
