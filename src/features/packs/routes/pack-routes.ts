import { randomUUID } from 'node:crypto'
import { type Request, type RequestHandler, type Response, Router } from 'express'
import { maskPart } from '../../../assistant/routes/mask-typed.js'
import { letBodyTakeTime } from '../../../platform/http/body-time.js'
import type { HttpContext } from '../../../platform/http/http-context.js'
import { DescribedError, languageOf } from '../../../platform/http/problem.js'
import { communeOf } from '../../../platform/http/views.js'
import { AppError } from '../../../platform/model/app-error.js'
import type { PackSubscription } from '../../../platform/model/pack.js'
import { requireRole, staffFrom } from '../../accounts/routes/staff-access.js'
import type { CommuneContents } from '../../imports/commune-contents.js'
import { enterSandbox, untilGone, workAside } from '../../imports/routes/exchange-aside.js'
import {
  bodyOf,
  ENTRIES_AT_ONCE,
  keepBody,
  parseSmallBody,
  piecesOf,
  slicesOf,
} from '../../imports/routes/keep-body.js'
import { groundOf, type PackGround, takePack } from '../follow-pack.js'
import { fingerprintOf } from '../pack-keys.js'
import { followRequest, lookRequest, type PacksView, type PackTakenView, type PackView } from './pack-contract.js'
import type { PackGiven, PackTold } from './pack-process.js'

/** The text of a pack, and what goes with it. */
const BODY_LIMIT = '24mb'

/** Packs that the commune follows. Comes before the routes whose bodies are small; nobody's body is read before her role is known. */
export function packRoutes(context: HttpContext): Router {
  const router = Router()
  const isCurator = requireRole(context, ['curator', 'admin'])
  const takeFile = [enterSandbox(context), letBodyTakeTime, ...keepBody(BODY_LIMIT)]
  router.use('/admin/packs', isCurator)
  router.get('/admin/packs', listPacks(context))
  router.post('/admin/packs/look', takeFile, look(context))
  router.post('/admin/packs', takeFile, follow(context))
  router.delete('/admin/packs/:id', requireRole(context, ['admin']), async (request, response) => {
    const { communeId } = staffFrom(response).user
    const dropped = await context.assistant.store.dropPackSubscription(communeId, String(request.params.id))
    if (dropped === 'unknown') throw new AppError('unknown_pack', 404)
    response.status(204).end()
  })
  return router
}

function listPacks(context: HttpContext): RequestHandler {
  return async (_request, response) => {
    const { store } = context.assistant
    const subscriptions = await store.listPackSubscriptions(staffFrom(response).user.communeId)
    const packs = subscriptions.map(async ({ packId, key, by, base: _, variables: __, communeId: ___, ...told }) => ({
      ...told,
      id: packId,
      fingerprint: fingerprintOf(key),
      followers: await store.countPackFollowers(packId, key),
      by: by.userName,
    }))
    response.json({ packs: await Promise.all(packs) } satisfies PacksView)
  }
}

/** Has another process open a pack and compare it with what the commune has. @throws DescribedError `pack_refused` (422), AppError */
async function packAside(
  context: HttpContext,
  { request, response }: { request: Request; response: Response },
  act: 'look' | 'follow',
): Promise<LookedAside> {
  const { communeId } = staffFrom(response).user
  const { address, text } = await placeOf(context, { request, response }, act)
  const { ground, contents } = await groundOf(
    { store: context.assistant.store, entriesOf: context.entriesNow },
    communeId,
  )
  const describe = (refusal: string, from: Request, parameters: Record<string, string> = {}) =>
    new DescribedError('pack_refused', 422, {
      reason: context.exchange.sayPacks(languageOf(from), `refused.${refusal}`, parameters),
    })
  const told = await workAside<PackGiven, PackTold>(
    context,
    { request, response, describe },
    { process: 'features/packs/routes/pack-process', parts: parts({ request, act, address, text }, ground, contents) },
  )
  for (const one of told) {
    if (one.kind === 'refused') throw describe(one.refusal, request, one.parameters)
  }
  const opened = told.find((one) => one.kind === 'pack')
  if (!opened) throw new Error('the process of packs said nothing')
  const followed = ground.subscriptions.find(({ packId }) => packId === opened.followedId) ?? null
  return { ...opened, communeId, address, followed, contents, told }
}

/** What the process of packs said, with what it was compared with. */
interface LookedAside extends Extract<PackTold, { kind: 'pack' }> {
  communeId: string
  address: string
  followed: PackSubscription | null
  contents: CommuneContents
  told: PackTold[]
}

/**
 * Where a pack is, and what its address holds.
 * @throws AppError `text_empty` (422) without a place, `invalid_request` (422); DescribedError `pack_refused` (422)
 */
async function placeOf(
  context: HttpContext,
  { request, response }: { request: Request; response: Response },
  act: 'look' | 'follow',
): Promise<{ address: string; text: string }> {
  const parsed =
    act === 'look' ? parseSmallBody(lookRequest, request.body) : parseSmallBody(followRequest, request.body)
  // A large body holds the text of a file.
  if (!parsed || parsed.text !== undefined) return { address: '', text: '' }
  const { address = '' } = maskPart(context, { request, response }, parsed)
  if (address.trim() === '') throw new AppError('text_empty', 422, { field: 'address' })
  const fetched = await context.exchange.readAddress(address.trim())
  if (fetched.outcome === 'fetched') return { address: address.trim(), text: fetched.text }
  const reason = context.exchange.sayPacks(languageOf(request), `refused.${fetched.refusal}`, {})
  throw new DescribedError('pack_refused', 422, { reason })
}

function* parts(
  { request, act, address, text }: { request: Request; act: 'look' | 'follow'; address: string; text: string },
  { subscriptions, served, fileGuides }: PackGround,
  { busy }: CommuneContents,
): Generator<PackGiven> {
  yield { kind: 'start', act, address }
  for (const bytes of piecesOf(bodyOf(request.body))) yield { kind: 'body', bytes }
  for (const bytes of piecesOf(Buffer.from(text))) yield { kind: 'text', bytes }
  for (const { base, ...subscription } of subscriptions) {
    yield { kind: 'subscription', subscription }
    for (const entries of slicesOf(Object.entries(base), ENTRIES_AT_ONCE)) yield { kind: 'base', entries }
  }
  for (const entries of slicesOf([...served], ENTRIES_AT_ONCE)) yield { kind: 'known', entries }
  for (const guides of slicesOf([...fileGuides], ENTRIES_AT_ONCE)) yield { kind: 'guides', guides }
  yield { kind: 'busy', entryIds: [...busy] }
}

function look(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const looked = await packAside(context, { request, response }, 'look')
    response.json((await packView(context, response, looked)) satisfies PackView)
  }
}

async function packView(context: HttpContext, response: Response, looked: LookedAside): Promise<PackView> {
  const { pack, entries, key, followed, variables } = looked
  const { services } = communeOf(context, staffFrom(response).user.communeId)
  return {
    ...pack,
    entries,
    key,
    fingerprint: fingerprintOf(key),
    followers: await context.assistant.store.countPackFollowers(pack.id, key),
    followed: followed !== null,
    unknownServices: looked.services.filter((service) => !Object.hasOwn(services, service)),
    services: Object.entries(services).map(([id, { nom }]) => ({ id, name: nom })),
    variables,
    updates: looked.told.flatMap((one) => (one.kind === 'updates' ? one.updates : [])),
  }
}

function follow(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const { store, now } = context.assistant
    const looked = await packAside(context, { request, response }, 'follow')
    maskPart(context, { request, response }, { variables: looked.variables })
    const { id: userId, displayName: userName } = staffFrom(response).user
    const taken = await takePack(store, looked, {
      id: randomUUID(),
      decisions: looked.told.flatMap((one) => (one.kind === 'decisions' ? one.decisions : [])),
      at: now().toISOString(),
      by: { userId, userName },
      signal: untilGone(response),
    })
    if (taken.outcome === 'changed_key') throw new AppError('pack_changed', 409)
    const { saved, busy } = taken
    response.status(201).json({ id: looked.pack.id, saved: Object.keys(saved).length, busy } satisfies PackTakenView)
  }
}
