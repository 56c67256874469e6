import { z } from 'zod'
import { route } from '../../platform/http/route.js'
import { FILE_TYPES, type FileFacts, type FileType } from '../../platform/model/attachment.js'
import { MOST_FILE_BYTES, MOST_SIDE } from './attachment.js'

const side = z.number().int().min(1).max(MOST_SIDE)

/** What a file is, as its content says. */
export const fileFactsShape = z.strictObject({
  id: z.string().regex(/^f[0-9a-f]{64}$/),
  type: z.enum(Object.keys(FILE_TYPES) as [FileType, ...FileType[]]),
  bytes: z.number().int().min(1).max(MOST_FILE_BYTES),
  width: side.exactOptional(),
  height: side.exactOptional(),
}) satisfies z.ZodType<FileFacts>

/** The documents and images of entries. */
export const attachmentRoutes = {
  add: route({
    method: 'post',
    path: '/admin/files',
    summary:
      'Keep a PDF, JPEG, PNG or WebP for an entry, without what it does not show; it goes after a day unless an entry names it',
    access: ['curator', 'admin'],
    upload: 'application/octet-stream',
    answer: fileFactsShape,
    status: 201,
    errors: [401, 403, 409, 413, 415, 422],
  }),
  read: route({
    method: 'get',
    path: '/files/{communeId}/{id}/{name}',
    summary:
      'A file of an entry that citizens are answered with; of a draft, for who may write it. `name` is for who keeps it',
    access: 'anyone',
    underNames: true,
    answer: z.string(),
    mediaType: 'application/octet-stream',
    errors: [404],
  }),
}
