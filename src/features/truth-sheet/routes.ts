import type { Request } from 'express'
import { h } from 'preact'
import type { Feature } from '../../platform/feature.js'
import { type FrameNeeds, frameOf } from '../../platform/http/pages/frame.js'
import { declarationLink } from '../../platform/http/pages/plain-links.js'
import { calendarDayInWords } from '../../platform/http/pages/provenance.js'
import { queryOf, renderPage } from '../../platform/http/pages/send-page.js'
import { prepareJson, prepareText, sendPrepared } from '../../platform/http/prepared-body.js'
import { requireRunning } from '../../platform/http/problem.js'
import { communeMeant, type NamedCommunes, publicAddressOf } from '../../platform/http/public-address.js'
import { addressOf } from '../../platform/http/route.js'
import { SENT, type ServedRoute, serve } from '../../platform/http/serve-routes.js'
import { AppError } from '../../platform/model/app-error.js'
import type { Commune } from '../../platform/model/commune.js'
import type { StaffLanguage } from '../../platform/model/language.js'
import type { SayTruth } from '../../platform/model/say.js'
import { lastDays, localMoment } from '../../platform/time/period.js'
import { openDataRoutes } from '../open-data/contract.js'
import type { OpenDataWords } from '../open-data/open-data-words.js'
import { LICENCE_URL } from '../open-data/open-town.js'
import { allowAnyone } from '../open-data/routes.js'
import type { Publisher } from '../publication/publisher.js'
import type { CounterStore } from '../statistics/counter-verbs.js'
import type { Counters } from '../statistics/counters.js'
import { type TruthSheetView, truthRoutes } from './contract.js'
import { type InstalledFacts, statementsOf } from './installed-facts.js'
import { type SampleRouteNeeds, serveSamples } from './sample-routes.js'
import { TruthPage } from './truth-page.js'
import { truthPeriod, truthWeeks } from './truth-sheet.js'

/** Periods that a sheet tells of, in days up to yesterday. */
const PERIODS = [30, 90] as const
/** Whole weeks that are drawn: as many as the longest period has. */
const WEEKS = 13

/** What these routes need. */
export interface TruthRouteNeeds extends NamedCommunes, FrameNeeds {
  store: Pick<CounterStore, 'readCounters'>
  counters: Pick<Counters, 'flush'>
  publisher: Pick<Publisher, 'stateOf'>
  /** Origin of the server as its users type it. */
  publicOrigin: string | null
  stopping: () => boolean
  openData: OpenDataWords
  truth: { say: SayTruth; installed: InstalledFacts }
}

/** Serves the truth sheets of the communes that publish one. The same for everyone. */
export function serveTruth(needs: TruthRouteNeeds): ServedRoute[] {
  return [
    serve(truthRoutes.json, async ({ params, request, response }) => {
      const commune = publishedBy(needs, request, params.communeId)
      const sheet = await sheetOf(needs, { commune, request, language: 'fr' })
      sendPrepared(request, allowAnyone(response), prepareJson(sheet))
      return SENT
    }),
    serve(truthRoutes.page, async ({ params, request, response }) => {
      const commune = publishedBy(needs, request, params.communeId)
      sendPrepared(request, allowAnyone(response), prepareText(await pageOf(needs, commune, request)), 'html')
      return SENT
    }),
  ]
}

/** @throws AppError `stopping` (503), `unknown_commune` (404): a commune without a sheet is as one that is not there */
function publishedBy(needs: TruthRouteNeeds, request: Request, communeId: string): Commune {
  requireRunning(needs)
  const commune = communeMeant(needs, request, communeId)
  if (!commune.truthSheet?.publish) throw new AppError('unknown_commune', 404, { field: 'communeId' })
  return commune
}

interface Asked {
  commune: Commune
  request: Request
  language: StaffLanguage
}

/** The sheet of a commune, of the days that are over: what anybody asks of it in a day is the same, but for what agents look at meanwhile. */
async function sheetOf(needs: TruthRouteNeeds, { commune, request, language }: Asked): Promise<TruthSheetView> {
  const { say, installed } = needs.truth
  const { id, nom, timeZone, accessibilityAudit } = commune
  const address = (path: string) => publicAddressOf(needs, request, commune) + path
  const yesterday = lastDays(localMoment(needs.now(), timeZone).day, 2).from
  await needs.counters.flush()
  const { from } = lastDays(yesterday, WEEKS * 7 + 6)
  const days = await needs.store.readCounters(id, from, yesterday)
  const { promises, report } = needs.publisher.stateOf(id)
  return {
    commune: { id, name: nom },
    url: address(addressOf(truthRoutes.page, { params: { communeId: id } })),
    licence: { name: needs.openData.say(language, 'licence.name'), url: LICENCE_URL },
    attribution: say(language, 'attribution', { commune: nom, date: calendarDayInWords(yesterday, language) }),
    day: yesterday,
    timeZone,
    periods: PERIODS.map((count) => truthPeriod(days, lastDays(yesterday, count), promises.wrong)),
    weeks: truthWeeks(days, yesterday, WEEKS),
    measured: report?.coverage ? { error: report.error, coverage: report.coverage.share, asked: report.asked } : null,
    ...installed.measured,
    energy: installed.energy,
    widgetBytes: installed.widgetBytes,
    accessibility: { url: address(declarationLink(id, language)), rate: accessibilityAudit?.rate ?? null },
    ...statementsOf(commune, yesterday, language, say),
  }
}

async function pageOf(needs: TruthRouteNeeds, commune: Commune, request: Request): Promise<string> {
  const language: StaffLanguage = queryOf(request, 'langue') === 'en' ? 'en' : 'fr'
  const sheet = await sheetOf(needs, { commune, request, language })
  const path = addressOf(openDataRoutes.index, { params: { communeId: commune.id } })
  const address = publicAddressOf(needs, request, commune) + path
  const page = {
    frame: frameOf(needs, commune, language),
    language,
    town: { commune, address },
    o: (key: Parameters<OpenDataWords['say']>[1], words?: Record<string, string>) =>
      needs.openData.say(language, key, words),
  }
  return renderPage(h(TruthPage, { page, sheet, s: (key, words) => needs.truth.say(language, key, words) }))
}

/** What truth sheets are given. */
export interface TruthNeeds extends TruthRouteNeeds, SampleRouteNeeds {
  store: TruthRouteNeeds['store'] & SampleRouteNeeds['store']
}

/** What a commune publishes of how well it is answered, and the answers that its agents look at for it. */
export const truthSheet: Feature<TruthNeeds> = {
  name: 'truth-sheet',
  routes: truthRoutes,
  open: (needs) => ({ served: [...serveTruth(needs), ...serveSamples(needs)] }),
}
