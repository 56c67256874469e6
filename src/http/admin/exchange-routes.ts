import { randomUUID } from 'node:crypto'
import express, { type Request, type RequestHandler, type Response, Router } from 'express'
import { DateTime } from 'luxon'
import { listImports, saveDrafts, undoImport } from '../../content/exchange/apply-import.js'
import { readContents } from '../../content/exchange/commune-contents.js'
import { ExchangeFault } from '../../content/exchange/exchange-fault.js'
import { importDefaults } from '../../content/exchange/import-defaults.js'
import { planImport } from '../../content/exchange/plan-import.js'
import { type ReadUpload, readUpload, rowsOf } from '../../content/exchange/read-upload.js'
import { AppError } from '../../domain/app-error.js'
import type { ImportPlan, PlannedEntry } from '../../domain/import-plan.js'
import { communeOf } from '../commune-of.js'
import type { HttpContext } from '../http-context.js'
import { letBodyTakeTime } from '../hurry-bodies.js'
import { maskFiles } from '../mask-typed.js'
import { DescribedError, parseBody } from '../problem.js'
import { languageOf } from '../request-language.js'
import { requireRole, staffFrom } from '../staff-access.js'
import {
  type ImportDoneView,
  type ImportPlanView,
  type ImportsView,
  type ImportUndoneView,
  importRequest,
  MOST_PLAN_ROWS,
  type ReadUploadView,
  readUploadRequest,
} from './exchange-contract.js'
import { exportEntries } from './export-entries.js'

/** A file in base64, and what goes with it. */
const BODY_LIMIT = '24mb'
const MOST_SAMPLE = 80

/** Imports and exports of entries, for those who write them. Comes before the routes whose bodies are small; nobody's body is read before her role is known. */
export function exchangeRoutes(context: HttpContext): Router {
  const router = Router()
  const isCurator = requireRole(context, ['curator', 'admin'])
  router.use('/admin/exchange', isCurator, letBodyTakeTime, express.json({ limit: BODY_LIMIT }), maskFiles(context))
  router.post('/admin/exchange/read', readFile(context))
  router.post('/admin/exchange/plan', async (request, response) => {
    const { plan } = await planOf(context, request, response)
    response.json(planView(plan) satisfies ImportPlanView)
  })
  router.post('/admin/exchange/imports', makeImport(context))
  router.get('/admin/exchange/imports', async (_request, response) => {
    const made = await listImports(context.assistant.store, staffFrom(response).user.communeId)
    const imports = made.map(({ drafts, ...rest }) => ({ ...rest, drafts: Object.keys(drafts).length }))
    response.json({ imports } satisfies ImportsView)
  })
  router.post('/admin/exchange/imports/:id/undo', undo(context))
  router.get('/admin/exchange/export', exportEntries(context))
  return router
}

function readFile(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const { name, content } = parseBody(readUploadRequest, request.body)
    const read = await readOrRefuse(context, request, { name, content })
    if (read.kind === 'botpress') {
      response.json({ kind: 'botpress', rows: read.rows.length } satisfies ReadUploadView)
      return
    }
    const { headings, rows } = read.table
    const columns = headings.map((heading, index) => ({
      heading: heading.slice(0, MOST_SAMPLE),
      sample: (rows.find(({ cells }) => cells[index])?.cells[index] ?? '').slice(0, MOST_SAMPLE),
      kind: read.mapping[index] ?? 'ignore',
    }))
    response.json({ kind: 'table', rows: rows.length, columns } satisfies ReadUploadView)
  }
}

/** Reads a file. @throws DescribedError `unreadable_file` (422) */
async function readOrRefuse(
  context: HttpContext,
  request: Request,
  { name, content }: { name: string; content: string },
): Promise<ReadUpload> {
  try {
    return await readUpload({ name, bytes: Buffer.from(content, 'base64') })
  } catch (error) {
    throw refusal(context, request, error)
  }
}

function refusal(context: HttpContext, request: Request, error: unknown): unknown {
  if (!(error instanceof ExchangeFault)) return error
  const reason = context.exchange.say(languageOf(request), `fault.${error.code}`, error.parameters)
  return new DescribedError('unreadable_file', 422, { reason })
}

/** What an import would do. @throws DescribedError `unreadable_file` (422) */
async function planOf(context: HttpContext, request: Request, response: Response) {
  const { name, content, mapping, questions } = parseBody(importRequest, request.body)
  const read = await readOrRefuse(context, request, { name, content })
  const { communeId } = staffFrom(response).user
  const contents = await contentsOf(context, communeId)
  const now = DateTime.fromJSDate(context.assistant.now())
  const defaults = importDefaults(communeOf(context, communeId), { now, say: context.exchange.say })
  try {
    const { rows, faults } = rowsOf(read, mapping)
    const plan = planImport(rows, { existing: contents.served, questions, defaults })
    return { name, contents, plan: { ...plan, faults: [...faults, ...plan.faults] } }
  } catch (error) {
    throw refusal(context, request, error)
  }
}

function contentsOf(context: HttpContext, communeId: string) {
  return readContents(context.assistant.store, communeId, context.entriesNow(communeId))
}

function planView({ created, changed, unchanged, faults }: ImportPlan): ImportPlanView {
  const counts = {
    created: created.length,
    changed: changed.length,
    unchanged: unchanged.length,
    faults: faults.length,
  }
  const rows = (planned: PlannedEntry[]) =>
    planned.slice(0, MOST_PLAN_ROWS).map(({ content, ...rest }) => ({ ...rest, title: content.title }))
  return { counts, created: rows(created), changed: rows(changed), faults: faults.slice(0, MOST_PLAN_ROWS) }
}

function makeImport(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const { store, now } = context.assistant
    const { name, plan, contents } = await planOf(context, request, response)
    const { id: userId, displayName: userName, communeId } = staffFrom(response).user
    const set = { id: randomUUID(), communeId, name, kind: 'import' as const, at: now().toISOString() }
    const drafts = [...plan.created, ...plan.changed]
    const { saved, busy } = await saveDrafts(store, { ...set, drafts, by: { userId, userName } }, contents)
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
