import { randomUUID } from 'node:crypto'
import { type Request, type RequestHandler, type Response, Router } from 'express'
import { DateTime } from 'luxon'
import { maskPart } from '../../../assistant/routes/mask-typed.js'
import { letBodyTakeTime } from '../../../platform/http/body-time.js'
import type { HttpContext } from '../../../platform/http/http-context.js'
import { communeOf } from '../../../platform/http/views.js'
import { AppError } from '../../../platform/model/app-error.js'
import { requireRole, staffFrom } from '../../accounts/routes/staff-access.js'
import { exportEntries } from '../../entries/routes/export-entries.js'
import { listImports, saveDrafts, undoImport } from '../apply-import.js'
import { type CommuneContents, readContents } from '../commune-contents.js'
import { importDefaults } from '../import-defaults.js'
import { type ExchangeGiven, type ExchangeStart, enterSandbox, exchangeAside, untilGone } from './exchange-aside.js'
import {
  type ImportDoneView,
  type ImportsView,
  type ImportUndoneView,
  importRequest,
  readUploadRequest,
} from './exchange-contract.js'
import { bodyOf, ENTRIES_AT_ONCE, keepBody, parseSmallBody, piecesOf, slicesOf } from './keep-body.js'

/** A file in base64, and what goes with it. */
const BODY_LIMIT = '24mb'

/** Imports and exports of entries, for those who write them. Comes before the routes whose bodies are small; nobody's body is read before her role is known. */
export function exchangeRoutes(context: HttpContext): Router {
  const router = Router()
  const isCurator = requireRole(context, ['curator', 'admin'])
  const takeFile = [enterSandbox(context), letBodyTakeTime, ...keepBody(BODY_LIMIT)]
  router.use('/admin/exchange', isCurator)
  router.post('/admin/exchange/read', takeFile, readFile(context))
  router.post('/admin/exchange/plan', takeFile, planImport(context))
  router.post('/admin/exchange/imports', takeFile, makeImport(context))
  router.get('/admin/exchange/imports', async (_request, response) => {
    const made = await listImports(context.assistant.store, staffFrom(response).user.communeId)
    const imports = made.map(({ drafts, ...rest }) => ({ ...rest, drafts: Object.keys(drafts).length }))
    response.json({ imports } satisfies ImportsView)
  })
  router.post('/admin/exchange/imports/:id/undo', undo(context))
  router.get('/admin/exchange/export', enterSandbox(context), exportEntries(context))
  return router
}

function readFile(context: HttpContext): RequestHandler {
  return async (request, response) => {
    parseSmallBody(readUploadRequest, request.body)
    const told = await exchangeAside(context, { request, response }, parts(request, { act: 'read' }))
    for (const one of told) if (one.kind === 'read') response.json(one.view)
  }
}

function planImport(context: HttpContext): RequestHandler {
  return async (request, response) => {
    parseSmallBody(importRequest, request.body)
    const contents = await contentsOf(context, staffFrom(response).user.communeId)
    const given = parts(request, startOf(context, response, 'plan'), contents)
    for (const one of await exchangeAside(context, { request, response }, given)) {
      if (one.kind === 'plan') response.json(one.view)
    }
  }
}

/** What an import starts from, as another process can be told it. */
function startOf(context: HttpContext, response: Response, act: 'plan' | 'import'): ExchangeStart {
  const now = DateTime.fromJSDate(context.assistant.now())
  const { say: _, ...defaults } = importDefaults(communeOf(context, staffFrom(response).user.communeId), {
    now,
    say: context.exchange.say,
  })
  const check = (key: 'check.unknown_category' | 'check.other_answer') =>
    context.exchange.say('fr', key, { value: '{value}' })
  return {
    act,
    defaults,
    checks: {
      'check.unknown_category': check('check.unknown_category'),
      'check.other_answer': check('check.other_answer'),
    },
  }
}

/** The request, and what the commune has, part by part. */
function* parts(request: Request, start: ExchangeStart, contents?: CommuneContents): Generator<ExchangeGiven> {
  yield { kind: 'start', start }
  for (const bytes of piecesOf(bodyOf(request.body))) yield { kind: 'body', bytes }
  const entries = [...(contents?.served ?? [])]
  for (const some of slicesOf(entries, ENTRIES_AT_ONCE)) yield { kind: 'known', entries: some }
}

function contentsOf(context: HttpContext, communeId: string) {
  return readContents(context.assistant.store, communeId, context.entriesNow(communeId))
}

function makeImport(context: HttpContext): RequestHandler {
  return async (request, response) => {
    parseSmallBody(importRequest, request.body)
    const { store, now } = context.assistant
    const { id: userId, displayName: userName, communeId } = staffFrom(response).user
    const contents = await contentsOf(context, communeId)
    const given = parts(request, startOf(context, response, 'import'), contents)
    const told = await exchangeAside(context, { request, response }, given)
    const [typed = ''] = told.flatMap((one) => (one.kind === 'name' ? [one.name] : []))
    const { name } = maskPart(context, { request, response }, { name: typed })
    const drafts = told.flatMap((one) => (one.kind === 'drafts' ? one.drafts : []))
    const set = { id: randomUUID(), communeId, name, kind: 'import' as const, at: now().toISOString() }
    const signal = untilGone(response)
    const { saved, busy } = await saveDrafts(store, { ...set, drafts, by: { userId, userName }, signal }, contents)
    response.status(201).json({ id: set.id, saved: Object.keys(saved).length, busy } satisfies ImportDoneView)
  }
}

function undo(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const { store, now } = context.assistant
    const { id: userId, displayName: userName, communeId } = staffFrom(response).user
    const made = (await listImports(store, communeId)).find(({ id }) => id === request.params.id)
    if (!made) throw new AppError('unknown_import', 404)
    if (made.undone) throw new AppError('import_undone', 409)
    const { installed } = await contentsOf(context, communeId)
    const by = { userId, userName }
    const undone = await undoImport(store, made, {
      id: randomUUID(),
      communeId,
      at: now().toISOString(),
      by,
      installed,
    })
    response.json(undone satisfies ImportUndoneView)
  }
}
