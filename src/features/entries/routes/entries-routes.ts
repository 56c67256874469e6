import { randomUUID } from 'node:crypto'
import { type RequestHandler, type Response, Router } from 'express'
import { DateTime } from 'luxon'
import { sayIn } from '../../../assistant/assistant-context.js'
import type { HttpContext } from '../../../platform/http/http-context.js'
import { languageOf, parseBody } from '../../../platform/http/problem.js'
import { communeOf } from '../../../platform/http/views.js'
import { AppError } from '../../../platform/model/app-error.js'
import type { Commune } from '../../../platform/model/commune.js'
import { foldedWords } from '../../../platform/text/fold-text.js'
import { requireRole, staffFrom } from '../../accounts/routes/staff-access.js'
import type { User } from '../../accounts/staff.js'
import { actorOf } from '../../audit/audit.js'
import { ticksByPoint } from '../../first-run/check-tick.js'
import { writtenOf } from '../../guides/bind-guide.js'
import { contentOf } from '../editing/curated-entry.js'
import { dayOf, graceDaysOf } from '../editing/curation-day.js'
import { type Category, SECTION_KEYS, type SectionKey } from '../model/entry.js'
import { diffContents } from '../model/entry-diff.js'
import type { EntryAction } from '../model/entry-life.js'
import { type EntryContent, revisionOf } from '../model/entry-record.js'
import {
  archiveRequest,
  type DiffView,
  type DraftView,
  diffQuery,
  discardRequest,
  draftRequest,
  type EntriesView,
  entriesQuery,
  newEntryRequest,
  type RevisionContentView,
  returnRequest,
  submitRequest,
} from './curation-contract.js'
import { type DeskEntry, deskEntry, knownEntry } from './entry-desk.js'
import { listEntries } from './entry-list.js'
import { entryView, faultsOf, revisionView } from './entry-view.js'
import { entryRefusal, staleDraft } from './refuse-entry.js'

/** Months after which a new entry is to be read again, unless its curator says otherwise. */
const REVIEW_MONTHS = 12
const LICENCE = 'Licence Ouverte 2.0'

/**
 * The content of a new entry: empty but for its title, the commune itself as its source, and dates of today; or a copy of another one, which it does not take
 * the questions of. Pure.
 * @param day today, ISO
 */
function newContent(
  { title, category }: { title: string; category: Category },
  { from, commune, day }: { from: EntryContent | null; commune: Commune; day: string },
): EntryContent {
  const reviewBy = DateTime.fromISO(day).plus({ months: REVIEW_MONTHS }).toISODate() ?? day
  if (from) {
    // Translations say what the copied entry says, and its questions were asked of it.
    const { translations, fromCitizens, ...copied } = from
    return { ...copied, title, category, reviewBy, questions: [] }
  }
  return {
    title,
    summary: '',
    category,
    who: 'commune',
    owner: commune.reception,
    source: { name: commune.nom, url: '', licence: LICENCE, date: day },
    verifiedAt: day,
    reviewBy,
    servicePublic: [],
    online: [],
    toCheck: [],
    sections: Object.fromEntries(SECTION_KEYS.map((key) => [key, ''])) as Record<SectionKey, string>,
    simple: null,
    questions: [],
  }
}

/** What curators write: the entries of their commune, their drafts, history and life. Publishing is in `gate-routes`. */
export function entriesRoutes(context: HttpContext): Router {
  const router = Router()
  const isCurator = requireRole(context, ['curator', 'admin'])
  router.get('/admin/entries', isCurator, readEntries(context))
  router.post('/admin/entries', isCurator, createEntry(context))
  router.get('/admin/entries/:id', isCurator, readEntry(context))
  router.put('/admin/entries/:id/draft', isCurator, saveDraft(context))
  router.get('/admin/entries/:id/revisions/:number', isCurator, readRevision(context))
  router.get('/admin/entries/:id/diff', isCurator, readDiff(context))
  router.post('/admin/entries/:id/submit', isCurator, (request, response) => {
    const { draftVersion, why = '' } = parseBody(submitRequest, request.body)
    return act(context, String(request.params.id), response, { type: 'submit', draftVersion, why })
  })
  router.post('/admin/entries/:id/discard', isCurator, (request, response) => {
    const { draftVersion } = parseBody(discardRequest, request.body)
    return act(context, String(request.params.id), response, { type: 'discard', draftVersion, why: '' })
  })
  router.post('/admin/entries/:id/return', isCurator, (request, response) => {
    const { why } = parseBody(returnRequest, request.body)
    return act(context, String(request.params.id), response, { type: 'return', why })
  })
  for (const type of ['archive', 'restore'] as const) {
    router.post(`/admin/entries/:id/${type}`, isCurator, (request, response) => {
      const { why = '' } = parseBody(archiveRequest, request.body)
      return act(context, String(request.params.id), response, { type, why })
    })
  }
  return router
}

function readEntries(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const query = parseBody(entriesQuery, request.query)
    const commune = communeOf(context, staffFrom(response).user.communeId)
    const { store, now } = context.assistant
    const users = (await store.listUsers()).filter(({ communeId }) => communeId === commune.id)
    const listed = listEntries(
      {
        commune,
        accounts: new Map(users.map(({ id, displayName }) => [id, displayName])),
        served: context.entriesNow(commune.id),
        installed: await context.curation.installedOf(commune.id),
        isShared: context.curation.isShared,
        records: await store.listEntryRecords(commune.id),
        tickOf: ticksByPoint(await store.listCheckTicks(commune.id)),
        confused: confusedIn(context, commune.id),
        day: dayOf(now(), commune),
        graceDays: graceDaysOf(commune),
      },
      query,
    )
    response.json({ ...listed, reviewerRequired: commune.curation?.reviewerRequired ?? false } satisfies EntriesView)
  }
}

/** Ids of entries of which questions are taken for another's: as conflicts were looked for, else as a publication has measured on some of the questions. */
function confusedIn({ conflicts, publisher }: HttpContext, communeId: string): ReadonlySet<string> {
  const { report } = conflicts.nowOf(communeId)
  if (report) return new Set(report.conflicts.flatMap(({ kind, entryIds }) => (kind === 'confused' ? entryIds : [])))
  const { thefts = [] } = publisher.stateOf(communeId).report ?? {}
  return new Set(thefts.flatMap(({ from, by }) => [from.id, by.id]))
}

function createEntry(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const { user } = staffFrom(response)
    const { title, category, copyOf } = parseBody(newEntryRequest, request.body)
    const commune = communeOf(context, user.communeId)
    const { store, now } = context.assistant
    const copied = copyOf === undefined ? null : await knownEntry(context, user, copyOf)
    const from = copied && (copied.record.draft?.content ?? (copied.served && contentOf(copied.served)))
    const day = dayOf(now(), commune)
    const content = newContent({ title, category }, { from, commune, day })
    const id = await freeId(context, user, title)
    const scope = { communeId: commune.id, entryId: id, installed: null }
    const draft = { content, basedOn: 0, seen: 0, at: now().toISOString(), by: actorOf(user) }
    const result = await store.saveDraft(scope, draft)
    if (result.outcome === 'stale') throw staleDraft(result.record, commune)
    await answerEntry(context, await deskEntry(context, user, id), response, 201)
  }
}

function readEntry(context: HttpContext): RequestHandler<{ id: string }> {
  return async (request, response) => {
    await answerEntry(context, await knownEntry(context, staffFrom(response).user, request.params.id), response)
  }
}

function saveDraft(context: HttpContext): RequestHandler<{ id: string }> {
  return async (request, response) => {
    const { user } = staffFrom(response)
    const { content, basedOn, seen } = parseBody(draftRequest, request.body)
    const { store, now, say } = context.assistant
    const entry = await knownEntry(context, user, request.params.id)
    const { id, commune, installed } = entry
    const scope = { communeId: commune.id, entryId: id, installed }
    const draft = { content: content as EntryContent, basedOn, seen, at: now().toISOString(), by: actorOf(user) }
    const result = await store.saveDraft(scope, draft)
    if (result.outcome === 'stale') throw staleDraft(result.record, commune)
    const faults = faultsOf(result.draft.content, entry, sayIn(say, languageOf(request)))
    response.json({ draft: result.draft, faults } satisfies DraftView)
  }
}

function readRevision(context: HttpContext): RequestHandler<{ id: string; number: string }> {
  return async (request, response) => {
    const { record } = await knownEntry(context, staffFrom(response).user, request.params.id)
    const revision = revisionOf(record, Number(request.params.number))
    if (!revision) throw new AppError('unknown_revision', 404)
    response.json({ ...revisionView(record, revision), content: revision.content } satisfies RevisionContentView)
  }
}

function readDiff(context: HttpContext): RequestHandler<{ id: string }> {
  return async (request, response) => {
    const { from, to } = parseBody(diffQuery, request.query)
    const entry = await knownEntry(context, staffFrom(response).user, request.params.id)
    const after = sideOf(entry, to)
    if (!after) throw new AppError('unknown_revision', 404, { field: 'to' })
    const before = sideOf(entry, from)
    const changes = diffContents(before && withGuide(before, entry), withGuide(after, entry))
    response.json({ from: String(from), to: String(to), changes } satisfies DiffView)
  }
}

/** A side of a comparison; `null` is nothing. @throws AppError `unknown_revision` (404) */
function sideOf({ record, served }: DeskEntry, side: 'served' | 'draft' | 'none' | number): EntryContent | null {
  if (side === 'none') return null
  if (side === 'served') return served && contentOf(served)
  const content = side === 'draft' ? record.draft?.content : revisionOf(record, side)?.content
  if (!content) throw new AppError('unknown_revision', 404)
  return content
}

/** A content with the guide that is followed: its own, else that of the file, so that what a curator changed of it shows alone. */
function withGuide(content: EntryContent, { file }: DeskEntry): EntryContent {
  return content.guide === undefined && file?.guide ? { ...content, guide: writtenOf(file.guide) } : content
}

type Act =
  | { type: 'submit' | 'discard'; draftVersion: number; why: string }
  | { type: 'return' | 'archive' | 'restore'; why: string }

async function act(context: HttpContext, id: string, response: Response, what: Act): Promise<void> {
  const { user } = staffFrom(response)
  const { store, now } = context.assistant
  const { commune, installed } = await knownEntry(context, user, id)
  const action: EntryAction = { at: now().toISOString(), by: actorOf(user), ...what }
  const result = await store.applyToEntry({ communeId: commune.id, entryId: id, installed }, action)
  if (result.outcome === 'refused') throw entryRefusal(result.refusal, result.record, commune)
  if (what.type === 'archive' || what.type === 'restore') await context.curation.served(commune.id)
  await answerEntry(context, await deskEntry(context, user, id), response)
}

async function answerEntry(context: HttpContext, entry: DeskEntry, response: Response, status = 200): Promise<void> {
  const say = sayIn(context.assistant.say, languageOf(response.req))
  response.status(status).json(entryView(context, entry, { user: staffFrom(response).user, say }))
}

const LONGEST_ID = 60

/** An id made from a title, that no entry of the commune has. */
async function freeId(context: HttpContext, user: User, title: string): Promise<string> {
  const words = foldedWords(title)
    .join('-')
    .replace(/[^a-z0-9-]/g, '')
  const wanted = words.slice(0, LONGEST_ID).replace(/(?<!-)-+$/, '') || 'fiche'
  const isFree = async (id: string) => {
    const { record, installed } = await deskEntry(context, user, id)
    return installed === null && record.revisions.length === 0 && record.draft === null
  }
  for (let number = 1; number < 100; number += 1) {
    const id = number === 1 ? wanted : `${wanted}-${number}`
    if (await isFree(id)) return id
  }
  return `${wanted}-${randomUUID().slice(0, 8)}`
}
