import type { Remark, RemarkDecision, RemarkDetails } from '../../platform/model/remark.js'
import type { Document, Verb } from '../../platform/store/document.js'
import {
  type ConversationDocument,
  type ConversationVerb,
  isBefore,
  unchanged,
} from '../conversations/conversation-document.js'
import { type ConversationCollection, change } from '../conversations/conversation-verbs.js'

/** Remarks that outlived their conversation, of every commune: short, and some thousands at most. */
export interface RemarksDocument {
  version: 1
  remarks: Remark[]
}

/** What came of {@link RemarkStore.editRemark}, {@link RemarkStore.settleRemark} and {@link RemarkStore.withdrawRemark}. `settled`: a curator has decided. */
export type RemarkResult = { outcome: 'done'; remark: Remark } | { outcome: 'settled' | 'unknown_remark' }

/** Remarks of agents on the assistant's answers. */
export interface RemarkStore {
  /** Keeps a remark with its conversation. */
  addRemark(conversationId: string, remark: Remark): Promise<'added' | 'unknown_conversation'>
  /** Those of a commune, with their conversation or after it, latest first. */
  listRemarks(communeId: string): Promise<Remark[]>
  /** What its agent adds to a remark that is still new. */
  editRemark(id: string, details: RemarkDetails): Promise<RemarkResult>
  settleRemark(id: string, decision: RemarkDecision): Promise<RemarkResult>
  /** Takes back a remark that is still new. */
  withdrawRemark(id: string): Promise<RemarkResult>
  /** Keeps remarks that outlive their conversation, without it. */
  keepRemarks(remarks: readonly Remark[]): Promise<void>
  /** Forgets those of a commune that outlived their conversation and were made before an instant. @returns how many */
  dropRemarksBefore(communeId: string, at: string): Promise<number>
}

/** The verbs about remarks: kept with their conversation while it lives, so that erasing it erases them, and apart afterwards. */
export function remarkVerbs(collection: ConversationCollection, apart: Document<RemarksDocument>): RemarkStore {
  const { index } = collection
  const edit = (id: string, apply: RemarkChange): Promise<RemarkResult> => {
    const conversationId = index.remarks.get(id)?.conversationId
    return conversationId
      ? change(collection, conversationId, changeRemark(id, apply))
      : apart.update(changed(id, apply))
  }
  const whileNew =
    (apply: (remark: Remark) => Remark | null): RemarkChange =>
    (remark) =>
      remark.state === 'new' ? apply(remark) : 'settled'
  return {
    addRemark: (conversationId, remark) => change(collection, conversationId, addRemark({ ...remark, conversationId })),
    async listRemarks(communeId) {
      const all = [...index.remarks.list(), ...((await apart.read())?.remarks ?? [])]
      return structuredClone(all.filter((one) => one.communeId === communeId).sort(latestFirst))
    },
    editRemark: (id, details) =>
      edit(
        id,
        whileNew((remark) => ({ ...remark, ...details })),
      ),
    settleRemark: (id, decision) => edit(id, (remark) => ({ ...remark, ...decision })),
    withdrawRemark: (id) =>
      edit(
        id,
        whileNew(() => null),
      ),
    keepRemarks: (remarks) => apart.update(withRemarks(remarks)),
    dropRemarksBefore: (communeId, at) => apart.update(withoutRemarks(communeId, at)),
  }
}

function changed(id: string, apply: RemarkChange): Verb<RemarksDocument, RemarkResult> {
  return (document) => {
    const remarks = document?.remarks ?? []
    const remark = remarks.find((one) => one.id === id)
    if (!remark) return { document, result: { outcome: 'unknown_remark' }, changes: [] }
    const next = apply(remark)
    if (next === 'settled') return { document, result: { outcome: 'settled' }, changes: [] }
    const kept = remarks.flatMap((one) => (one === remark ? (next ?? []) : one))
    const result = structuredClone({ outcome: 'done' as const, remark: next ?? remark })
    return { document: documentOf(kept), result, changes: [], forgets: next === null }
  }
}

function withRemarks(added: readonly Remark[]): Verb<RemarksDocument, void> {
  return (document) =>
    added.length === 0
      ? { document, result: undefined, changes: [] }
      : {
          document: documentOf([...(document?.remarks ?? []), ...structuredClone(added)]),
          result: undefined,
          changes: [],
        }
}

function withoutRemarks(communeId: string, at: string): Verb<RemarksDocument, number> {
  return (document) => {
    const remarks = document?.remarks ?? []
    const kept = remarks.filter((one) => one.communeId !== communeId || !isBefore(one.at, at))
    const dropped = remarks.length - kept.length
    return { document: dropped > 0 ? documentOf(kept) : document, result: dropped, changes: [], forgets: dropped > 0 }
  }
}

/** Nothing left is no document: nor is there a former version of it. */
function documentOf(remarks: Remark[]): RemarksDocument | null {
  return remarks.length > 0 ? { version: 1, remarks } : null
}

function latestFirst(a: Remark, b: Remark): number {
  return Date.parse(b.at) - Date.parse(a.at) || (a.id < b.id ? -1 : 1)
}

/** What becomes of a remark; `null`: it is taken back. `settled` refuses. */
type RemarkChange = (remark: Remark) => Remark | null | 'settled'

/** Keeps a remark with its conversation; the same id twice is kept once. */
function addRemark(remark: Remark): ConversationVerb<'added' | 'unknown_conversation'> {
  return (document) => {
    if (document === null) return unchanged(document, 'unknown_conversation')
    const remarks = document.remarks ?? []
    if (remarks.some(({ id }) => id === remark.id)) return unchanged(document, 'added')
    return { document: { ...document, remarks: [...remarks, structuredClone(remark)] }, result: 'added', changes: [] }
  }
}

/** Changes a remark, or takes it back so that nothing of it stays on the disk. */
function changeRemark(id: string, apply: RemarkChange): ConversationVerb<RemarkResult> {
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
