import type { EntryRecord } from '../entries/model/entry-record.js'
import type { AnswersSwitch } from '../settings/settings-document.js'
import type { NewEvent } from './conversation-events.js'

/** What happened between two versions of an entry's life: it was published, or taken away from citizens. Pure. */
export function entryEvents(former: EntryRecord | null, next: EntryRecord): NewEvent[] {
  const { entryId, publications, archival, draft } = next
  const fresh = publications.slice(former?.publications.length ?? 0)
  const published = fresh.map(({ revision, at }): NewEvent => {
    return { type: 'entry.published', at, data: { entryId, revision } }
  })
  // Withdrawn: its first publication was undone.
  if (publications.length === 0 && former?.publications.length && draft)
    return [{ type: 'entry.archived', at: draft.at, data: { entryId, mergedInto: null } }]
  if (!archival || former?.archival) return published
  const data = { entryId, mergedInto: archival.mergedInto ?? null }
  return [...published, { type: 'entry.archived', at: archival.at, data }]
}

/** What the switch of the answers became, if it was moved. Pure. */
export function answersEvents(former: AnswersSwitch | undefined, next: AnswersSwitch | undefined): NewEvent[] {
  if (!next || next === former || (former?.stopped ?? false) === next.stopped) return []
  return [{ type: next.stopped ? 'answers.stopped' : 'answers.resumed', at: next.at, data: {} }]
}
