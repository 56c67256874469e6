import { type RequestHandler, type Response, Router } from 'express'
import type { HttpContext } from '../../../platform/http/http-context.js'
import { FieldError, parseBody } from '../../../platform/http/problem.js'
import { communeOf } from '../../../platform/http/views.js'
import { AppError } from '../../../platform/model/app-error.js'
import { foldText } from '../../../platform/text/fold-text.js'
import { isServerAdmin, requireRole, requireServerAdmin, staffFrom } from '../../accounts/routes/staff-access.js'
import { unknownIn } from '../../entries/lint/unknown-variables.js'
import { type CommuneChoices, changeChoices, readChoices, SEEN_GONE } from '../commune-choices.js'
import { compareLines } from '../compare-lines.js'
import { type FeedIndex, type IndexedFiche, readIndex } from '../feed-index.js'
import { type FicheRow, linesOf, readRow, withRows } from '../fiche-row.js'
import type { ImportStart } from '../national-feed.js'
import { namesNothing } from '../selection.js'
import { chosenFiches, isToReview, seenDigest, servedFiches, standingOf, successorOf } from '../standing.js'
import {
  FICHES_A_PAGE,
  type FicheItemView,
  type FichesView,
  type FicheView,
  fichesQuery,
  importRequest,
  type NationalFeedView,
  noteRequest,
  seenRequest,
  selectionRequest,
} from './national-contract.js'

const PATH = '/admin/imports/service-public'

/** The national feed: importing it and choosing of it for administrators, what has changed for curators too. */
export function nationalRoutes(context: HttpContext): Router {
  const router = Router()
  const isAdmin = requireRole(context, ['admin'])
  const isCurator = requireRole(context, ['curator', 'admin'])
  router.get(PATH, isCurator, sendState(context, 200))
  router.post(PATH, requireServerAdmin(context), startFromSource(context), sendState(context, 202))
  router.put(`${PATH}/selection`, isAdmin, choose(context), sendState(context, 200))
  router.get(`${PATH}/fiches`, isCurator, listFiches(context))
  router.get(`${PATH}/fiches/:id`, isCurator, readFiche(context))
  router.put(`${PATH}/fiches/:id/note`, isCurator, writeNote(context))
  router.post(`${PATH}/fiches/:id/seen`, isCurator, markSeen(context))
  return router
}

/** Where the feed and the commune's choice stand. */
export function sendState(context: HttpContext, status: number): RequestHandler {
  return async (_request, response) => {
    const { folder, source, running, failure } = context.nationalFeed
    const [index, choices] = await Promise.all([readIndex(folder), readChoices(folder, communeIdOf(response))])
    const { themes, ids } = choices.selection
    const chosen = index ? chosenFiches(index, choices) : []
    response.status(status).json({
      source: source === null ? null : nameForAdmins(source),
      mayImport: isServerAdmin(context, staffFrom(response).user),
      running: running(),
      failure: failure(),
      report: index?.report ?? null,
      selection: { themes, ids },
      unknown: index ? namesNothing(index.fiches, { themes, ids }) : { themes: [], ids: [] },
      served: index ? servedFiches(index, choices).size : 0,
      toReview: chosen.filter(([id, fiche]) => isToReview(standingOf(id, fiche, choices))).length,
      themes: index ? themesOf(index) : [],
    } satisfies NationalFeedView)
  }
}

/** Starts an import, or says why it cannot. @throws AppError `feed_busy` (409) */
export function startImport(context: HttpContext, start: ImportStart): void {
  if (!context.nationalFeed.start(start)) throw new AppError('feed_busy', 409)
}

function startFromSource(context: HttpContext): RequestHandler {
  return (request, _response, next) => {
    const { acceptLosses = false } = parseBody(importRequest, request.body)
    const { source } = context.nationalFeed
    if (source === null) throw new AppError('no_feed_source', 409)
    startImport(context, { from: source, acceptLosses })
    next()
  }
}

function choose(context: HttpContext): RequestHandler {
  return async (request, response, next) => {
    const { themes, ids } = parseBody(selectionRequest, request.body)
    const since = context.assistant.now().toISOString()
    const before = await readChoices(context.nationalFeed.folder, communeIdOf(response))
    await change(context, response, (choices) => ({ ...choices, selection: { themes, ids, since } }))
    const { user } = staffFrom(response)
    await context.assistant.store.recordAudit({
      id: crypto.randomUUID(),
      communeId: user.communeId,
      at: since,
      userId: user.id,
      userName: user.displayName,
      action: 'settings_changed',
      target: { kind: 'import', id: 'service-public' },
      before: { themes: before.selection.themes, ids: before.selection.ids },
      after: { themes, ids },
      why: '',
    })
    context.publisher.publishOwn(user.communeId)
    next()
  }
}

function listFiches(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const query = parseBody(fichesQuery, request.query)
    const { folder } = context.nationalFeed
    const [index, choices] = await Promise.all([readIndex(folder), readChoices(folder, communeIdOf(response))])
    response.json(index ? fichesView(index, choices, query) : { total: 0, fiches: [], next: null })
  }
}

function readFiche(context: HttpContext): RequestHandler {
  return async (request, response) => sendFiche(context, response, String(request.params.id))
}

/** @throws AppError `unknown_fiche` (404) when the commune has not chosen it */
async function sendFiche(context: HttpContext, response: Response, id: string): Promise<void> {
  const { folder } = context.nationalFeed
  const choices = await readChoices(folder, communeIdOf(response))
  const view = await withRows(folder, async (index, rows) => {
    const fiche = chosen(index, choices, id)
    return fiche ? ficheView(index, choices, await readRow(rows, fiche)) : null
  })
  if (!view) throw new AppError('unknown_fiche', 404)
  response.json(view)
}

/** A fiche that the commune has chosen, or serves in place of one. */
function chosen(index: NonNullable<Awaited<ReturnType<typeof readIndex>>>, choices: CommuneChoices, id: string) {
  const isOurs = servedFiches(index, choices).has(id) || chosenFiches(index, choices).some(([one]) => one === id)
  return isOurs ? index.fiches[id] : undefined
}

function writeNote(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const { digest, ...texts } = parseBody(noteRequest, request.body)
    const id = String(request.params.id)
    requireKnownVariables(context, response, texts)
    await requireCurrent(context, response, { id, digest })
    const { displayName } = staffFrom(response).user
    const at = context.assistant.now().toISOString()
    await change(context, response, ({ notes: { [id]: _, ...notes }, seen, ...choices }) => ({
      ...choices,
      notes: Object.values(texts).some((text) => text !== '')
        ? { ...notes, [id]: { ...texts, by: displayName, at } }
        : notes,
      seen: { ...seen, [id]: digest },
    }))
    context.publisher.publishOwn(communeIdOf(response))
    await sendFiche(context, response, id)
  }
}

/** @throws FieldError `unknown_variable` (422) for a variable that citizens would read as it is written */
function requireKnownVariables(context: HttpContext, response: Response, texts: Record<string, string>): void {
  const commune = communeOf(context, communeIdOf(response))
  for (const [field, text] of Object.entries(texts)) {
    const [variable] = unknownIn(text, commune)
    if (variable !== undefined)
      throw new FieldError('unknown_variable', 422, { field, parameters: () => ({ variable }) })
  }
}

function markSeen(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const { digest } = parseBody(seenRequest, request.body)
    const id = String(request.params.id)
    await requireCurrent(context, response, { id, digest })
    await change(context, response, (choices) => ({ ...choices, seen: { ...choices.seen, [id]: digest } }))
    await sendFiche(context, response, id)
  }
}

/** What is said of a text holds for that text only. @throws AppError `unknown_fiche` (404), `fiche_changed` (409) */
async function requireCurrent(
  context: HttpContext,
  response: Response,
  { id, digest }: { id: string; digest: string },
) {
  const { folder } = context.nationalFeed
  const [index, choices] = await Promise.all([readIndex(folder), readChoices(folder, communeIdOf(response))])
  const fiche = index && chosen(index, choices, id)
  if (!fiche) throw new AppError('unknown_fiche', 404)
  if (digest !== (fiche.gone ? SEEN_GONE : fiche.digest)) throw new AppError('fiche_changed', 409)
}

function change(context: HttpContext, response: Response, make: (choices: CommuneChoices) => CommuneChoices) {
  return changeChoices(context.nationalFeed.folder, communeIdOf(response), make)
}

function communeIdOf(response: Response): string {
  return staffFrom(response).user.communeId
}

/** Without the folders of the server. */
function nameForAdmins(source: string): string {
  return source.startsWith('https:') ? source : (source.split('/').at(-1) ?? source)
}

/** A fiche in the list. */
function ficheItem(id: string, fiche: IndexedFiche, choices: CommuneChoices): FicheItemView {
  const { title, modified, url } = fiche
  return {
    id,
    title,
    standing: standingOf(id, fiche, choices),
    hasNote: choices.notes[id] !== undefined,
    modified,
    url,
  }
}

/** A page of the list. What was chosen by mistake and is gone is shown to nobody; a note that is left is. */
function fichesView(
  index: FeedIndex,
  choices: CommuneChoices,
  { show, q, from }: { show: 'review' | 'all'; q: string; from: number },
): FichesView {
  const words = foldText(q).trim()
  const items = chosenFiches(index, choices)
    .map(([id, fiche]) => ficheItem(id, fiche, choices))
    .filter(({ standing }) => show === 'all' || isToReview(standing))
    .filter(({ id, title }) => words === '' || foldText(`${id} ${title}`).includes(words))
    .sort((a, b) => Number(b.hasNote) - Number(a.hasNote) || a.title.localeCompare(b.title, 'fr'))
  const end = from + FICHES_A_PAGE
  return { total: items.length, fiches: items.slice(from, end), next: end < items.length ? end : null }
}

/** One fiche, with what has changed since the commune has last seen it. */
function ficheView(index: FeedIndex, choices: CommuneChoices, row: FicheRow): FicheView {
  const { id } = row.fiche
  const fiche = index.fiches[id] as IndexedFiche
  const note = choices.notes[id] ?? { place: '', hours: '', papers: '', cost: '', by: '', at: '' }
  return {
    ...ficheItem(id, fiche, choices),
    digest: fiche.gone ? SEEN_GONE : fiche.digest,
    successor: fiche.gone ? successorView(index, id) : null,
    changes: changesOf(row, fiche, choices),
    note,
  }
}

function changesOf(row: FicheRow, fiche: IndexedFiche, choices: CommuneChoices): FicheView['changes'] {
  if (fiche.gone) return [{ kind: 'removed', lines: linesOf(row.fiche) }]
  const seen = seenDigest(row.fiche.id, fiche, choices)
  if (seen === fiche.digest) return []
  // A text that was seen so long ago that it is no longer kept: the oldest that is.
  const before = row.history.find(({ digest }) => digest === seen) ?? row.history[0]
  return compareLines(before?.lines ?? [], linesOf(row.fiche))
}

function successorView(index: FeedIndex, id: string): FicheView['successor'] {
  const to = successorOf(index, id)
  if (to === null) return null
  const page = index.fiches[to]
  if (page) return { id: to, title: page.title, url: page.url }
  const isAddress = /^https?:\/\//.test(to)
  const folder = index.fiches[id]?.url.replace(/(?<![^/])[^/]*$/, '') ?? ''
  return { id: null, title: to, url: isAddress ? to : `${folder}${to}` }
}

/** The widest themes of the feed, most fiches first. */
function themesOf({ fiches }: FeedIndex): NationalFeedView['themes'] {
  const themes = new Map<string, { id: string; title: string; fiches: number }>()
  for (const { path, gone } of Object.values(fiches)) {
    const [widest] = path
    if (gone || !widest) continue
    const theme = themes.get(widest.id) ?? { ...widest, fiches: 0 }
    themes.set(widest.id, { ...theme, fiches: theme.fiches + 1 })
  }
  return [...themes.values()].sort((a, b) => b.fiches - a.fiches)
}
