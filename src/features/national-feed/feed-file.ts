/** One file of the feed, in memory while it is read. */
export interface FeedFile {
  /** Without its folders. */
  name: string
  bytes: Uint8Array
}

/** A feed that can be read once. */
export interface FeedFiles {
  /** How many files it has, those that are left out included. */
  total: number
  /** Only those that an import reads: fiches and redirections; the others are counted. */
  files: AsyncIterable<FeedFile | null>
}

/** Largest file read: the largest fiche has 1.5 MB. */
export const MOST_FILE_BYTES = 16 * 1024 * 1024
/** Most files of a feed: the national one has 5,500. */
export const MOST_FILES = 60_000

/** Whether an import reads a file. */
export function isWanted(name: string): boolean {
  return /^(F\d{1,7}|redirections)\.xml$/.test(name)
}
