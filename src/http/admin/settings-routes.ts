import { type Response, Router } from 'express'
import { cleanText } from '../../assistant/screen.js'
import { tellingMoment } from '../../assistant/telling-moment.js'
import { dateInWords } from '../../content/describe-moment.js'
import { AppError } from '../../domain/app-error.js'
import type { Commune } from '../../domain/commune.js'
import { localMoment } from '../../domain/figures/period.js'
import { differenceOf, isSame } from '../../domain/settings/difference.js'
import {
  keysOf,
  SETTING_KEYS,
  type SettingDifference,
  type SettingsChange,
  undoing,
  valuesAfter,
} from '../../domain/settings/settings.js'
import { queryLanguage } from '../citizen-routes.js'
import type { HttpContext } from '../http-context.js'
import { FieldError, parseBody } from '../problem.js'
import { requireRole, staffFrom } from '../staff-access.js'
import { servicesView } from '../views.js'
import { communeAfter } from './check-settings.js'
import {
  previewSettingsRequest,
  type SettingsPreviewView,
  type SettingsValues,
  type SettingsView,
  settingsRequest,
  undoSettingsRequest,
} from './settings-contract.js'

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
    await save(context, response, { baseVersion, why, change: { set, toFile } as SettingsChange })
    response.json(settingsView(context, communeIdOf(response)))
  })
  router.post('/admin/settings/undo', isAdmin, async (request, response) => {
    const { baseVersion, why = '', version } = parseBody(undoSettingsRequest, request.body)
    const change = undoing(context.towns.settingsOf(communeIdOf(response)).edits, version)
    if (!change) throw new AppError('unknown_settings_version', 404)
    await save(context, response, { baseVersion, why, change })
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

interface Save {
  baseVersion: number
  why: string
  change: SettingsChange
}

/** @throws what {@link communeAfter} throws; FieldError `settings_stale` (409) that says who was faster, and when */
async function save(context: HttpContext, response: Response, { baseVersion, why, change }: Save): Promise<void> {
  const { id: userId, displayName: userName, communeId } = staffFrom(response).user
  const { store, now } = context.assistant
  const before = context.towns.settingsOf(communeId).commune
  const after = communeAfter(context, communeId, change)
  const differences = keysOf(change).flatMap((key): SettingDifference[] =>
    isSame(before[key], after[key]) ? [] : [{ key, ...differenceOf(before[key], after[key]) }],
  )
  // What is written as it was is no change, unless it comes back to the file.
  if (differences.length === 0 && change.toFile.length === 0) return
  const at = now().toISOString()
  const saving = { communeId, baseVersion, at, userId, userName, why: cleanText(why), differences, ...change }
  const result = await store.saveSettings(saving)
  if (result.outcome === 'stale') throw stale(context, before, result.last)
  await context.towns.refresh(communeId)
}

function stale({ assistant }: HttpContext, { timeZone }: Commune, last: { at: string; userName: string } | null) {
  return new FieldError('settings_stale', 409, {
    parameters: (language) => ({
      who: last?.userName ?? '',
      when: last ? dateInWords(last.at, { ...tellingMoment(assistant, language), timeZone }) : '',
    }),
  })
}

function settingsView(context: HttpContext, communeId: string): SettingsView {
  const { file, commune, edits, fault } = context.towns.settingsOf(communeId)
  const values = valuesAfter(edits)
  return {
    version: edits.at(-1)?.version ?? 0,
    values: pick(commune),
    file: pick(file),
    changed: SETTING_KEYS.filter((key) => key in values),
    history: [...edits].reverse().map(({ version, at, userName: by, why, ...change }) => ({
      version,
      at,
      by,
      why,
      keys: keysOf(change),
    })),
    isFileAlone: fault !== null,
    today: localMoment(context.assistant.now(), commune.timeZone).day,
  }
}

function pick(commune: Commune): SettingsValues {
  return Object.fromEntries(SETTING_KEYS.filter((key) => key in commune).map((key) => [key, commune[key]]))
}
