import type { SettingsValues } from '../routes/settings-contract.js'
import type { SettingField } from './setting-fields.js'

type Part = Record<string, unknown>

/** What these settings cannot go without once they say anything. */
const NEEDED: Partial<Record<SettingField['key'], Part>> = { routing: { mode: 'manual' }, callbacks: { perHalfDay: 0 } }

/** What a field shows of the settings: the words of its box, or whether it is ticked. Percents are written as people read them. */
export function shownValue(values: SettingsValues, { key, path, kind, unit }: SettingField): string | boolean {
  let value: unknown = values[key]
  for (const name of path) value = (value as Part | undefined)?.[name]
  if (kind === 'switch') return value === true
  if (value === undefined) return ''
  if (Array.isArray(value)) return value.join('\n')
  return String(unit === 'percent' ? Math.round(Number(value) * 100) : value)
}

/** The settings once a field says something else. Empty, the value is left out, and what it was in when nothing is left there. Pure. */
export function withShown(values: SettingsValues, field: SettingField, shown: string | boolean): SettingsValues {
  const { key, path } = field
  const value = toValue(field, shown)
  const put = path.length === 0 ? value : putAt(values[key] as Part | undefined, path, value)
  const next = put !== undefined && NEEDED[key] ? { ...NEEDED[key], ...(put as Part) } : put
  const { [key]: _, ...others } = values
  return (next === undefined ? others : { ...others, [key]: next }) as SettingsValues
}

function toValue({ kind, unit }: SettingField, shown: string | boolean): unknown {
  if (typeof shown === 'boolean') return shown
  const text = shown.trim()
  if (kind === 'lines')
    return text === ''
      ? []
      : text
          .split('\n')
          .map((line) => line.trim())
          .filter(Boolean)
  if (text === '') return undefined
  if (kind !== 'number') return text
  return unit === 'percent' ? Number(text) / 100 : Number(text)
}

function putAt(part: Part = {}, [name = '', ...rest]: readonly string[], value: unknown): Part | undefined {
  const next = rest.length === 0 ? value : putAt(part[name] as Part | undefined, rest, value)
  const { [name]: _, ...others } = part
  const made = next === undefined ? others : { ...others, [name]: next }
  return Object.keys(made).length === 0 ? undefined : made
}
