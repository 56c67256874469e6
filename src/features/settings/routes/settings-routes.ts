import { type Response, Router } from 'express'
import { queryLanguage } from '../../../assistant/routes/citizen-routes.js'
import type { HttpContext } from '../../../platform/http/http-context.js'
import { parseBody } from '../../../platform/http/problem.js'
import { servicesView } from '../../../platform/http/views.js'
import { AppError } from '../../../platform/model/app-error.js'
import { requireRole, staffFrom } from '../../accounts/routes/staff-access.js'
import { type SettingsChange, undoing } from '../settings.js'
import { communeAfter } from './check-settings.js'
import { saveSettings } from './save-settings.js'
import {
  previewSettingsRequest,
  type SettingsPreviewView,
  settingsRequest,
  undoSettingsRequest,
} from './settings-contract.js'
import { settingsView } from './settings-view.js'

/** What administrators change of their commune, over its file, without a restart. */
export function settingsRoutes(context: HttpContext): Router {
  const router = Router()
  const isAdmin = requireRole(context, ['admin'])
  const communeIdOf = (response: Response) => staffFrom(response).user.communeId
  router.get('/admin/settings', isAdmin, (_request, response) => {
    response.json(settingsView(context, communeIdOf(response)))
  })
  router.put('/admin/settings', isAdmin, async (request, response) => {
    const { baseVersion, why = '', set = {}, toFile = [] } = parseBody(settingsRequest, request.body)
    await saveSettings(context, response, { baseVersion, why, change: { set, toFile } as SettingsChange })
    response.json(settingsView(context, communeIdOf(response)))
  })
  router.post('/admin/settings/undo', isAdmin, async (request, response) => {
    const { baseVersion, why = '', version } = parseBody(undoSettingsRequest, request.body)
    const change = undoing(context.towns.settingsOf(communeIdOf(response)).edits, version)
    if (!change) throw new AppError('unknown_settings_version', 404)
    await saveSettings(context, response, { baseVersion, why, change })
    response.json(settingsView(context, communeIdOf(response)))
  })
  router.post('/admin/settings/preview', isAdmin, (request, response) => {
    const { set } = parseBody(previewSettingsRequest, request.body)
    const commune = communeAfter(context, communeIdOf(response), { set, toFile: [] } as SettingsChange)
    const services = servicesView(context, commune, queryLanguage(request))
    response.json({ services } satisfies SettingsPreviewView)
  })
  router.get('/admin/settings/file', isAdmin, (_request, response) => {
    const { commune } = context.towns.settingsOf(communeIdOf(response))
    response.set('Content-Disposition', `attachment; filename="${commune.id}.json"`)
    response.type('json').send(`${JSON.stringify(commune, null, 2)}\n`)
  })
  return router
}
