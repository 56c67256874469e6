import { Router } from 'express'
import type { HttpContext } from '../../../platform/http/http-context.js'
import { parseBody } from '../../../platform/http/problem.js'
import { AppError } from '../../../platform/model/app-error.js'
import { requireRole, staffFrom } from '../../accounts/routes/staff-access.js'
import { copiedValues } from '../copy-settings.js'
import type { CopyGroup, SettingsChange } from '../settings.js'
import { differencesOf, saveSettings, staleSettings } from './save-settings.js'
import { type CopyPreviewView, type CopySourcesView, copyRequest, previewCopyRequest } from './settings-contract.js'
import { settingsView } from './settings-view.js'

/**
 * Settings copied from another commune into the one that is looked at. An account belongs to one commune; whoever is an administrator of two is a
 * super-admin, and nobody else reads another commune's settings.
 */
export function settingsCopyRoutes(context: HttpContext): Router {
  const router = Router()
  const isSuperAdmin = requireRole(context, ['super-admin'])
  router.get('/admin/settings/copy', isSuperAdmin, (_request, response) => {
    const { communeId } = staffFrom(response).user
    const others = [...context.communes.values()].filter(({ id }) => id !== communeId)
    const communes = others.map(({ id, nom: name }) => ({ id, name }))
    response.json({
      communes: communes.sort((a, b) => a.name.localeCompare(b.name, 'fr')),
    } satisfies CopySourcesView)
  })
  router.post('/admin/settings/copy/preview', isSuperAdmin, (request, response) => {
    const { communeId } = staffFrom(response).user
    const { from, groups } = parseBody(previewCopyRequest, request.body)
    const { source, sourceVersion, change } = copyOf(context, communeId, { from, groups })
    response.json({
      from: { id: source.id, name: source.nom },
      sourceVersion,
      baseVersion: context.towns.settingsOf(communeId).edits.at(-1)?.version ?? 0,
      differences: differencesOf(context, communeId, change),
    } satisfies CopyPreviewView)
  })
  router.post('/admin/settings/copy', isSuperAdmin, async (request, response) => {
    const { communeId } = staffFrom(response).user
    const { from, groups, baseVersion, sourceVersion, why } = parseBody(copyRequest, request.body)
    const { source, sourceVersion: nowVersion, last, change } = copyOf(context, communeId, { from, groups })
    if (sourceVersion !== nowVersion) throw staleSettings(context, source, last)
    const copied = { communeId: source.id, name: source.nom, groups }
    await saveSettings(context, response, { baseVersion, why, change, copied })
    response.json(settingsView(context, communeId))
  })
  return router
}

/** What copying would change. @throws AppError `unknown_commune` (404), `invalid_request` (422) for the commune itself */
function copyOf(context: HttpContext, communeId: string, { from, groups }: { from: string; groups: CopyGroup[] }) {
  if (from === communeId) throw new AppError('invalid_request', 422, { field: 'from' })
  const { commune: source, edits } = context.towns.settingsOf(from)
  const { commune: target } = context.towns.settingsOf(communeId)
  const change: SettingsChange = { set: copiedValues(source, target, groups), toFile: [] }
  const last = edits.at(-1) ?? null
  return { source, sourceVersion: last?.version ?? 0, last, change }
}
