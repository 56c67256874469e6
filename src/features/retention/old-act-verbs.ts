import { datesOfNamedActs, withoutOldNames } from '../../platform/model/old-acts.js'
import type { Document, Verb } from '../../platform/store/document.js'
import type { DocumentSet } from '../../platform/store/document-set.js'
import { isBefore } from '../conversations/conversation-document.js'
import { type CurationIndex, type EntryDocument, entryKey } from '../entries/curation-index.js'
import { type PacksDocument, packsKey } from '../packs/pack-verbs.js'
import { type SettingsDocument, settingsKey } from '../settings/settings-document.js'
import type { AlertsDocument } from '../town-alert/alert-verbs.js'
import { type WebhooksDocument, webhooksKey } from '../webhooks/webhook-index.js'

/** Documents that stay, with acts of the staff in them. */
interface ActCollection {
  entries: DocumentSet<EntryDocument>
  settings: DocumentSet<SettingsDocument>
  packs: DocumentSet<PacksDocument>
  webhooks: DocumentSet<WebhooksDocument>
  alerts: Document<AlertsDocument>
  index: CurationIndex
}

/** Names and reasons of old acts, in documents that outlive the audit. */
export interface OldActStore {
  /** When acts of a commune before an instant were done that still say by whom, or why, in documents that outlive the audit; in no order. */
  listNamedActsBefore(communeId: string, at: string): Promise<string[]>
  /** Forgets by whom, and why, in those documents. @returns how many acts */
  forgetNamesBefore(communeId: string, at: string): Promise<number>
}

/** The verbs about who did what in documents that outlive the audit: what was done stays, who did it and why does not. */
export function oldActVerbs({ entries, settings, packs, webhooks, alerts, index }: ActCollection): OldActStore {
  const single = (communeId: string) => [
    { set: settings as DocumentSet<object>, key: settingsKey(communeId) },
    { set: packs as DocumentSet<object>, key: packsKey(communeId) },
    { set: webhooks as DocumentSet<object>, key: webhooksKey(communeId) },
  ]
  const announced = async (communeId: string) =>
    ((await alerts.read())?.edits ?? []).filter((edit) => edit.communeId === communeId)
  return {
    async listNamedActsBefore(communeId, at) {
      const documents = await Promise.all(
        single(communeId).map(({ set, key }) => (set.has(key) ? set.read(key) : null)),
      )
      const dates = [
        ...index.namedActsOf(communeId).flatMap((entry) => entry.dates),
        ...[...documents, await announced(communeId)].flatMap(datesOfNamedActs),
      ]
      return dates.filter((date) => isBefore(date, at))
    },
    async forgetNamesBefore(communeId, at) {
      const old = index.namedActsOf(communeId).filter(({ dates }) => dates.some((date) => isBefore(date, at)))
      const counts = await Promise.all([
        ...old.map(({ entryId }) => entries.update(entryKey(communeId, entryId), forgetting<EntryDocument>(at))),
        ...single(communeId).map(({ set, key }) => (set.has(key) ? set.update(key, forgetting(at)) : 0)),
        alerts.update(forgettingAlerts(communeId, at)),
      ])
      return counts.reduce((sum, count) => sum + count, 0)
    },
  }
}

function forgetting<T extends object>(before: string): Verb<T, number> {
  return (document) => {
    const next = document && withoutOldNames(document, before)
    if (!document || next === document) return { document, result: 0, changes: [] }
    const count = datesOfNamedActs(document).length - datesOfNamedActs(next).length
    return { document: next, result: count, changes: [], forgets: true }
  }
}

function forgettingAlerts(communeId: string, before: string): Verb<AlertsDocument, number> {
  return (document) => {
    const own = (document?.edits ?? []).filter((edit) => edit.communeId === communeId)
    const next = new Map(own.map((edit) => [edit, withoutOldNames(edit, before)]))
    const count = own.filter((edit) => next.get(edit) !== edit).length
    if (!document || count === 0) return { document, result: 0, changes: [] }
    const edits = document.edits.map((edit) => next.get(edit) ?? edit)
    return { document: { ...document, edits }, result: count, changes: [], forgets: true }
  }
}
