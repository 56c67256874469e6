import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Request, Response } from 'express'
import { h } from 'preact'
import type { Feature } from '../../platform/feature.js'
import { type Frame, type FrameNeeds, frameOf } from '../../platform/http/pages/frame.js'
import { pageLanguage, queryOf, renderPage, sendPage } from '../../platform/http/pages/send-page.js'
import { requireRunning } from '../../platform/http/problem.js'
import { communeMeant, type NamedCommunes, publicAddressOf } from '../../platform/http/public-address.js'
import { SENT, type ServedRoute, serve } from '../../platform/http/serve-routes.js'
import type { Entry } from '../../platform/model/entry.js'
import { type Say, sayIn } from '../../platform/model/say.js'
import type { Snapshot } from '../entries/catalogue/snapshot.js'
import type { EntryStore } from '../entries/entry-verbs.js'
import { answerIn } from '../entries/render/answer-in.js'
import { describeServicesOf, readingMoment } from '../entries/render/describe-service.js'
import { sheetRoutes } from './contract.js'
import { qrCode } from './server-pages/qr-code.js'
import { type Sheet, SheetPage } from './server-pages/sheet-page.js'
import { UnknownSheetPage } from './server-pages/unknown-sheet-page.js'
import { type SheetTarget, sheetLink } from './sheet-link.js'

/** Most entries proposed. */
const MOST = 5

/** Entries whose ids share words with one that does not exist: mistyped, shortened, renamed. The first word tells most. */
function nearEntries(id: string, entries: ReadonlyMap<string, Entry>): Entry[] {
  const wanted = wordsOf(id)
  const likeness = (entry: Entry) => {
    const own = wordsOf(entry.id)
    return wanted.reduce((sum, word, place) => sum + (own.includes(word) ? wanted.length - place : 0), 0)
  }
  return [...entries.values()]
    .map((entry) => ({ entry, score: likeness(entry) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.entry.id.localeCompare(b.entry.id))
    .slice(0, MOST)
    .map(({ entry }) => entry)
}

/** Words of three letters and more, without the mark of the plural. */
function wordsOf(id: string): string[] {
  const words = id.toLowerCase().match(/[a-z0-9]{3,}/g) ?? []
  return words.map((word) => word.replace(/[sx]$/, ''))
}

/** For how long a browser asks no more, in seconds: an alert or a new content shows soon enough. */
const FRESH_S = 300

/** What these routes need. */
export interface SheetRouteNeeds extends NamedCommunes, FrameNeeds {
  store: Pick<EntryStore, 'getEntryRecord'>
  say: Say
  /** The published content of a commune. @throws AppError `unknown_commune` */
  snapshotOf: (communeId: string) => Promise<Snapshot>
  /** Origin of the server as its users type it. */
  publicOrigin: string | null
  publicDir: string
  /** Whether the process takes no more requests. */
  stopping: () => boolean
}

/** Serves {@link sheetRoutes}. The same for everyone. */
export function serveSheets(needs: SheetRouteNeeds): ServedRoute[] {
  return [
    serve(sheetRoutes.sheet, async ({ params, request, response }) => {
      response.set('X-Robots-Tag', 'noindex')
      requireRunning(needs)
      await showSheet(needs, params.entryId, { request, response })
      return SENT
    }),
  ]
}

async function showSheet(
  needs: SheetRouteNeeds,
  entryId: string,
  { request, response }: { request: Request; response: Response },
): Promise<void> {
  const frame = frameOf(needs, communeMeant(needs, request, queryOf(request, 'commune')), pageLanguage(request))
  const { entries } = await needs.snapshotOf(frame.commune.id)
  const entry = entries.get(entryId)
  if (!entry) {
    const takenOver = await takenOverBy(needs, frame.commune.id, entryId)
    if (takenOver && entries.has(takenOver)) return response.redirect(302, otherSheet(request, takenOver))
    response.set('Cache-Control', 'no-store')
    return sendPage(response, 404, h(UnknownSheetPage, { frame, near: nearEntries(entryId, entries) }))
  }
  const sheet = sheetOf(needs, request, { frame, entry })
  response.set('Cache-Control', `public, max-age=${FRESH_S}`)
  response.vary('Accept-Language')
  if (sheet.target.asFile) return sendFile(needs, response, sheet)
  sendPage(response, 200, h(SheetPage, { sheet }))
}

/** The entry into which another one was merged; `null` when it was not. */
async function takenOverBy(needs: SheetRouteNeeds, communeId: string, entryId: string): Promise<string | null> {
  if (!/^[a-z0-9-]{1,80}$/.test(entryId)) return null
  return (await needs.store.getEntryRecord(communeId, entryId))?.archival?.mergedInto ?? null
}

/** The address of another sheet, asked for in the same way. */
function otherSheet({ originalUrl }: Request, entryId: string): string {
  const at = originalUrl.indexOf('?')
  return `${sheetLink({ entryId })}${at < 0 ? '' : originalUrl.slice(at)}`
}

function sheetOf(needs: SheetRouteNeeds, request: Request, { frame, entry }: { frame: Frame; entry: Entry }): Sheet {
  const { commune, language } = frame
  const { say, now } = needs
  const communeId = commune.id === needs.defaultCommuneId ? undefined : commune.id
  const answer = answerIn(entry, commune, { say: sayIn(say, language), now: now() })
  const target: SheetTarget = {
    entryId: entry.id,
    communeId,
    language,
    simple: answer.simple !== null && queryOf(request, 'version') === 'simple',
    asFile: queryOf(request, 'fichier') === 'oui',
  }
  const services = describeServicesOf(entry, commune, readingMoment(needs, language))
  // Whoever follows it has a language of her own.
  const address = publicAddressOf(needs, request, commune) + sheetLink({ entryId: entry.id, communeId })
  const notices = [...new Set(services.flatMap((service) => service.notices))]
  return { frame, answer, target, notices, address, code: qrCode(address) }
}

/** The page as one file that asks nothing of anyone: its style is inside, its links are whole. */
async function sendFile({ publicDir }: SheetRouteNeeds, response: Response, sheet: Sheet): Promise<void> {
  const css = await readFile(join(publicDir, 'fiche.css'), 'utf8')
  response.attachment(`fiche-${sheet.target.entryId}.html`)
  response
    .type('html')
    .send(renderPage(h(SheetPage, { sheet })).replace('</head>', () => `<style>${css}</style></head>`))
}

/** Entries on one page each, to print, to keep or to show at the counter. */
export const sheets: Feature<SheetRouteNeeds> = {
  name: 'sheets',
  routes: sheetRoutes,
  open: (needs) => ({ served: serveSheets(needs) }),
}
