import type { Request, Response } from 'express'
import { h, type VNode } from 'preact'
import type { Feature } from '../../platform/feature.js'
import { type FrameNeeds, frameOf } from '../../platform/http/pages/frame.js'
import { queryOf, renderPage } from '../../platform/http/pages/send-page.js'
import { type PreparedBody, prepareJson, prepareText, sendPrepared } from '../../platform/http/prepared-body.js'
import { requireRunning } from '../../platform/http/problem.js'
import {
  communeMeant,
  communeNamedBy,
  type NamedCommunes,
  publicAddressOf,
} from '../../platform/http/public-address.js'
import { addressOf, type Route } from '../../platform/http/route.js'
import { SENT, type ServedRoute, serve } from '../../platform/http/serve-routes.js'
import { AppError } from '../../platform/model/app-error.js'
import type { Commune } from '../../platform/model/commune.js'
import type { StaffLanguage } from '../../platform/model/language.js'
import { sayIn } from '../../platform/model/say.js'
import type { EntryStore } from '../entries/entry-verbs.js'
import { answerIn } from '../entries/render/answer-in.js'
import { describeServicesOf, readingMoment } from '../entries/render/describe-service.js'
import { paletteOf } from '../settings/palette.js'
import { changesOf } from './changes.js'
import { openDataRoutes } from './contract.js'
import { openEntriesCsv, openEntriesView } from './dumps.js'
import { EntryPage } from './entry-page.js'
import { GonePage, IndexPage } from './index-page.js'
import { changeFeed, robotsFile, siteMapIndex, townMap } from './markup.js'
import type { OpenFrame } from './open-page.js'
import { type OpenEntry, type OpenTown, type OpenTownNeeds, townOpener } from './open-town.js'
import { publicServices } from './public-service.js'

/** For how long a reader asks no more, in seconds: a correction shows soon enough. */
const FRESH_S = 300

/** What these routes need. */
export interface OpenDataNeeds extends Omit<OpenTownNeeds, 'store'>, NamedCommunes, FrameNeeds {
  store: OpenTownNeeds['store'] & Pick<EntryStore, 'getEntryRecord'>
  /** Origin of the server as its users type it. */
  publicOrigin: string | null
  /** Whether the process takes no more requests. */
  stopping: () => boolean
}

/** A request for something of a town. */
interface Asked {
  town: OpenTown
  request: Request
  response: Response
}

/** Serves {@link openDataRoutes}. The same for everyone. */
export function serveOpenData(needs: OpenDataNeeds): ServedRoute[] {
  const open = townOpener(needs)
  const townOf = async (communeId: string, request: Request, response: Response): Promise<Asked> => {
    const commune = openCommune(needs, request, communeId)
    allowAnyone(response)
    if (commune.openData === 'unlisted') response.set('X-Robots-Tag', 'noindex')
    return { town: await open(commune, addressOfTown(needs, request, commune)), request, response }
  }
  const file = (route: TownFile, make: Make) =>
    serve(route, async ({ params, request, response }) => {
      const asked = await townOf(params.communeId, request, response)
      sendFile(asked, route, await prepared(asked.town, route, make))
      return SENT
    })
  return [
    serve(openDataRoutes.robots, ({ request, response }) => {
      requireRunning(needs)
      allowAnyone(response)
        .type('text')
        .send(robotsFile(addressHere(needs, request) + openDataRoutes.siteMap.path))
      return SENT
    }),
    serve(openDataRoutes.siteMap, ({ request, response }) => {
      requireRunning(needs)
      const listed = mappedHere(needs, request).filter(({ openData = 'listed' }) => openData === 'listed')
      const addresses = listed.map((commune) => addressOfTown(needs, request, commune))
      allowAnyone(response).type('application/xml').send(siteMapIndex(addresses))
      return SENT
    }),
    file(openDataRoutes.townMap, townMap),
    file(openDataRoutes.feed, async (town) => changeFeed(town, await changesOf(town, needs.store))),
    file(openDataRoutes.json, openEntriesView),
    file(openDataRoutes.csv, openEntriesCsv),
    file(openDataRoutes.catalogue, (town) => publicServices([...town.entries.values()], town)),
    file(openDataRoutes.colours, ({ commune }) => coloursOf(commune)),
    serve(openDataRoutes.linked, async ({ params, route, request, response }) => {
      const asked = await townOf(params.communeId, request, response)
      const one = asked.town.entries.get(params.entryId)
      if (!one) throw new AppError('not_found', await statusOfMissing(needs, asked.town, params.entryId))
      sendFile(asked, route, prepareJson(publicServices([one], asked.town)), one.modifiedAt)
      return SENT
    }),
    serve(openDataRoutes.entry, async ({ params, request, response }) => {
      const asked = await townOf(params.communeId, request, response)
      const one = asked.town.entries.get(params.entryId)
      if (one) sendPage(asked, h(EntryPage, entryPageOf(needs, asked, one)), one.modifiedAt)
      else await sendMissing(needs, asked, params.entryId)
      return SENT
    }),
    serve(openDataRoutes.index, async ({ params, request, response }) => {
      const asked = await townOf(params.communeId, request, response)
      sendPage(asked, h(IndexPage, { page: openFrame(needs, asked) }))
      return SENT
    }),
  ]
}

/** @throws AppError `stopping` (503), `unknown_commune` (404): a commune that publishes nothing so is as one that is not there */
function openCommune(needs: OpenDataNeeds, request: Request, communeId: string): Commune {
  requireRunning(needs)
  const commune = communeMeant(needs, request, communeId)
  if (commune.openData === 'closed') throw new AppError('unknown_commune', 404, { field: 'communeId' })
  return commune
}

/** Lets pages of any site read this, and anyone keep it for a while. */
export function allowAnyone(response: Response): Response {
  return response.set({
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Expose-Headers': 'ETag, Last-Modified',
    'Cross-Origin-Resource-Policy': 'cross-origin',
    'Cache-Control': `public, max-age=${FRESH_S}`,
  })
}

function addressOfTown(needs: OpenDataNeeds, request: Request, commune: Commune): string {
  const path = addressOf(openDataRoutes.index, { params: { communeId: commune.id } })
  return publicAddressOf(needs, request, commune) + path
}

/** Where what is asked by this name is: a commune's own, or the server's. */
function addressHere(needs: OpenDataNeeds, request: Request): string {
  return publicAddressOf(needs, request, communeNamedBy(needs, request) ?? {})
}

/** The communes whose pages are at this name: one under its own, under the server's those that have none. */
function mappedHere(needs: OpenDataNeeds, request: Request): Commune[] {
  const named = communeNamedBy(needs, request)
  return named ? [named] : [...needs.communes.values()].filter(({ publicUrl }) => publicUrl === undefined)
}

type TownFile = (typeof openDataRoutes)['townMap' | 'feed' | 'json' | 'csv' | 'catalogue' | 'colours']
type Make = (town: OpenTown) => string | object | Promise<string>

/** What was put in writing of a town. A town that was opened never changes. */
const written = new WeakMap<OpenTown, Map<Route['path'], Promise<PreparedBody>>>()

function prepared(town: OpenTown, { path }: TownFile, make: Make): Promise<PreparedBody> {
  const known = written.get(town) ?? new Map<Route['path'], Promise<PreparedBody>>()
  written.set(town, known)
  const body = known.get(path) ?? writeBody(town, make)
  known.set(path, body)
  body.catch(() => known.delete(path))
  return body
}

async function writeBody(town: OpenTown, make: Make): Promise<PreparedBody> {
  const made = await make(town)
  return typeof made === 'string' ? prepareText(made) : prepareJson(made)
}

function sendFile(
  { town, request, response }: Asked,
  { mediaType = 'application/json' }: { path: string; mediaType?: string },
  body: PreparedBody,
  modifiedAt = '',
): void {
  response.set('Last-Modified', lastModified(town, modifiedAt))
  sendPrepared(request, response, body, `${mediaType}; charset=utf-8`)
}

function sendPage<P>(asked: Asked, page: VNode<P>, modifiedAt = ''): void {
  sendFile(asked, openDataRoutes.entry, prepareText(renderPage(page)), modifiedAt)
}

/** When what is answered was last another: an entry, the commune's settings, or the day. What is made from is opened anew whenever one of them changes. */
function lastModified({ now }: OpenTown, modifiedAt: string): string {
  const entry = Date.parse(modifiedAt)
  return new Date(Number.isNaN(entry) ? now : Math.max(entry, now.getTime())).toUTCString()
}

/** Gone where it was published once, else unknown: of a draft nobody learns that it is there. */
async function statusOfMissing(
  { store }: OpenDataNeeds,
  { commune, ended }: OpenTown,
  entryId: string,
): Promise<404 | 410> {
  if (ended.some(({ id }) => id === entryId)) return 410
  if (!/^[a-z0-9-]{1,80}$/.test(entryId)) return 404
  const record = await store.getEntryRecord(commune.id, entryId)
  const wasServed = record?.publications.length || record?.revisions.some(({ origin }) => origin === 'installed')
  return record?.archival && wasServed ? 410 : 404
}

/** Leads to the entry that took its place, or says that it is not published. */
async function sendMissing(needs: OpenDataNeeds, asked: Asked, entryId: string): Promise<void> {
  const { town, request, response } = asked
  const status = await statusOfMissing(needs, town, entryId)
  const into =
    status === 410 ? (await needs.store.getEntryRecord(town.commune.id, entryId))?.archival?.mergedInto : undefined
  const other = town.entries.get(into ?? '')
  if (other) return response.redirect(301, other.address)
  response.set({ 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex' }).status(status)
  sendPrepared(request, response, prepareText(renderPage(h(GonePage, { page: openFrame(needs, asked) }))), 'html')
}

function openFrame(needs: OpenDataNeeds, { town, request }: Asked): OpenFrame {
  const language: StaffLanguage = queryOf(request, 'langue') === 'en' ? 'en' : 'fr'
  const frame = frameOf(needs, town.commune, language)
  return { frame, town, language, o: (key, words) => needs.openData.say(language, key, words) }
}

function entryPageOf(needs: OpenDataNeeds, asked: Asked, one: OpenEntry) {
  const page = openFrame(needs, asked)
  const { commune } = asked.town
  const { language } = page
  const answer =
    language === 'fr' ? one.answer : answerIn(one.entry, commune, { say: sayIn(needs.say, language), now: needs.now() })
  const services = describeServicesOf(one.entry, commune, readingMoment(needs, language))
  return { page, one, answer, notices: [...new Set(services.flatMap(({ notices }) => notices))] }
}

/** The colours of a commune over those of the pages without script. */
function coloursOf({ theme = {} }: Commune): string {
  const { light, dark } = paletteOf(theme)
  const rule = ({ accent, on, tint }: typeof light) => `:root{--accent:${accent};--on:${on};--tint:${tint}}`
  return `${rule(light)}@media (prefers-color-scheme:dark){${rule(dark)}}`
}

/** What communes publish, for whoever reads it or uses it again: pages without script, linked data, files and a feed. */
export const openData: Feature<OpenDataNeeds> = {
  name: 'open-data',
  routes: openDataRoutes,
  open: (needs) => ({ served: serveOpenData(needs) }),
}
