import { z } from 'zod'
import { route } from '../../platform/http/route.js'
import {
  AUDIT_ACTIONS,
  AUDIT_TARGETS,
  type AuditRow,
  type AuditValue,
  MOST_AUDIT_ROWS,
} from '../../platform/model/audit.js'

/** Which acts are told, latest first. Curators read those on entries; administrators all. */
export const auditQuery = z.strictObject({
  kind: z.enum(AUDIT_TARGETS).exactOptional(),
  target: z.string().max(80).exactOptional(),
  action: z.enum(AUDIT_ACTIONS).exactOptional(),
  user: z.string().max(80).exactOptional(),
  /** ISO instants. */
  from: z.iso.datetime().exactOptional(),
  to: z.iso.datetime().exactOptional(),
  after: z.string().max(200).exactOptional(),
  limit: z.coerce.number().int().min(1).max(MOST_AUDIT_ROWS).default(50),
})
/** See {@link auditQuery}. */
export type AuditQuery = z.infer<typeof auditQuery>

/** Free by nature: the fields that an act changed, of whatever it was done to. */
const value = z.any() as z.ZodType<AuditValue>

const row = z.object({
  id: z.string(),
  at: z.string(),
  userId: z.string(),
  userName: z.string(),
  action: z.enum(AUDIT_ACTIONS),
  target: z.object({ kind: z.enum(AUDIT_TARGETS), id: z.string() }),
  before: value,
  after: value,
  why: z.string(),
}) satisfies z.ZodType<Omit<AuditRow, 'communeId'>>

const audit = z.object({
  /** `targetName`: of the entry, the account, the file, the pack or the software, when it is still known. */
  rows: z.array(z.object({ ...row.shape, targetName: z.string().nullable() })),
  next: z.string().nullable(),
  /** Names of the entries, services and teams that the rows name by their ids; what is no more has none. */
  names: z.record(z.string(), z.string()),
  /** The accounts of the commune, among whom an author may be chosen. */
  people: z.array(z.object({ id: z.string(), name: z.string() })),
})
/** Who did what. */
export type AuditView = z.infer<typeof audit>

/** Who did what, when and why. */
export const auditRoutes = {
  list: route({
    method: 'get',
    path: '/admin/audit',
    summary:
      'Who did what, when and why, latest first; `kind`, `target`, `action`, `user`, `from`, `to`, `after` and `limit` narrow it. Curators read `kind=entry`',
    access: ['curator', 'admin'],
    query: auditQuery,
    answer: audit,
    errors: [401, 403, 422],
  }),
}
