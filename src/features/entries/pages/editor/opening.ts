import type { EntryView } from '../../contract.js'
import { type EntryContent, isSameContent } from '../../model/entry-record.js'
import type { KeptDraft, SaveState } from './draft-saver.js'
import { questionKey } from './question-list.js'

/** With what an editor opens. */
export interface Opening {
  content: EntryContent
  seen: number
  basedOn: number
  state: SaveState
  /** Whether the content is what this browser kept, and the server does not have. */
  isRecovered: boolean
}

/**
 * With what an editor opens: what this browser kept unsaved, else the draft, else what waits for review, so that a correction loses nothing of it, else what is
 * served. What was kept against another draft than the present one is a conflict. Pure.
 * @param submitted the content that waits for review, if any does
 */
export function openingOf(view: EntryView, kept: KeptDraft | null, submitted: EntryContent | null): Opening | null {
  const { draft, served, servedRevision, submission } = view
  const content = draft?.content ?? submitted ?? served
  if (!content) return null
  const basedOn = draft?.basedOn ?? (submission?.revision || servedRevision)
  const seen = draft?.version ?? 0
  const state: SaveState = draft ? { kind: 'saved', at: draft.at, by: draft.by.userName } : { kind: 'untouched' }
  const opening = { content, basedOn, seen, state, isRecovered: false }
  if (!kept || isSameContent(kept.content, content)) return opening
  if (kept.seen === seen) return { ...opening, content: kept.content, isRecovered: true }
  return { ...kept, state: { kind: 'conflict', theirs: view }, isRecovered: true }
}

/** The path of the field that an address asks for: that of a question, or where more are added when it is not there; or a field by its name. Pure. */
export function fieldChosen({ questions }: EntryContent, chosen: ReadonlyMap<string, string>): string | null {
  const question = chosen.get('question')
  if (question === undefined) return chosen.get('field') ?? null
  const at = questions.indexOf(question)
  const like = at >= 0 ? at : questions.findIndex((one) => questionKey(one) === questionKey(question))
  return like >= 0 ? `questions.${like}` : 'questions'
}
