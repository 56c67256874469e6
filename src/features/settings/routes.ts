import type { Response } from 'express'
import { communeOf } from '../../platform/http/commune-origins.js'
import { queryLanguage } from '../../platform/http/problem.js'
import type { NamedCommunes } from '../../platform/http/public-address.js'
import { SENT, type ServedRoute, serve } from '../../platform/http/serve-routes.js'
import { AppError } from '../../platform/model/app-error.js'
import type { Commune } from '../../platform/model/commune.js'
import { localMoment } from '../../platform/time/period.js'
import { isServerAdmin, staffFrom } from '../accounts/routes/staff-access.js'
import { servicesView } from '../entries/render/describe-service.js'
import { communeAfter } from './check-settings.js'
import { type SettingsValues, type SettingsView, settingsRoutes } from './contract.js'
import { copiedValues } from './copy-settings.js'
import { serveLooks } from './looks/looks-route.js'
import { differencesOf, requireOwnSettings, type SettingsNeeds, saveSettings, staleSettings } from './save-settings.js'
import { type CopyGroup, keysOf, SETTING_KEYS, type SettingsChange, undoing, valuesAfter } from './settings.js'

/** What these routes need. */
export interface SettingsRouteNeeds extends SettingsNeeds, NamedCommunes {}

/** Serves {@link settingsRoutes}. */
export function serveSettings(needs: SettingsRouteNeeds): ServedRoute[] {
  return [...serveChanges(needs), ...serveCopies(needs), serveTheme(needs), serveLooks(needs)]
}

/** What administrators change of their commune, over its file, without a restart. */
function serveChanges(needs: SettingsRouteNeeds): ServedRoute[] {
  return [
    serve(settingsRoutes.read, ({ response }) => settingsView(needs, response)),
    serve(settingsRoutes.change, async ({ body: { baseVersion, why = '', set = {}, toFile = [] }, response }) => {
      await saveSettings(needs, response, { baseVersion, why, change: { set, toFile } as SettingsChange })
      return settingsView(needs, response)
    }),
    serve(settingsRoutes.undo, async ({ body: { baseVersion, why = '', version }, response }) => {
      const change = undoing(needs.liveCommunes.settingsOf(communeIdOf(response)).edits, version)
      if (!change) throw new AppError('unknown_settings_version', 404)
      await saveSettings(needs, response, { baseVersion, why, change })
      return settingsView(needs, response)
    }),
    serve(settingsRoutes.preview, ({ body: { set }, request, response }) => {
      const change = { set, toFile: [] } as SettingsChange
      requireOwnSettings(needs, response, change)
      const commune = communeAfter(needs, communeIdOf(response), change)
      return { services: servicesView(needs, commune, queryLanguage(request)) }
    }),
    serve(settingsRoutes.file, ({ response }) => {
      const { commune } = needs.liveCommunes.settingsOf(communeIdOf(response))
      response.set('Content-Disposition', `attachment; filename="${commune.id}.json"`)
      response.type('json').send(`${JSON.stringify(commune, null, 2)}\n`)
      return SENT
    }),
  ]
}

/**
 * Settings copied from another commune into the one that is looked at. An account belongs to one commune; whoever is an administrator of two is a
 * super-admin, and nobody else reads another commune's settings.
 */
function serveCopies(needs: SettingsRouteNeeds): ServedRoute[] {
  const { communes, liveCommunes } = needs
  return [
    serve(settingsRoutes.copySources, ({ response }) => {
      const others = [...communes.values()].filter(({ id }) => id !== communeIdOf(response))
      const named = others.map(({ id, nom: name }) => ({ id, name }))
      return { communes: named.sort((a, b) => a.name.localeCompare(b.name, 'fr')) }
    }),
    serve(settingsRoutes.previewCopy, ({ body: { from, groups }, response }) => {
      const communeId = communeIdOf(response)
      const { source, sourceVersion, change } = copyOf(needs, communeId, { from, groups })
      return {
        from: { id: source.id, name: source.nom },
        sourceVersion,
        baseVersion: liveCommunes.settingsOf(communeId).edits.at(-1)?.version ?? 0,
        differences: differencesOf(needs, communeId, change),
      }
    }),
    serve(settingsRoutes.copy, async ({ body: { from, groups, baseVersion, sourceVersion, why }, response }) => {
      const communeId = communeIdOf(response)
      const { source, sourceVersion: nowVersion, last, change } = copyOf(needs, communeId, { from, groups })
      if (sourceVersion !== nowVersion) throw staleSettings(needs, source, last)
      const copied = { communeId: source.id, name: source.nom, groups }
      await saveSettings(needs, response, { baseVersion, why, change, copied })
      return settingsView(needs, response)
    }),
  ]
}

/** The looks of the administrator's commune, to begin a draft with. They are kept in its file. */
function serveTheme(needs: SettingsRouteNeeds): ServedRoute {
  return serve(settingsRoutes.theme, ({ response }) => {
    const { theme = {} } = communeOf(needs, communeIdOf(response))
    return { theme }
  })
}

function communeIdOf(response: Response): string {
  return staffFrom(response).user.communeId
}

/** What copying would change. @throws AppError `unknown_commune` (404), `invalid_request` (422) for the commune itself */
function copyOf(
  { liveCommunes }: SettingsRouteNeeds,
  communeId: string,
  { from, groups }: { from: string; groups: CopyGroup[] },
) {
  if (from === communeId) throw new AppError('invalid_request', 422, { field: 'from' })
  const { commune: source, edits } = liveCommunes.settingsOf(from)
  const { commune: target } = liveCommunes.settingsOf(communeId)
  const change: SettingsChange = { set: copiedValues(source, target, groups), toFile: [] }
  const last = edits.at(-1) ?? null
  return { source, sourceVersion: last?.version ?? 0, last, change }
}

/** The settings of a commune as its administrators see them. */
function settingsView(
  { liveCommunes, now }: Pick<SettingsNeeds, 'liveCommunes' | 'now'>,
  response: Response,
): SettingsView {
  const { user } = staffFrom(response)
  const { file, commune, edits, fault } = liveCommunes.settingsOf(user.communeId)
  const values = valuesAfter(edits)
  return {
    version: edits.at(-1)?.version ?? 0,
    values: pick(commune),
    file: pick(file),
    changed: SETTING_KEYS.filter((key) => key in values),
    history: [...edits].reverse().map(({ version, at, userName: by, why, copied, ...change }) => ({
      version,
      at,
      by,
      why,
      keys: keysOf(change),
      copiedFrom: copied?.name ?? null,
    })),
    isFileAlone: fault !== null,
    mayChangeAddress: isServerAdmin({ communes: liveCommunes.byId }, user),
    today: localMoment(now(), commune.timeZone).day,
  }
}

function pick(commune: Commune): SettingsValues {
  return Object.fromEntries(SETTING_KEYS.filter((key) => key in commune).map((key) => [key, commune[key]]))
}
