import { z } from 'zod'
import { AUDIT_ACTIONS, AUDIT_TARGETS, type AuditRow, MOST_AUDIT_ROWS } from '../../domain/audit.js'

const id = z.string().min(1).max(200)

/** `GET /admin/audit?kind=&targetId=&action=&userId=&from=&to=&after=&limit=`: days are the commune's, both included. */
export const auditQuery = z.strictObject({
  kind: z.enum(AUDIT_TARGETS).optional(),
  targetId: id.optional(),
  action: z.enum(AUDIT_ACTIONS).optional(),
  userId: id.optional(),
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
  after: id.optional(),
  limit: z.coerce.number().int().min(1).max(MOST_AUDIT_ROWS).optional(),
})

/** `GET /admin/audit`, latest first. */
export interface AuditView {
  rows: Omit<AuditRow, 'communeId'>[]
  /** To be given as `after` for the next rows; `null` at the end. */
  next: string | null
  /** Who may be chosen as author: the accounts of the commune. */
  people: { id: string; name: string }[]
}
