import { randomUUID } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { type Fetching, fetchFeed } from './fetch-feed.js'

/** Whether a feed is named by its address rather than by a path. */
export function isAddress(from: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(from)
}

/** A feed in words, as reports name it: its address, or the name of its archive or folder without the folders above. */
export function nameOfFeed(from: string): string {
  return isAddress(from) ? from : basename(from)
}

/**
 * Uses a feed given by a path or an https address; what is fetched is kept no longer than it is used.
 * @throws FeedFault
 */
export async function withFeed<T>(
  from: string,
  { folder, ...fetching }: Fetching & { folder: string },
  use: (path: string) => Promise<T>,
): Promise<T> {
  if (!isAddress(from)) return use(from)
  const path = join(folder, `fetched-${randomUUID()}.zip`)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  try {
    await fetchFeed(from, path, fetching)
    return await use(path)
  } finally {
    await rm(path, { force: true })
  }
}
