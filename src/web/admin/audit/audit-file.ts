import type { AuditView } from '../../../http/admin/curation-contract.js'
import { csvOf } from '../../console/supervision/export-file.js'
import { changedParts } from './audit-values.js'
import type { AuditWord, AuditWords } from './audit-words.js'

/** Acts as a file for a French spreadsheet, one changed part a line. */
export function auditCsv(rows: AuditView['rows'], { say }: AuditWords): string {
  const head = [
    say('when'),
    say('who'),
    say('what'),
    say('target'),
    say('part'),
    say('before'),
    say('after'),
    say('why'),
  ]
  const lines = rows.flatMap(({ at, userName, action, target, before, after, why }) => {
    const parts = changedParts(before, after)
    const each = parts.length > 0 ? parts : [{ name: '', before: '', after: '' }]
    return each.map((part) => [
      at,
      userName,
      say(`action.${action}` as AuditWord),
      target.id,
      part.name,
      part.before,
      part.after,
      why,
    ])
  })
  return csvOf([head, ...lines])
}
