import type { Response } from 'express'
import type { Feature } from '../../platform/feature.js'
import { communeOf, type KnownCommunes } from '../../platform/http/commune-origins.js'
import type { BodyOf } from '../../platform/http/route.js'
import { type ServedRoute, serve } from '../../platform/http/serve-routes.js'
import type { Alert } from '../../platform/model/alert.js'
import { AppError } from '../../platform/model/app-error.js'
import { cleanText } from '../../platform/text/clean-text.js'
import { staffFrom } from '../accounts/routes/staff-access.js'
import type { AlertStore } from './alert-verbs.js'
import { type AlertNeeds, alertAdminView } from './alert-view.js'
import { type AlertAdminView, alertRoutes } from './contract.js'

/** What these routes need. */
export interface AlertRouteNeeds extends AlertNeeds, KnownCommunes {
  store: Pick<AlertStore, 'listAlertEdits' | 'saveAlert'>
}

/** Serves {@link alertRoutes}. */
export function serveAlerts(needs: AlertRouteNeeds): ServedRoute[] {
  return [
    serve(alertRoutes.read, ({ response }) => viewFor(needs, response)),
    serve(alertRoutes.announce, ({ body, response }) => save(needs, response, readAlert(needs, response, body))),
    serve(alertRoutes.withdraw, ({ response }) => save(needs, response, null)),
  ]
}

function viewFor(needs: AlertRouteNeeds, response: Response): Promise<AlertAdminView> {
  return alertAdminView(needs, communeOf(needs, staffFrom(response).user.communeId))
}

async function save(needs: AlertRouteNeeds, response: Response, alert: Alert | null): Promise<AlertAdminView> {
  const { id: userId, displayName: userName, communeId } = staffFrom(response).user
  await needs.store.saveAlert({ communeId, at: needs.now().toISOString(), userId, userName, alert })
  return viewFor(needs, response)
}

/** @throws AppError `text_empty`, `alert_ends_early`, `unknown_entry` (422) with the field at fault */
function readAlert(
  needs: AlertRouteNeeds,
  response: Response,
  { text, link, ...alert }: BodyOf<typeof alertRoutes.announce>,
): Alert {
  const fr = cleanText(text.fr)
  if (fr === '') throw new AppError('text_empty', 422, { field: 'text.fr' })
  const from = Date.parse(alert.from)
  const to = Date.parse(alert.to)
  if (to <= from || to <= needs.now().getTime()) throw new AppError('alert_ends_early', 422, { field: 'to' })
  const entries = needs.entriesNow(staffFrom(response).user.communeId)
  if (alert.entries.some((id) => !entries.has(id))) throw new AppError('unknown_entry', 422, { field: 'entries' })
  const others = Object.entries(text).map(([language, words]) => [language, cleanText(words)] as const)
  return {
    ...alert,
    entries: [...new Set(alert.entries)],
    text: { ...Object.fromEntries(others.filter(([, words]) => words !== '')), fr },
    link: link ?? null,
  }
}

/** What a commune announces to everyone who opens the chat. */
export const townAlert: Feature<AlertRouteNeeds> = {
  name: 'town-alert',
  routes: alertRoutes,
  open: (needs) => ({ served: serveAlerts(needs) }),
}
