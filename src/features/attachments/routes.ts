import express, { type Request, type RequestHandler, type Response } from 'express'
import type { Feature } from '../../platform/feature.js'
import { letBodyTakeTime } from '../../platform/http/body-time.js'
import { DescribedError } from '../../platform/http/problem.js'
import { type Addresses, isToldUnderName } from '../../platform/http/public-address.js'
import type { RateLimits } from '../../platform/http/rate-limits.js'
import { SENT, type ServedRoute, serve } from '../../platform/http/serve-routes.js'
import { AppError } from '../../platform/model/app-error.js'
import type { Commune } from '../../platform/model/commune.js'
import {
  type EnrolNeeds,
  hasRole,
  mustEnrol,
  type SessionNeeds,
  staffFrom,
  staffOf,
} from '../accounts/routes/staff-access.js'
import { isImage, MOST_FILE_BYTES } from './attachment.js'
import { cleanFile } from './clean-file.js'
import { attachmentRoutes } from './contract.js'
import type { FileStore } from './file-verbs.js'

/** What these routes need. */
export interface AttachmentRouteNeeds extends SessionNeeds, EnrolNeeds, Pick<Addresses, 'communeAt'> {
  store: SessionNeeds['store'] & EnrolNeeds['store'] & FileStore
  limits: Pick<RateLimits, 'address'>
  communes: ReadonlyMap<string, Commune>
}

/**
 * For how long browsers ask no more, in seconds. A file never changes under its address, and is taken back when its entry is: a week is what a mistake lasts
 * in them at most.
 */
const KEPT_S = 7 * 24 * 3_600

/** Serves {@link attachmentRoutes}. Nobody's file is read before her role is known. */
export function serveAttachments(needs: AttachmentRouteNeeds): ServedRoute[] {
  const take: RequestHandler[] = [
    async (request, _response, next) => {
      await needs.limits.address(request)
      if (Number(request.get('content-length') ?? 0) > MOST_FILE_BYTES) throw new AppError('file_too_large', 413)
      next()
    },
    letBodyTakeTime,
    express.raw({ limit: MOST_FILE_BYTES, type: () => true }),
  ]
  return [
    serve(attachmentRoutes.add, ({ request, response }) => addFile(needs, request, response), take),
    serve(attachmentRoutes.read, async ({ params, request, response }) => {
      await sendFile(needs, params, { request, response })
      return SENT
    }),
  ]
}

async function addFile({ store, communes, now }: AttachmentRouteNeeds, request: Request, response: Response) {
  const body: unknown = request.body
  const { facts, bytes } = cleanFile(Buffer.isBuffer(body) ? body : Buffer.alloc(0))
  const { communeId } = staffFrom(response).user
  const { id, type } = facts
  const most = communes.get(communeId)?.quota?.filesMb
  const room = most === undefined ? {} : { most: most * 1_000_000 }
  const kept = await store.keepFile({ communeId, id, type, bytes, givenAt: now().toISOString(), ...room })
  if (kept === 'no_room') throw new DescribedError('files_quota', 409, { most: String(most) })
  if (kept === 'too_many') throw new AppError('too_many_files', 409)
  return facts
}

/** @throws AppError `file_not_found` (404), also for a file that nobody may see yet */
async function sendFile(
  needs: AttachmentRouteNeeds,
  { communeId, id }: { communeId: string; id: string },
  { request, response }: { request: Request; response: Response },
): Promise<void> {
  if (!isToldUnderName(needs, request, { communeId })) throw new AppError('file_not_found', 404)
  const isServed = await needs.store.isFileServed(communeId, id)
  const maySee = isServed || (await isWrittenBy(needs, communeId, request))
  const file = maySee ? await needs.store.readFile(communeId, id) : undefined
  if (!file) throw new AppError('file_not_found', 404)
  const { type, bytes } = file
  response.set({
    'Cache-Control': isServed ? `public, max-age=${KEPT_S}, immutable` : 'private, no-store',
    'Content-Disposition': isImage({ type }) ? 'inline' : 'attachment',
    // Opened by itself, it is nothing but what it shows.
    'Content-Security-Policy': "default-src 'none'; sandbox",
    // The widget shows it in the pages of other sites.
    'Cross-Origin-Resource-Policy': isServed ? 'cross-origin' : 'same-origin',
    'Content-Type': type,
    ETag: `"${id}"`,
  })
  response.send(bytes)
}

/** Whether somebody asks who may write the entries of a commune. */
async function isWrittenBy(needs: AttachmentRouteNeeds, communeId: string, request: Request): Promise<boolean> {
  const staff = await staffOf(request, needs).catch(() => null)
  if (staff === null || staff.user.communeId !== communeId || !hasRole(staff.user, ['curator', 'admin'])) return false
  return !(await mustEnrol(needs, staff))
}

/** Documents and images that go with entries (docs/entries.md). */
export const attachments: Feature<AttachmentRouteNeeds> = {
  name: 'attachments',
  routes: attachmentRoutes,
  open: (needs) => ({ served: serveAttachments(needs) }),
}
