import { checkCommune } from '../../content/commune-schema.js'
import { settingFault } from '../../content/setting-fault.js'
import { unknownSuggestions } from '../../content/unknown-suggestions.js'
import { AppError } from '../../domain/app-error.js'
import type { Commune } from '../../domain/commune.js'
import type { Entry } from '../../domain/entry.js'
import { type SettingsChange, valuesAfter, withValues } from '../../domain/settings/settings.js'
import type { HttpContext } from '../http-context.js'
import { FieldError } from '../problem.js'

/** Titles named by a refusal. */
const MOST_TITLES = 3

/**
 * The commune that a change would make.
 * @throws FieldError `setting_invalid` (422) with the field at fault and why, `service_in_use` (409); AppError `unknown_entry` (422)
 */
export function communeAfter(context: HttpContext, communeId: string, change: SettingsChange): Commune {
  const { file, commune: before, edits } = context.towns.settingsOf(communeId)
  const checked = checkCommune(withValues(file, valuesAfter([...edits, change])))
  if (!checked.ok) {
    const { sentence, parameters, field } = settingFault(checked.error)
    const { say } = context.assistant
    throw new FieldError('setting_invalid', 422, {
      field,
      parameters: (language) => ({ fault: say(language, sentence, parameters) }),
    })
  }
  const { commune } = checked
  const entries = context.entriesNow(communeId)
  for (const [id, { nom: name }] of Object.entries(before.services)) {
    if (id in commune.services) continue
    const titles = [...entries.values()].filter((entry) => namesService(entry, id)).map(({ title }) => title)
    if (titles.length === 0) continue
    const named = titles.slice(0, MOST_TITLES).join(', ')
    throw new FieldError('service_in_use', 409, {
      field: `services.${id}`,
      parameters: () => ({ name, count: String(titles.length), titles: named }),
    })
  }
  const isAsked = change.set.suggested !== undefined || change.set.suggestions !== undefined
  const [unknown] = isAsked ? unknownSuggestions(commune, new Set(entries.keys())) : []
  if (unknown !== undefined) throw new AppError('unknown_entry', 422, { field: 'suggested' })
  return commune
}

function namesService({ summary, sections, simple }: Entry, id: string): boolean {
  return [summary, ...Object.values(sections), simple ?? ''].some((text) => text.includes(`{{${id}.`))
}
