import type { z } from 'zod'
import { cleanText } from '../../../assistant/screen.js'
import type { HttpContext } from '../../../platform/http/http-context.js'
import { AppError } from '../../../platform/model/app-error.js'
import { foldText } from '../../../platform/text/fold-text.js'
import type { User } from '../../accounts/staff.js'
import type { EntryContent } from '../../entries/model/entry-record.js'
import { type Changer, changeDraft } from '../../entries/routes/change-draft.js'
import { actorOf } from '../../entries/routes/entries-routes.js'
import { knownEntry } from '../../entries/routes/entry-desk.js'
import { entryRefusal } from '../../entries/routes/refuse-entry.js'
import type { ConflictActView, ConflictUndo, conflictActRequest } from './conflict-contract.js'
import { findingsOf } from './conflict-findings.js'

type Act = z.infer<typeof conflictActRequest>
type Move = Extract<Act, { action: 'move' }>
type Merge = Extract<Act, { action: 'merge' }>
type Made = Omit<ConflictActView, 'drafts'> & { draftIds: string[] }

/** Questions that an entry may have, as the editor saves them. */
const MOST_QUESTIONS = 500

/** Does what a curator asks about a finding. What changes is drafts: only merging and letting be count at once. */
export async function actOnConflict(context: HttpContext, user: User, act: Act): Promise<Made> {
  switch (act.action) {
    case 'move':
      return move(context, user, act)
    case 'merge':
      return merge(context, user, act)
    case 'ignore':
      return ignore(context, user, act)
    case 'reopen':
      await reopen(context, user, act.key)
      return { undo: null, draftIds: [], added: 0 }
    default:
      return act satisfies never
  }
}

/** Takes an act back, as far as nobody changed since what it did. */
export async function undoConflictAct(context: HttpContext, user: User, undo: ConflictUndo): Promise<void> {
  const changer = changerOf(user)
  switch (undo.action) {
    case 'move': {
      const { question, from, to, added } = undo
      await changeDraft(context, changer, from, (content, served) => withRestored(content, served, question))
      if (to !== null && added) await changeDraft(context, changer, to, (content) => without(content, [question]))
      return
    }
    case 'merge': {
      await lifeOf(context, user, undo.archived, { type: 'restore' })
      if (undo.added.length > 0)
        await changeDraft(context, changer, undo.kept, (content) => without(content, undo.added))
      return
    }
    case 'ignore':
      return reopen(context, user, undo.key)
    default:
      return undo satisfies never
  }
}

/** The other entry has it before this one loses it: whatever happens between, it is not lost. */
async function move(context: HttpContext, user: User, { question, from, to }: Move): Promise<Made> {
  if (from === to) throw new AppError('invalid_request', 422, { field: 'to' })
  const { record, served } = await knownEntry(context, user, from)
  const has = (record.draft?.content ?? served)?.questions.includes(question) ?? false
  if (!has) throw new AppError('unknown_question', 404, { field: 'question' })
  const changer = changerOf(user)
  let added = false
  if (to !== null) {
    await knownEntry(context, user, to)
    await changeDraft(context, changer, to, (content) => {
      const next = withAdded(content, [question])
      added = next !== content
      return next
    })
  }
  await changeDraft(context, changer, from, (content) => without(content, [question]))
  const undo = { action: 'move' as const, question, from, to, added }
  return { undo, draftIds: [from, ...(to !== null && added ? [to] : [])], added: added ? 1 : 0 }
}

async function merge(context: HttpContext, user: User, { archived, kept }: Merge): Promise<Made> {
  if (archived === kept) throw new AppError('invalid_request', 422, { field: 'kept' })
  const gone = await knownEntry(context, user, archived)
  const { served } = await knownEntry(context, user, kept)
  if (!gone.served || gone.record.archival) throw new AppError('entry_archived', 409, { field: 'archived' })
  // Nobody would be answered any more.
  if (!served) throw new AppError('entry_unpublished', 422, { field: 'kept' })
  const questions = (gone.record.draft?.content ?? gone.served).questions
  let added: string[] = []
  await changeDraft(context, changerOf(user), kept, (content) => {
    const next = withAdded(content, questions)
    added = next.questions.slice(content.questions.length)
    return next
  })
  await lifeOf(context, user, archived, { type: 'archive', mergedInto: kept })
  const undo = { action: 'merge' as const, archived, kept, added }
  return { undo, draftIds: added.length > 0 ? [kept] : [], added: added.length }
}

async function ignore(
  context: HttpContext,
  user: User,
  { key, reason: words }: Extract<Act, { action: 'ignore' }>,
): Promise<Made> {
  const reason = cleanText(words)
  if (reason === '') throw new AppError('text_empty', 422, { field: 'reason' })
  const { conflicts } = await findingsOf(context, user)
  const conflict = conflicts.find((one) => one.key === key)
  if (!conflict) throw new AppError('unknown_conflict', 404, { field: 'key' })
  const { entryIds, mark } = conflict
  const { store, now } = context.assistant
  const ignored = { key, entryIds, mark, reason, at: now().toISOString(), ...actorOf(user) }
  await store.ignoreConflict(user.communeId, ignored)
  return { undo: { action: 'ignore', key }, draftIds: [], added: 0 }
}

async function reopen(context: HttpContext, user: User, key: string): Promise<void> {
  const { store, now } = context.assistant
  const by = { ...actorOf(user), at: now().toISOString() }
  if ((await store.reopenConflict(user.communeId, key, by)) === 'unknown')
    throw new AppError('unknown_conflict', 404, { field: 'key' })
}

async function lifeOf(
  context: HttpContext,
  user: User,
  entryId: string,
  what: { type: 'archive'; mergedInto: string } | { type: 'restore' },
): Promise<void> {
  const { commune, installed } = await knownEntry(context, user, entryId)
  const { store, now } = context.assistant
  const action = { at: now().toISOString(), by: actorOf(user), why: '', ...what }
  const result = await store.applyToEntry({ communeId: commune.id, entryId, installed }, action)
  if (result.outcome === 'refused') throw entryRefusal(result.refusal, result.record, commune)
  await context.curation.served(commune.id)
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
