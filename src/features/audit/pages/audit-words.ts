import en from '../../../../knowledge/messages/admin-audit.en.json' with { type: 'json' }
import fr from '../../../../knowledge/messages/admin-audit.fr.json' with { type: 'json' }
import { type PageWords, pageWords } from '../../../ui/kit/page-words.js'
import type { AuditView } from '../../entries/routes/curation-contract.js'

/** Key of a sentence of the audit. */
export type AuditWord = keyof typeof fr
/** The sentences of the audit in one language. */
export type AuditWords = PageWords<AuditWord>

/** The sentences of the audit. */
export const auditWords = pageWords<AuditWord>(fr, en)

/** What an act was done to: its name, in words for what has no other, else its number. */
export function targetInWords(row: AuditView['rows'][number], { has, say }: AuditWords): string {
  const word = `target.${row.target.id}`
  return row.targetName ?? (has(word) ? say(word) : row.target.id)
}
