import type { RemarkResult } from '../../../platform/model/store.js'
import {
  type ConversationDocument,
  type ConversationVerb,
  unchanged,
} from '../../../platform/store/conversation-document.js'
import type { Remark } from '../remark.js'

/** What becomes of a remark; `null`: it is taken back. `settled` refuses. */
export type RemarkChange = (remark: Remark) => Remark | null | 'settled'

/** Keeps a remark with its conversation; the same id twice is kept once. */
export function addRemark(remark: Remark): ConversationVerb<'added' | 'unknown_conversation'> {
  return (document) => {
    if (document === null) return unchanged(document, 'unknown_conversation')
    const remarks = document.remarks ?? []
    if (remarks.some(({ id }) => id === remark.id)) return unchanged(document, 'added')
    return { document: { ...document, remarks: [...remarks, structuredClone(remark)] }, result: 'added', changes: [] }
  }
}

/** Changes a remark, or takes it back so that nothing of it stays on the disk. */
export function changeRemark(id: string, apply: RemarkChange): ConversationVerb<RemarkResult> {
  return (document) => {
    const remark = document?.remarks?.find((one) => one.id === id)
    if (document === null || !remark) return unchanged(document, { outcome: 'unknown_remark' })
    const next = apply(remark)
    if (next === 'settled') return unchanged(document, { outcome: 'settled' })
    return {
      document: withRemark(document, remark, next),
      result: { outcome: 'done', remark: next ?? remark },
      changes: [],
      forgets: next === null,
    }
  }
}

function withRemark(document: ConversationDocument, former: Remark, next: Remark | null): ConversationDocument {
  const remarks = (document.remarks ?? []).flatMap((one) => (one === former ? (next ?? []) : one))
  return { ...document, remarks }
}
