import { randomUUID } from 'node:crypto'
import express, { type Request, type RequestHandler, type Response, Router } from 'express'
import type { CommuneContents } from '../../content/exchange/commune-contents.js'
import { type LookedPack, lookAtPack, takePack } from '../../content/packs/follow-pack.js'
import { fingerprintOf } from '../../content/packs/pack-keys.js'
import type { PackPlace } from '../../content/packs/read-pack.js'
import { AppError } from '../../domain/app-error.js'
import { diffContents } from '../../domain/curation/entry-diff.js'
import type { PackVariables } from '../../domain/pack.js'
import { type PackEntryUpdate, servicesOf } from '../../domain/pack-update.js'
import { communeOf } from '../commune-of.js'
import type { HttpContext } from '../http-context.js'
import { letBodyTakeTime } from '../hurry-bodies.js'
import { maskFiles } from '../mask-typed.js'
import { DescribedError, parseBody } from '../problem.js'
import { languageOf } from '../request-language.js'
import { requireRole, staffFrom } from '../staff-access.js'
import {
  followRequest,
  lookRequest,
  type PackEntryView,
  type PacksView,
  type PackTakenView,
  type PackView,
} from './pack-contract.js'

/** The text of a pack, and what goes with it. */
const BODY_LIMIT = '24mb'

/** Packs that the commune follows. Comes before the routes whose bodies are small; nobody's body is read before her role is known. */
export function packRoutes(context: HttpContext): Router {
  const router = Router()
  const isCurator = requireRole(context, ['curator', 'admin'])
  router.use('/admin/packs', isCurator, letBodyTakeTime, express.json({ limit: BODY_LIMIT }), maskFiles(context))
  router.get('/admin/packs', listPacks(context))
  router.post('/admin/packs/look', async (request, response) => {
    const { variables, ...place } = parseBody(lookRequest, request.body)
    const looked = await look(context, response, { place: placeOf(place), variables, request })
    response.json((await packView(context, response, looked)) satisfies PackView)
  })
  router.post('/admin/packs', follow(context))
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

function placeOf({ address, text }: { address?: string | undefined; text?: string | undefined }): PackPlace {
  if (text !== undefined) return { text }
  if (address === undefined || address.trim() === '') throw new AppError('text_empty', 422, { field: 'address' })
  return { address: address.trim() }
}

/** Reads a pack and compares it. @throws DescribedError `pack_refused` (422) */
async function look(
  context: HttpContext,
  response: Response,
  { place, variables, request }: { place: PackPlace; variables: PackVariables; request: Request },
): Promise<LookedPack> {
  const { communeId } = staffFrom(response).user
  const looker = {
    store: context.assistant.store,
    readAddress: context.exchange.readAddress,
    entriesOf: context.entriesNow,
  }
  const looked = await lookAtPack(looker, { communeId, place, variables })
  if (!('outcome' in looked)) return looked
  const reason = context.exchange.sayPacks(languageOf(request), `refused.${looked.refusal}`, looked.parameters)
  throw new DescribedError('pack_refused', 422, { reason })
}

async function packView(context: HttpContext, response: Response, looked: LookedPack): Promise<PackView> {
  const { pack, key, followed, variables, contents, updates } = looked
  const { services } = communeOf(context, staffFrom(response).user.communeId)
  const { entries, ...told } = pack
  return {
    ...told,
    entries: entries.length,
    key,
    fingerprint: fingerprintOf(key),
    followers: await context.assistant.store.countPackFollowers(pack.id, key),
    followed: followed !== null,
    unknownServices: servicesOf(pack).filter((service) => !Object.hasOwn(services, service)),
    services: Object.entries(services).map(([id, { nom }]) => ({ id, name: nom })),
    variables,
    updates: updates.filter(({ state }) => state !== 'same').map((update) => entryView(update, contents)),
  }
}

function entryView(update: PackEntryUpdate, { busy }: CommuneContents): PackEntryView {
  const { entryId, title, state, ours, merged, conflicts } = update
  const isBusy = merged !== null && busy.has(entryId)
  const changes = merged ? diffContents(ours, merged) : []
  return { entryId, title, state: isBusy ? 'busy' : state, changes, conflicts }
}

function follow(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const { store, now } = context.assistant
    const { variables, key, version, take, ...place } = parseBody(followRequest, request.body)
    const looked = await look(context, response, { place: placeOf(place), variables, request })
    // What is followed is what somebody has looked at.
    if (looked.key !== key || looked.pack.version !== version) throw new AppError('pack_changed', 409)
    const { id: userId, displayName: userName } = staffFrom(response).user
    const by = { userId, userName }
    const taken = await takePack(store, looked, { id: randomUUID(), take, at: now().toISOString(), by })
    if (taken.outcome === 'changed_key') throw new AppError('pack_changed', 409)
    const { saved, busy } = taken
    response.status(201).json({ id: looked.pack.id, saved: Object.keys(saved).length, busy } satisfies PackTakenView)
  }
}
