import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { type RequestHandler, Router } from 'express'
import { letBodyTakeTime } from '../../../platform/http/body-time.js'
import type { HttpContext } from '../../../platform/http/http-context.js'
import { AppError } from '../../../platform/model/app-error.js'
import { requireServerAdmin } from '../../accounts/routes/staff-access.js'
import { sendState, startImport } from './national-routes.js'

/** Largest archive: the national one has 15 MB. */
const MOST_BYTES = 256 * 1024 * 1024
const ZIP_TYPES = ['application/zip', 'application/x-zip-compressed', 'application/octet-stream']

/** A feed sent as an archive, straight to the disk. Before the routes that read JSON. */
export function nationalArchiveRoute(context: HttpContext): Router {
  const router = Router()
  const isServerAdmin = requireServerAdmin(context)
  const path = '/admin/imports/service-public/archive'
  router.post(path, isServerAdmin, letBodyTakeTime, take(context), sendState(context, 202))
  return router
}

function take(context: HttpContext): RequestHandler {
  return async (request, _response, next) => {
    if (!request.is(ZIP_TYPES)) throw new AppError('archive_expected', 415)
    if (Number(request.get('content-length') ?? 0) > MOST_BYTES) throw new AppError('archive_too_large', 413)
    if (context.nationalFeed.running()) throw new AppError('feed_busy', 409)
    const { folder } = context.nationalFeed
    const path = join(folder, `sent-${randomUUID()}.zip`)
    const forget = () => rm(path, { force: true })
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await pipeline(request, bounded, createWriteStream(path, { mode: 0o600 }))
      const acceptLosses = request.query['accept-losses'] === 'yes'
      startImport(context, { from: path, name: 'archive.zip', acceptLosses, onEnd: forget })
    } catch (error) {
      await forget()
      throw error
    }
    next()
  }
}

async function* bounded(source: AsyncIterable<Buffer>) {
  let bytes = 0
  for await (const piece of source) {
    bytes += piece.length
    if (bytes > MOST_BYTES) throw new AppError('archive_too_large', 413)
    yield piece
  }
}
