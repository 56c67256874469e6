import type { SettingsValues } from '../routes/settings-contract.js'
import { SERVICE_PARTS } from '../service-parts.js'
import { SETTING_FIELDS } from './setting-fields.js'
import type { SettingsWord, SettingsWords } from './settings-words.js'

/** A part of the settings as the page names it: `services.accueil.telephone` is « Accueil : Téléphone ». Pure. @param known values among which the part has its name, the best first */
export function partInWords(path: readonly string[], known: readonly SettingsValues[], { say }: SettingsWords): string {
  const [key = '', id, part, ...rest] = path
  if ((key === 'services' || key === 'departments') && id !== undefined) {
    const names = known.map((values) => values[key]?.[id]?.nom)
    const name = names.find(Boolean) ?? say(key === 'services' ? 'services.unnamed' : 'departments.unnamed')
    const words = partOf(key, part)
    const day = /hours$/i.test(part ?? '') && rest[0] !== undefined ? say(`day.${rest[0]}` as SettingsWord) : ''
    return [name, words && say(words), day].filter(Boolean).join(' : ')
  }
  const field = SETTING_FIELDS.find((one) => one.key === key && one.path.join('.') === path.slice(1).join('.'))
  return say((field ? `field.${field.id}` : `key.${key}`) as SettingsWord)
}

function partOf(key: 'services' | 'departments', part: string | undefined): SettingsWord | null {
  if (key === 'departments') return part === 'nom' ? 'departments.name' : null
  const known = SERVICE_PARTS.find((one) => one === part)
  return known ? `service.${known}` : null
}
