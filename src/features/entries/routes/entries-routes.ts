import { randomUUID } from 'node:crypto'
import type { Request, Response } from 'express'
import { DateTime } from 'luxon'
import type { Feature } from '../../../platform/feature.js'
import { communeOf } from '../../../platform/http/commune-origins.js'
import { DescribedError, languageOf } from '../../../platform/http/problem.js'
import { type HandlerInput, type ServedRoute, serve } from '../../../platform/http/serve-routes.js'
import { AppError } from '../../../platform/model/app-error.js'
import { actorOf } from '../../../platform/model/audit.js'
import { type CheckTick, ticksByPoint } from '../../../platform/model/check-tick.js'
import type { Commune } from '../../../platform/model/commune.js'
import { type SayHere, sayIn } from '../../../platform/model/say.js'
import { foldedWords } from '../../../platform/text/fold-text.js'
import { hourInWords } from '../../../platform/time/date-in-words.js'
import { staffFrom } from '../../accounts/routes/staff-access.js'
import type { User } from '../../accounts/staff.js'
import type { StaffStore } from '../../accounts/staff-verbs.js'
import {
  type DiffSide,
  type EntriesQuery,
  type EntryView,
  entryRoutes,
  type NewEntry,
  type SavedDraft,
} from '../contract.js'
import { contentOf } from '../editing/curated-entries.js'
import type { Curation } from '../editing/curation.js'
import type { EntryStore } from '../entry-verbs.js'
import { writtenOf } from '../model/bind-guide.js'
import { dayOf, graceDaysOf } from '../model/due-review.js'
import { diffContents } from '../model/entry-diff.js'
import type { EntryAction, EntryRefusal } from '../model/entry-life.js'
import { type EntryContent, type EntryRecord, revisionOf } from '../model/entry-record.js'
import { copiedContent, newContent } from '../model/new-content.js'
import { tryRoutes } from '../try-contract.js'
import { type EditedEntry, editedEntry, knownEntry } from './edited-entry.js'
import { listEntries } from './entry-list.js'
import { entryView, faultsOf, revisionView } from './entry-view.js'
import { type PreviewNeeds, previewOf } from './preview-entry.js'
import { serveTrying, type TryRouteNeeds } from './try-routes.js'

/** What these routes need. */
export interface EntryRouteNeeds extends PreviewNeeds {
  store: PreviewNeeds['store'] &
    Pick<StaffStore, 'listUsers'> &
    Pick<EntryStore, 'listEntryRecords' | 'saveDraft' | 'applyToEntry'> & {
      /** What was ticked of the lists of entries. */
      listCheckTicks(communeId: string): Promise<CheckTick[]>
    }
  curation: Pick<Curation, 'installedOf' | 'guideWords' | 'isShared' | 'served'>
  /** Ids of entries of which questions are known to be taken for another's. */
  confusedIn: (communeId: string) => ReadonlySet<string>
}

/** Who asks, and in which language she is told. */
interface Asker {
  user: User
  say: SayHere
}

/** Serves {@link entryRoutes}. */
export function serveEntries(needs: EntryRouteNeeds): ServedRoute[] {
  const askerOf = ({ request, response }: { request: Request; response: Response }): Asker => ({
    user: staffFrom(response).user,
    say: sayIn(needs.say, languageOf(request)),
  })
  return [
    serve(entryRoutes.list, ({ query, response }) => readEntries(needs, staffFrom(response).user, query)),
    serve(entryRoutes.begin, (asked) => beginEntry(needs, askerOf(asked), asked.body)),
    serve(entryRoutes.read, async (asked) => {
      const asker = askerOf(asked)
      return entryView(needs, await knownEntry(needs, asker.user, asked.params.id), asker)
    }),
    serve(entryRoutes.saveDraft, (asked) => saveDraft(needs, askerOf(asked), { ...asked.body, id: asked.params.id })),
    serve(entryRoutes.revision, (asked) => readRevision(needs, asked)),
    serve(entryRoutes.diff, (asked) => readDiff(needs, asked)),
    serve(entryRoutes.submit, ({ params, body: { draftVersion, why = '' }, ...asked }) =>
      act(needs, askerOf(asked), { id: params.id, type: 'submit', draftVersion, why }),
    ),
    serve(entryRoutes.discard, ({ params, body: { draftVersion }, ...asked }) =>
      act(needs, askerOf(asked), { id: params.id, type: 'discard', draftVersion, why: '' }),
    ),
    serve(entryRoutes.sendBack, ({ params, body: { why }, ...asked }) =>
      act(needs, askerOf(asked), { id: params.id, type: 'return', why }),
    ),
    serve(entryRoutes.archive, ({ params, body: { why = '' }, ...asked }) =>
      act(needs, askerOf(asked), { id: params.id, type: 'archive', why }),
    ),
    serve(entryRoutes.restore, ({ params, body: { why = '' }, ...asked }) =>
      act(needs, askerOf(asked), { id: params.id, type: 'restore', why }),
    ),
    serve(entryRoutes.preview, ({ params, body, request, response }) =>
      previewOf(needs, body, { id: params.id, user: staffFrom(response).user, spoken: languageOf(request) }),
    ),
  ]
}

async function readEntries(needs: EntryRouteNeeds, user: User, query: EntriesQuery) {
  const { store, now, curation } = needs
  const commune = communeOf(needs, user.communeId)
  const users = (await store.listUsers()).filter(({ communeId }) => communeId === commune.id)
  const listed = listEntries(
    {
      commune,
      accounts: new Map(users.map(({ id, displayName }) => [id, displayName])),
      served: needs.entriesNow(commune.id),
      installed: await curation.installedOf(commune.id),
      isShared: curation.isShared,
      records: await store.listEntryRecords(commune.id),
      tickOf: ticksByPoint(await store.listCheckTicks(commune.id)),
      confused: needs.confusedIn(commune.id),
      day: dayOf(now(), commune),
      graceDays: graceDaysOf(commune),
    },
    query,
  )
  return { ...listed, reviewerRequired: commune.curation?.reviewerRequired ?? false }
}

async function beginEntry(needs: EntryRouteNeeds, asker: Asker, { title, category, copyOf }: NewEntry) {
  const { user } = asker
  const { store, now } = needs
  const commune = communeOf(needs, user.communeId)
  const copied = copyOf === undefined ? null : await knownEntry(needs, user, copyOf)
  const from = copied && (copied.record.draft?.content ?? (copied.served && contentOf(copied.served)))
  const day = dayOf(now(), commune)
  const made = from ? copiedContent(from, { title, day }) : newContent({ title, commune, day })
  const content = { ...made, ...(category && { category }) }
  const id = await freeId(needs, user, title)
  const scope = { communeId: commune.id, entryId: id, installed: null }
  const draft = { content, basedOn: 0, seen: 0, at: now().toISOString(), by: actorOf(user) }
  const result = await store.saveDraft(scope, draft)
  if (result.outcome === 'stale') throw staleDraft(result.record, commune)
  return entryView(needs, await editedEntry(needs, user, id), asker)
}

async function saveDraft(
  needs: EntryRouteNeeds,
  { user, say }: Asker,
  { id: entryId, content, basedOn, seen }: SavedDraft & { id: string },
) {
  const entry = await knownEntry(needs, user, entryId)
  const { id, commune, installed } = entry
  const scope = { communeId: commune.id, entryId: id, installed }
  const draft = { content, basedOn, seen, at: needs.now().toISOString(), by: actorOf(user) }
  const result = await needs.store.saveDraft(scope, draft)
  if (result.outcome === 'stale') throw staleDraft(result.record, commune)
  return { draft: result.draft, faults: faultsOf(result.draft.content, entry, say) }
}

async function readRevision(needs: EntryRouteNeeds, { params, response }: HandlerInput<typeof entryRoutes.revision>) {
  const { record } = await knownEntry(needs, staffFrom(response).user, params.id)
  const revision = revisionOf(record, Number(params.number))
  if (!revision) throw new AppError('unknown_revision', 404)
  return { ...revisionView(record, revision), content: revision.content }
}

async function readDiff(
  needs: EntryRouteNeeds,
  { params, query: { from, to }, response }: HandlerInput<typeof entryRoutes.diff>,
) {
  const entry = await knownEntry(needs, staffFrom(response).user, params.id)
  const after = sideOf(entry, to)
  if (!after) throw new AppError('unknown_revision', 404, { field: 'to' })
  const before = sideOf(entry, from)
  const changes = diffContents(before && withGuide(before, entry), withGuide(after, entry))
  return { from: String(from), to: String(to), changes }
}

/** A side of a comparison; `null` is nothing. @throws AppError `unknown_revision` (404) */
function sideOf({ record, served }: EditedEntry, side: DiffSide): EntryContent | null {
  if (side === 'none') return null
  if (side === 'served') return served && contentOf(served)
  const content = side === 'draft' ? record.draft?.content : revisionOf(record, side)?.content
  if (!content) throw new AppError('unknown_revision', 404)
  return content
}

/** A content with the guide that is followed: its own, else that of the file, so that what a curator changed of it shows alone. */
function withGuide(content: EntryContent, { file }: EditedEntry): EntryContent {
  return content.guide === undefined && file?.guide ? { ...content, guide: writtenOf(file.guide) } : content
}

type Act =
  | { type: 'submit' | 'discard'; draftVersion: number; why: string }
  | { type: 'return' | 'archive' | 'restore'; why: string }

async function act(needs: EntryRouteNeeds, asker: Asker, { id, ...what }: Act & { id: string }): Promise<EntryView> {
  const { user } = asker
  const { commune, installed } = await knownEntry(needs, user, id)
  const action: EntryAction = { at: needs.now().toISOString(), by: actorOf(user), ...what }
  const result = await needs.store.applyToEntry({ communeId: commune.id, entryId: id, installed }, action)
  if (result.outcome === 'refused') throw entryRefusal(result.refusal, result.record, commune)
  if (what.type === 'archive' || what.type === 'restore') await needs.curation.served(commune.id)
  return entryView(needs, await editedEntry(needs, user, id), asker)
}

const LONGEST_ID = 60

/** An id made from a title, that no entry of the commune has. */
async function freeId(needs: EntryRouteNeeds, user: User, title: string): Promise<string> {
  const words = foldedWords(title)
    .join('-')
    .replace(/[^a-z0-9-]/g, '')
  const wanted = words.slice(0, LONGEST_ID).replace(/(?<!-)-+$/, '') || 'fiche'
  const isFree = async (id: string) => {
    const { record, installed } = await editedEntry(needs, user, id)
    return installed === null && record.revisions.length === 0 && record.draft === null
  }
  for (let number = 1; number < 100; number += 1) {
    const id = number === 1 ? wanted : `${wanted}-${number}`
    if (await isFree(id)) return id
  }
  return `${wanted}-${randomUUID().slice(0, 8)}`
}

/** The error of something that cannot be done to an entry. */
export function entryRefusal(refusal: EntryRefusal, record: EntryRecord | null, commune: Commune): AppError {
  switch (refusal) {
    case 'stale':
      return staleDraft(record, commune)
    case 'no_draft':
      return new AppError('draft_gone', 409)
    case 'outdated':
      return new AppError('draft_outdated', 409)
    case 'unchanged':
      return new AppError('entry_unchanged', 409)
    case 'not_submitted':
      return new AppError('not_in_review', 409)
    case 'own_submission':
      return new AppError('own_submission', 409)
    case 'review_required':
      return new AppError('review_required', 409)
    case 'archived':
      return new AppError('entry_archived', 409)
    case 'not_archived':
      return new AppError('entry_not_archived', 409)
    case 'unknown_revision':
      return new AppError('unknown_revision', 404)
    default:
      return refusal satisfies never
  }
}

/** The error of a draft that somebody has saved, published or thrown away since: who and when, in the commune's time. */
function staleDraft(record: EntryRecord | null, { timeZone }: Pick<Commune, 'timeZone'>): AppError {
  const draft = record?.draft
  if (!draft) return new AppError('draft_gone', 409)
  const hour = hourInWords(DateTime.fromISO(draft.at, { zone: timeZone }), 'fr')
  return new DescribedError('draft_stale', 409, { name: draft.by.userName, hour })
}

/** What entries are given. */
export interface EntriesNeeds extends EntryRouteNeeds, TryRouteNeeds {}

/** The entries that citizens are answered with, as curators write and try them (docs/entries.md). */
export const entries: Feature<EntriesNeeds> = {
  name: 'entries',
  routes: { ...entryRoutes, ...tryRoutes },
  open: (needs) => ({ served: [...serveEntries(needs), ...serveTrying(needs)] }),
}
