import { randomUUID } from 'node:crypto'
import type { Request } from 'express'
import type { Feature } from '../../../platform/feature.js'
import { letBodyTakeTime } from '../../../platform/http/body-time.js'
import { communeOf } from '../../../platform/http/commune-origins.js'
import { type MaskNeeds, maskPart } from '../../../platform/http/mask-typed.js'
import { DescribedError, languageOf } from '../../../platform/http/problem.js'
import type { Route } from '../../../platform/http/route.js'
import { type HandlerInput, type ServedRoute, serve } from '../../../platform/http/serve-routes.js'
import { AppError } from '../../../platform/model/app-error.js'
import { actorOf } from '../../../platform/model/audit.js'
import type { Commune } from '../../../platform/model/commune.js'
import type { Entry } from '../../../platform/model/entry.js'
import { staffFrom } from '../../accounts/routes/staff-access.js'
import type { DraftStore } from '../../exchange/apply-import.js'
import type { CommuneContents } from '../../exchange/commune-contents.js'
import type { SayPacks } from '../../exchange/import-defaults.js'
import { type AsideNeeds, enterSandbox, untilGone, workAside } from '../../exchange/routes/exchange-aside.js'
import {
  bodyOf,
  ENTRIES_AT_ONCE,
  keepBody,
  parseSmallBody,
  piecesOf,
  slicesOf,
} from '../../exchange/routes/keep-body.js'
import { followRequest, lookRequest, type PacksView, type PackView, packRoutes } from '../contract.js'
import { type GroundStore, groundOf, type PackGround, takePack } from '../follow-pack.js'
import type { ReadAddress } from '../open-pack.js'
import type { PackSubscription } from '../pack.js'
import { fingerprintOf } from '../pack-keys.js'
import type { PackStore } from '../pack-verbs.js'
import type { PackGiven, PackTold } from './pack-process.js'

/** The text of a pack, and what goes with it. */
const BODY_LIMIT = '24mb'

/** What these routes need. */
export interface PackRouteNeeds extends AsideNeeds, MaskNeeds {
  store: GroundStore &
    DraftStore &
    Pick<PackStore, 'savePackSubscription' | 'dropPackSubscription' | 'countPackFollowers'>
  now: () => Date
  communes: ReadonlyMap<string, Commune>
  entriesNow: (communeId: string) => ReadonlyMap<string, Entry>
  /** What packs say, and how the address of one is read. */
  exchange: { sayPacks: SayPacks; readAddress: ReadAddress }
}

/** Who asks, and where she is answered. */
type Asking = Pick<HandlerInput<Route>, 'route' | 'request' | 'response'>

/** Serves {@link packRoutes}. Nobody's body is read before her role is known. */
export function servePacks(needs: PackRouteNeeds): ServedRoute[] {
  const takeFile = [enterSandbox(needs), letBodyTakeTime, ...keepBody(BODY_LIMIT)]
  return [
    serve(packRoutes.list, ({ response }) => listPacks(needs, staffFrom(response).user.communeId)),
    serve(packRoutes.look, async (asked) => packView(needs, await packAside(needs, asked, 'look')), takeFile),
    serve(packRoutes.follow, (asked) => follow(needs, asked), takeFile),
    serve(packRoutes.drop, async ({ params, response }) => {
      const dropped = await needs.store.dropPackSubscription(staffFrom(response).user.communeId, params.id)
      if (dropped === 'unknown') throw new AppError('unknown_pack', 404)
      return null
    }),
  ]
}

async function listPacks({ store }: PackRouteNeeds, communeId: string): Promise<PacksView> {
  const subscriptions = await store.listPackSubscriptions(communeId)
  const packs = subscriptions.map(async ({ packId, key, by, base: _, variables: __, communeId: ___, ...told }) => ({
    ...told,
    id: packId,
    fingerprint: fingerprintOf(key),
    followers: await store.countPackFollowers(packId, key),
    by: by.userName,
  }))
  return { packs: await Promise.all(packs) }
}

/** Has another process open a pack and compare it with what the commune has. @throws DescribedError `pack_refused` (422), AppError */
async function packAside(
  needs: PackRouteNeeds,
  { route, request, response }: Asking,
  act: 'look' | 'follow',
): Promise<LookedAside> {
  const { communeId } = staffFrom(response).user
  const { address, text } = await placeOf(needs, { route, request, response }, act)
  const { ground, contents } = await groundOf({ store: needs.store, entriesOf: needs.entriesNow }, communeId)
  const describe = (refusal: string, from: Request, parameters: Record<string, string> = {}) =>
    new DescribedError('pack_refused', 422, {
      reason: needs.exchange.sayPacks(languageOf(from), `refused.${refusal}`, parameters),
    })
  const told = await workAside<PackGiven, PackTold>(
    needs,
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
  needs: PackRouteNeeds,
  { route, request, response }: Asking,
  act: 'look' | 'follow',
): Promise<{ address: string; text: string }> {
  const parsed =
    act === 'look' ? parseSmallBody(lookRequest, request.body) : parseSmallBody(followRequest, request.body)
  // A large body holds the text of a file.
  if (!parsed || parsed.text !== undefined) return { address: '', text: '' }
  const { address = '' } = maskPart(needs, { route, response }, parsed)
  if (address.trim() === '') throw new AppError('text_empty', 422, { field: 'address' })
  const fetched = await needs.exchange.readAddress(address.trim())
  if (fetched.outcome === 'fetched') return { address: address.trim(), text: fetched.text }
  const reason = needs.exchange.sayPacks(languageOf(request), `refused.${fetched.refusal}`, {})
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

async function packView(needs: PackRouteNeeds, looked: LookedAside): Promise<PackView> {
  const { pack, entries, key, followed, variables } = looked
  const { services } = communeOf(needs, looked.communeId)
  return {
    ...pack,
    entries,
    key,
    fingerprint: fingerprintOf(key),
    followers: await needs.store.countPackFollowers(pack.id, key),
    followed: followed !== null,
    unknownServices: looked.services.filter((service) => !Object.hasOwn(services, service)),
    services: Object.entries(services).map(([id, { nom }]) => ({ id, name: nom })),
    variables,
    updates: looked.told.flatMap((one) => (one.kind === 'updates' ? one.updates : [])),
  }
}

async function follow(needs: PackRouteNeeds, asked: Asking) {
  const looked = await packAside(needs, asked, 'follow')
  maskPart(needs, asked, { variables: looked.variables })
  const taken = await takePack(needs.store, looked, {
    id: randomUUID(),
    decisions: looked.told.flatMap((one) => (one.kind === 'decisions' ? one.decisions : [])),
    at: needs.now().toISOString(),
    by: actorOf(staffFrom(asked.response).user),
    signal: untilGone(asked.response),
  })
  if (taken.outcome === 'changed_key') throw new AppError('pack_changed', 409)
  const { saved, busy } = taken
  return { id: looked.pack.id, saved: Object.keys(saved).length, entryIds: Object.keys(saved), busy }
}

/** Sets of entries that communes share and follow, signed by whoever publishes them (docs/entries.md). */
export const packs: Feature<PackRouteNeeds> = {
  name: 'packs',
  routes: packRoutes,
  open: (needs) => ({ served: servePacks(needs) }),
}
