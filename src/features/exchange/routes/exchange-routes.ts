import { randomUUID } from 'node:crypto'
import type { Request, Response } from 'express'
import { DateTime } from 'luxon'
import type { Feature } from '../../../platform/feature.js'
import { letBodyTakeTime } from '../../../platform/http/body-time.js'
import { communeOf } from '../../../platform/http/commune-origins.js'
import { type MaskNeeds, maskPart } from '../../../platform/http/mask-typed.js'
import type { Route } from '../../../platform/http/route.js'
import { type HandlerInput, type ServedRoute, serve } from '../../../platform/http/serve-routes.js'
import { AppError } from '../../../platform/model/app-error.js'
import { actorOf } from '../../../platform/model/audit.js'
import type { Commune } from '../../../platform/model/commune.js'
import { staffFrom } from '../../accounts/routes/staff-access.js'
import type { AuditStore } from '../../audit/audit-verbs.js'
import type { EntryStore } from '../../entries/entry-verbs.js'
import { type DraftStore, listImports, saveDrafts, undoImport } from '../apply-import.js'
import { type CommuneContents, readContents } from '../commune-contents.js'
import { exchangeRoutes, type ImportPlanView, importRequest, readUploadRequest } from '../contract.js'
import { importDefaults } from '../import-defaults.js'
import {
  type ExchangeGiven,
  type ExchangeStart,
  type ExchangeTold,
  enterSandbox,
  exchangeAside,
  untilGone,
} from './exchange-aside.js'
import { type ExportNeeds, exportEntries } from './export-entries.js'
import { bodyOf, ENTRIES_AT_ONCE, keepBody, parseSmallBody, piecesOf, slicesOf } from './keep-body.js'

/** A file in base64, and what goes with it. */
const BODY_LIMIT = '24mb'

/** What these routes need. */
export interface ExchangeRouteNeeds extends ExportNeeds, MaskNeeds {
  store: ExportNeeds['store'] & DraftStore & Pick<AuditStore, 'listAudit'> & Pick<EntryStore, 'applyToEntry'>
  now: () => Date
  communes: ReadonlyMap<string, Commune>
}

/** Who asks, and where she is answered. */
type Asking = Pick<HandlerInput<Route>, 'route' | 'request' | 'response'>

/** Serves {@link exchangeRoutes}. Nobody's body is read before her role is known. */
export function serveExchange(needs: ExchangeRouteNeeds): ServedRoute[] {
  const takeFile = [enterSandbox(needs), letBodyTakeTime, ...keepBody(BODY_LIMIT)]
  return [
    serve(exchangeRoutes.read, (asked) => readFile(needs, asked), takeFile),
    serve(exchangeRoutes.plan, (asked) => planImport(needs, asked), takeFile),
    serve(exchangeRoutes.make, (asked) => makeImport(needs, asked), takeFile),
    serve(exchangeRoutes.list, async ({ response }) => {
      const made = await listImports(needs.store, staffFrom(response).user.communeId)
      return { imports: made.map(({ drafts, ...rest }) => ({ ...rest, drafts: Object.keys(drafts).length })) }
    }),
    serve(exchangeRoutes.undo, ({ params, response }) => undo(needs, response, params.id)),
    serve(exchangeRoutes.export, (asked) => exportEntries(needs, asked), [enterSandbox(needs)]),
  ]
}

async function readFile(needs: ExchangeRouteNeeds, asked: Asking) {
  parseSmallBody(readUploadRequest, asked.request.body)
  return toldOf(await exchangeAside(needs, asked, parts(asked.request, { act: 'read' })), 'read').view
}

async function planImport(needs: ExchangeRouteNeeds, asked: Asking): Promise<ImportPlanView> {
  parseSmallBody(importRequest, asked.request.body)
  const { communeId } = staffFrom(asked.response).user
  const contents = await contentsOf(needs, communeId)
  const given = parts(asked.request, startOf(needs, communeId, 'plan'), contents)
  return toldOf(await exchangeAside(needs, asked, given), 'plan').view
}

function toldOf<Kind extends ExchangeTold['kind']>(told: readonly ExchangeTold[], kind: Kind) {
  const found = told.find((one): one is Extract<ExchangeTold, { kind: Kind }> => one.kind === kind)
  if (!found) throw new Error(`the process of exchanges said no ${kind}`)
  return found
}

/** What an import starts from, as another process can be told it. */
function startOf(needs: ExchangeRouteNeeds, communeId: string, act: 'plan' | 'import'): ExchangeStart {
  const { say } = needs.exchange
  const now = DateTime.fromJSDate(needs.now())
  const { say: _, ...defaults } = importDefaults(communeOf(needs, communeId), { now, say })
  const check = (key: 'check.unknown_category' | 'check.other_answer') => say('fr', key, { value: '{value}' })
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

function contentsOf({ store, entriesNow }: ExchangeRouteNeeds, communeId: string) {
  return readContents(store, communeId, entriesNow(communeId))
}

async function makeImport(needs: ExchangeRouteNeeds, asked: Asking) {
  const { request, response } = asked
  parseSmallBody(importRequest, request.body)
  const { user } = staffFrom(response)
  const { communeId } = user
  const contents = await contentsOf(needs, communeId)
  const told = await exchangeAside(needs, asked, parts(request, startOf(needs, communeId, 'import'), contents))
  const { name } = maskPart(needs, asked, { name: toldOf(told, 'name').name })
  const drafts = told.flatMap((one) => (one.kind === 'drafts' ? one.drafts : []))
  const set = { id: randomUUID(), communeId, name, kind: 'import' as const, at: needs.now().toISOString() }
  const choice = { ...set, drafts, by: actorOf(user), signal: untilGone(response) }
  const { saved, busy } = await saveDrafts(needs.store, choice, contents)
  return { id: set.id, saved: Object.keys(saved).length, entryIds: Object.keys(saved), busy }
}

async function undo(needs: ExchangeRouteNeeds, response: Response, importId: string) {
  const { store, now } = needs
  const { user } = staffFrom(response)
  const { communeId } = user
  const made = (await listImports(store, communeId)).find(({ id }) => id === importId)
  if (!made) throw new AppError('unknown_import', 404)
  if (made.undone) throw new AppError('import_undone', 409)
  const { installed } = await contentsOf(needs, communeId)
  return undoImport(store, made, {
    id: randomUUID(),
    communeId,
    at: now().toISOString(),
    by: actorOf(user),
    installed,
  })
}

/** Entries come in from files as drafts, and leave as files (docs/entries.md). */
export const exchange: Feature<ExchangeRouteNeeds> = {
  name: 'exchange',
  routes: exchangeRoutes,
  open: (needs) => ({ served: serveExchange(needs) }),
}
