import type { AuditView } from '../../entries/routes/curation-contract.js'
import { csvOf } from '../../statistics/pages/supervision/export-file.js'
import { type AuditTelling, changedParts } from './audit-values.js'
import { type AuditWord, type AuditWords, targetInWords } from './audit-words.js'

/** Acts as a file for a French spreadsheet, one changed part a line. */
export function auditCsv(rows: AuditView['rows'], { words, names }: AuditTelling & { words: AuditWords }): string {
  const { say } = words
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
  const lines = rows.flatMap((row) => {
    const { at, userName, action, before, after, why } = row
    const parts = changedParts(before, after, { words, names })
    const each = parts.length > 0 ? parts : [{ name: '', before: '', after: '' }]
    return each.map((part) => [
      at,
      userName,
      say(`action.${action}` as AuditWord),
      targetInWords(row, words),
      part.name,
      part.before,
      part.after,
      why,
    ])
  })
  return csvOf([head, ...lines])
}
