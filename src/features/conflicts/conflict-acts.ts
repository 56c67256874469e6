import { AppError } from '../../platform/model/app-error.js'
import { actorOf } from '../../platform/model/audit.js'
import { cleanText } from '../../platform/text/clean-text.js'
import { foldText } from '../../platform/text/fold-text.js'
import type { User } from '../accounts/staff.js'
import type { Curation } from '../entries/editing/curation.js'
import type { EntryContent } from '../entries/model/entry-record.js'
import { type Changer, changeDraft, type DraftNeeds } from '../entries/routes/change-draft.js'
import { type EditedEntryNeeds, knownEntry } from '../entries/routes/edited-entry.js'
import { entryRefusal } from '../entries/routes/entries-routes.js'
import { type FindingNeeds, findingsOf } from './conflict-findings.js'
import type { ConflictStore } from './conflict-verbs.js'
import type { ConflictAct, ConflictActView, ConflictUndo } from './contract.js'

/** What acts about findings need. */
export interface ConflictActNeeds extends FindingNeeds, EditedEntryNeeds, DraftNeeds {
  store: FindingNeeds['store'] &
    EditedEntryNeeds['store'] &
    DraftNeeds['store'] &
    Pick<ConflictStore, 'ignoreConflict' | 'reopenConflict'>
  curation: Pick<Curation, 'installedOf' | 'served'>
}

type Move = Extract<ConflictAct, { action: 'move' }>
type Merge = Extract<ConflictAct, { action: 'merge' }>
type Made = Omit<ConflictActView, 'drafts'> & { draftIds: string[] }

/** Questions that an entry may have, as the editor saves them. */
const MOST_QUESTIONS = 500

/** Does what a curator asks about a finding. What changes is drafts: only merging and letting be count at once. */
export async function actOnConflict(needs: ConflictActNeeds, user: User, act: ConflictAct): Promise<Made> {
  switch (act.action) {
    case 'move':
      return move(needs, user, act)
    case 'merge':
      return merge(needs, user, act)
    case 'ignore':
      return ignore(needs, user, act)
    case 'reopen':
      await reopen(needs, user, act.key)
      return { undo: null, draftIds: [], added: 0 }
    default:
      return act satisfies never
  }
}

/** Takes an act back, as far as nobody changed since what it did. */
export async function undoConflictAct(needs: ConflictActNeeds, user: User, undo: ConflictUndo): Promise<void> {
  const changer = changerOf(user)
  switch (undo.action) {
    case 'move': {
      const { question, from, to, added } = undo
      await changeDraft(needs, changer, from, (content, served) => withRestored(content, served, question))
      if (to !== null && added) await changeDraft(needs, changer, to, (content) => without(content, [question]))
      return
    }
    case 'merge': {
      await lifeOf(needs, user, undo.archived, { type: 'restore' })
      if (undo.added.length > 0) await changeDraft(needs, changer, undo.kept, (content) => without(content, undo.added))
      return
    }
    case 'ignore':
      return reopen(needs, user, undo.key)
    default:
      return undo satisfies never
  }
}

/** The other entry has it before this one loses it: whatever happens between, it is not lost. */
async function move(needs: ConflictActNeeds, user: User, { question, from, to }: Move): Promise<Made> {
  if (from === to) throw new AppError('invalid_request', 422, { field: 'to' })
  const { record, served } = await knownEntry(needs, user, from)
  const has = (record.draft?.content ?? served)?.questions.includes(question) ?? false
  if (!has) throw new AppError('unknown_question', 404, { field: 'question' })
  const changer = changerOf(user)
  let added = false
  if (to !== null) {
    await knownEntry(needs, user, to)
    await changeDraft(needs, changer, to, (content) => {
      const next = withAdded(content, [question])
      added = next !== content
      return next
    })
  }
  await changeDraft(needs, changer, from, (content) => without(content, [question]))
  const undo = { action: 'move' as const, question, from, to, added }
  return { undo, draftIds: [from, ...(to !== null && added ? [to] : [])], added: added ? 1 : 0 }
}

async function merge(needs: ConflictActNeeds, user: User, { archived, kept }: Merge): Promise<Made> {
  if (archived === kept) throw new AppError('invalid_request', 422, { field: 'kept' })
  const gone = await knownEntry(needs, user, archived)
  const { served } = await knownEntry(needs, user, kept)
  if (!gone.served || gone.record.archival) throw new AppError('entry_archived', 409, { field: 'archived' })
  // Nobody would be answered any more.
  if (!served) throw new AppError('entry_unpublished', 422, { field: 'kept' })
  const questions = (gone.record.draft?.content ?? gone.served).questions
  let added: string[] = []
  await changeDraft(needs, changerOf(user), kept, (content) => {
    const next = withAdded(content, questions)
    added = next.questions.slice(content.questions.length)
    return next
  })
  await lifeOf(needs, user, archived, { type: 'archive', mergedInto: kept })
  const undo = { action: 'merge' as const, archived, kept, added }
  return { undo, draftIds: added.length > 0 ? [kept] : [], added: added.length }
}

async function ignore(
  needs: ConflictActNeeds,
  user: User,
  { key, reason: words }: Extract<ConflictAct, { action: 'ignore' }>,
): Promise<Made> {
  const reason = cleanText(words)
  if (reason === '') throw new AppError('text_empty', 422, { field: 'reason' })
  const { conflicts } = await findingsOf(needs, user)
  const conflict = conflicts.find((one) => one.key === key)
  if (!conflict) throw new AppError('unknown_conflict', 404, { field: 'key' })
  const { entryIds, mark } = conflict
  const { store, now } = needs
  const ignored = { key, entryIds, mark, reason, at: now().toISOString(), ...actorOf(user) }
  await store.ignoreConflict(user.communeId, ignored)
  return { undo: { action: 'ignore', key }, draftIds: [], added: 0 }
}

async function reopen(needs: ConflictActNeeds, user: User, key: string): Promise<void> {
  const { store, now } = needs
  const by = { ...actorOf(user), at: now().toISOString() }
  if ((await store.reopenConflict(user.communeId, key, by)) === 'unknown')
    throw new AppError('unknown_conflict', 404, { field: 'key' })
}

async function lifeOf(
  needs: ConflictActNeeds,
  user: User,
  entryId: string,
  what: { type: 'archive'; mergedInto: string } | { type: 'restore' },
): Promise<void> {
  const { commune, installed } = await knownEntry(needs, user, entryId)
  const { store, now } = needs
  const action = { at: now().toISOString(), by: actorOf(user), why: '', ...what }
  const result = await store.applyToEntry({ communeId: commune.id, entryId, installed }, action)
  if (result.outcome === 'refused') throw entryRefusal(result.refusal, result.record, commune)
  await needs.curation.served(commune.id)
}

function changerOf(user: User): Changer {
  return { communeId: user.communeId, by: actorOf(user) }
}

/** A content with questions that it does not have, however they are capitalised; the same object when it has them all. */
function withAdded(content: EntryContent, questions: readonly string[]): EntryContent {
  const known = new Set(content.questions.map(foldText))
  const room = MOST_QUESTIONS - content.questions.length
  const fresh = questions.filter((question) => !known.has(foldText(question))).slice(0, Math.max(0, room))
  return fresh.length === 0 ? content : { ...content, questions: [...content.questions, ...fresh] }
}

function without(content: EntryContent, questions: readonly string[]): EntryContent {
  const left = content.questions.filter((question) => !questions.includes(question))
  return left.length === content.questions.length ? content : { ...content, questions: left }
}

/** A content with a question again, behind the one that it follows in what is served; at the end when it is not there. */
function withRestored(content: EntryContent, served: EntryContent | null, question: string): EntryContent {
  if (content.questions.includes(question)) return content
  const order = served?.questions ?? []
  const at = order.indexOf(question)
  const before = order.slice(0, Math.max(0, at)).findLast((one) => content.questions.includes(one))
  const place = at < 0 ? content.questions.length : before === undefined ? 0 : content.questions.indexOf(before) + 1
  return { ...content, questions: content.questions.toSpliced(place, 0, question) }
}
