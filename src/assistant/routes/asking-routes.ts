import type { Request } from 'express'
import { askingRoutes, communeRoutes } from '../../features/asking/contract.js'
import { factRoutes, type TitlesView } from '../../features/asking/facts-contract.js'
import { entryTitles } from '../../features/entries/catalogue/entry-titles.js'
import type { Snapshot } from '../../features/entries/catalogue/snapshot.js'
import { servicesView } from '../../features/entries/render/describe-service.js'
import { requireOpenCommune } from '../../features/settings/suspension.js'
import { createAlertReader } from '../../features/town-alert/alert-view.js'
import type { Feature } from '../../platform/feature.js'
import { refuseOtherSites } from '../../platform/http/commune-origins.js'
import { type PreparedBody, prepareJson, sendPrepared } from '../../platform/http/prepared-body.js'
import { languageOf, queryLanguage } from '../../platform/http/problem.js'
import { communeMeant, type NamedCommunes } from '../../platform/http/public-address.js'
import type { RateLimits } from '../../platform/http/rate-limits.js'
import { SENT, type ServedRoute, serve } from '../../platform/http/serve-routes.js'
import { AppError } from '../../platform/model/app-error.js'
import type { Commune } from '../../platform/model/commune.js'
import { cleanText } from '../../platform/text/clean-text.js'
import { frenchTypography } from '../../platform/text/typography.js'
import { createAnswerOnce } from '../answer-once.js'
import type { AssistantContext } from '../assistant-context.js'
import { type AvailabilityNeeds, communeView } from './citizen-views.js'
import { pathOf } from './start-conversation.js'

/** What these routes need. */
export interface AskingNeeds extends AvailabilityNeeds, NamedCommunes {
  limits: Pick<RateLimits, 'commune' | 'callerKey'>
  assistant: AssistantContext
}

/** What is asked without a conversation: one question, one decision, nothing stored but counters; and what a page needs before there is one. */
export const asking: Feature<AskingNeeds> = {
  name: 'asking',
  routes: { ...askingRoutes, ...communeRoutes, ...factRoutes },
  open: (needs) => ({ served: [serveAsk(needs), ...serveCommune(needs), serveTitles(needs)] }),
}

/** The commune that a request names, for pages of its own sites and of this server. @throws AppError `unknown_commune` (404), `origin_refused` (403) */
export function communeAsked(needs: NamedCommunes, request: Request, id: string | undefined): Commune {
  const commune = communeMeant(needs, request, id)
  refuseOtherSites(needs, request, commune)
  return commune
}

function serveAsk(needs: AskingNeeds): ServedRoute {
  const { assistant, limits } = needs
  const answerOnce = createAnswerOnce(assistant)
  const readAlert = createAlertReader(needs)
  return serve(askingRoutes.ask, async ({ body, request }) => {
    if (cleanText(body.question) === '') throw new AppError('text_empty', 422, { field: 'question' })
    const commune = communeAsked(needs, request, body.communeId)
    requireOpenCommune(needs, commune)
    await limits.commune(commune.id)
    const language = body.language ?? languageOf(request)
    const caller = limits.callerKey(request)
    const answered = await assistant.queueFairly(caller, () => answerOnce(commune.id, body.question, language))
    return { ...answered, alert: await readAlert(needs, commune, language) }
  })
}

function serveCommune(needs: AskingNeeds): ServedRoute[] {
  return [
    serve(communeRoutes.commune, ({ params, query, request }) => {
      const commune = communeAsked(needs, request, params.id)
      return communeView(needs, commune, { language: queryLanguage(request), page: pathOf(query.page) })
    }),
    serve(factRoutes.services, ({ params, request }) => ({
      services: servicesView(needs, communeAsked(needs, request, params.id), queryLanguage(request)),
    })),
  ]
}

/** For how long a browser asks no more for titles, in seconds; then it asks whether the list has changed. */
const FRESH_S = 300

/** Lists already prepared; the entries of a published content are never changed in place. */
const prepared = new WeakMap<Snapshot['entries'], PreparedBody>()

/** The same for everyone, so it may be kept. */
function serveTitles(needs: AskingNeeds): ServedRoute {
  return serve(factRoutes.titles, async ({ params, request, response }) => {
    const commune = communeAsked(needs, request, params.id)
    const snapshot = await needs.assistant.snapshotOf(commune.id)
    const body = prepared.get(snapshot.entries) ?? prepare(snapshot)
    response.set('Cache-Control', `public, max-age=${FRESH_S}`)
    sendPrepared(request, response, body)
    return SENT
  })
}

function prepare({ version, entries }: Snapshot): PreparedBody {
  const view: TitlesView = {
    contentVersion: version,
    entries: entryTitles(entries.values()).map((entry) => ({ ...entry, title: frenchTypography(entry.title) })),
  }
  const body = prepareJson(view)
  prepared.set(entries, body)
  return body
}
