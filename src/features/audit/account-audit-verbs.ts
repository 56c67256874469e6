import { type AuditRow, pageOfAudit } from '../../platform/model/audit.js'
import type { Document } from '../../platform/store/document.js'
import type { UsersDocument } from '../accounts/staff-verbs.js'
import { isBefore } from '../conversations/conversation-document.js'
import type { AuditStore } from './audit-verbs.js'

/**
 * The verbs about the audit, with the acts on accounts, which lie in the document of the accounts: one write keeps both.
 * @param othersOf the acts that other documents keep
 */
export function auditWithAccounts(
  users: Document<UsersDocument>,
  others: AuditStore,
  othersOf: (communeId: string) => readonly AuditRow[],
): AuditStore {
  const ownOf = async (communeId: string) =>
    ((await users.read())?.audit ?? []).filter((row) => row.communeId === communeId)
  return {
    recordAudit: others.recordAudit,
    async listAudit(communeId, filter) {
      return structuredClone(pageOfAudit([...othersOf(communeId), ...(await ownOf(communeId))], filter))
    },
    async listAuditBefore(communeId, at) {
      const own = (await ownOf(communeId)).map((row) => row.at).filter((instant) => isBefore(instant, at))
      return [...(await others.listAuditBefore(communeId, at)), ...own]
    },
    async dropAuditBefore(communeId, at) {
      const dropped = await others.dropAuditBefore(communeId, at)
      return dropped + (await users.update(withoutRows(communeId, at)))
    },
  }
}

function withoutRows(communeId: string, at: string) {
  return (document: UsersDocument | null) => {
    const rows = document?.audit ?? []
    const audit = rows.filter((row) => row.communeId !== communeId || !isBefore(row.at, at))
    if (document === null || audit.length === rows.length) return { document, result: 0, changes: [] }
    return { document: { ...document, audit }, result: rows.length - audit.length, changes: [], forgets: true }
  }
}
