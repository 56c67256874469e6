import type { HttpContext } from '../../../platform/http/http-context.js'
import { frenchTypography } from '../../entries/render/typography.js'
import type { RemarkView } from '../../entries/routes/trust-contract.js'
import type { Remark } from '../remark.js'

/** A remark as staff reads it, with the titles of the entries that it names. */
export function remarkView(context: HttpContext, remark: Remark): RemarkView {
  const { communeId, conversationId: _, agentId: __, ...view } = remark
  const entries = context.entriesNow(communeId)
  const named = [remark.entryId, remark.rightEntryId].flatMap((id) => {
    const title = id === null ? undefined : entries.get(id)?.title
    return id && title ? [[id, frenchTypography(title)] as const] : []
  })
  return { ...view, titles: Object.fromEntries(named) }
}
