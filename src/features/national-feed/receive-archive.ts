import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Request } from 'express'
import { AppError } from '../../platform/model/app-error.js'
import type { ImportStart, NationalFeed } from './national-feed.js'

/** Largest archive: the national one has 15 MB. */
const MOST_BYTES = 256 * 1024 * 1024
const ZIP_TYPES = ['application/zip', 'application/x-zip-compressed', 'application/octet-stream']

/**
 * Takes a feed that is sent as an archive, straight to the disk, and starts its import.
 * @throws AppError `archive_expected` (415), `archive_too_large` (413), `feed_busy` (409)
 */
export async function receiveArchive(feed: StartableFeed, request: Request, acceptLosses: boolean): Promise<void> {
  if (!request.is(ZIP_TYPES)) throw new AppError('archive_expected', 415)
  if (Number(request.get('content-length') ?? 0) > MOST_BYTES) throw new AppError('archive_too_large', 413)
  if (feed.running()) throw new AppError('feed_busy', 409)
  const path = join(feed.folder, `sent-${randomUUID()}.zip`)
  const forget = () => rm(path, { force: true })
  try {
    await mkdir(feed.folder, { recursive: true, mode: 0o700 })
    await pipeline(request, bounded, createWriteStream(path, { mode: 0o600 }))
    startImport(feed, { from: path, name: 'archive.zip', acceptLosses, onEnd: forget })
  } catch (error) {
    await forget()
    throw error
  }
}

/** A feed whose import may be started. */
export type StartableFeed = Pick<NationalFeed, 'folder' | 'running' | 'start'>

/** Starts an import, or says why it cannot. @throws AppError `feed_busy` (409) */
export function startImport(feed: Pick<NationalFeed, 'start'>, start: ImportStart): void {
  if (!feed.start(start)) throw new AppError('feed_busy', 409)
}

async function* bounded(source: AsyncIterable<Buffer>) {
  let bytes = 0
  for await (const piece of source) {
    bytes += piece.length
    if (bytes > MOST_BYTES) throw new AppError('archive_too_large', 413)
    yield piece
  }
}
