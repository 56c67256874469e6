import { type AlertEdit, KEPT_ALERT_EDITS } from '../../platform/model/alert.js'
import type { Document, Verb } from '../../platform/store/document.js'
import { isBefore } from '../conversations/conversation-document.js'

/** Alerts of every commune with their history: few and short, so one document. */
export interface AlertsDocument {
  version: 1
  /** Latest first. */
  edits: AlertEdit[]
}

/** What communes announce. */
export interface AlertStore {
  /** Puts an alert in the place of the commune's former one, or withdraws it, and keeps who did it and when. */
  saveAlert(edit: AlertEdit): Promise<void>
  /** The edits of a commune's alert, latest first: what is announced is the first one's. */
  listAlertEdits(communeId: string): Promise<AlertEdit[]>
  /** Forgets the edits of a commune made before an instant, but for the last one while it says what is announced then. @returns how many */
  dropAlertEditsBefore(communeId: string, at: string): Promise<number>
}

/** The verbs about alerts. */
export function alertVerbs(alerts: Document<AlertsDocument>): AlertStore {
  return {
    saveAlert: (edit) => alerts.update(withEdit(edit)),
    async listAlertEdits(communeId) {
      const edits = (await alerts.read())?.edits ?? []
      return structuredClone(edits.filter((edit) => edit.communeId === communeId))
    },
    dropAlertEditsBefore: (communeId, at) => alerts.update(withoutEdits(communeId, at)),
  }
}

function withEdit(edit: AlertEdit): Verb<AlertsDocument, void> {
  return (document) => {
    const { communeId } = edit
    const edits = document?.edits ?? []
    const own = edits.filter((one) => one.communeId === communeId).slice(0, KEPT_ALERT_EDITS - 1)
    const others = edits.filter((one) => one.communeId !== communeId)
    return {
      document: { version: 1, edits: [structuredClone(edit), ...own, ...others] },
      result: undefined,
      changes: [{ type: 'alert', communeId }],
    }
  }
}

function withoutEdits(communeId: string, at: string): Verb<AlertsDocument, number> {
  return (document) => {
    const edits = document?.edits ?? []
    const last = edits.find((edit) => edit.communeId === communeId)
    const kept = edits.filter(
      (edit) => edit.communeId !== communeId || !isBefore(edit.at, at) || (edit === last && isShownAfter(edit, at)),
    )
    const dropped = edits.length - kept.length
    return {
      document: dropped > 0 ? { version: 1, edits: kept } : document,
      result: dropped,
      changes: [],
      forgets: true,
    }
  }
}

/** Whether an edit still says what is announced, or will be, at an instant. */
function isShownAfter({ alert }: AlertEdit, at: string): boolean {
  return alert !== null && isBefore(at, alert.to)
}
