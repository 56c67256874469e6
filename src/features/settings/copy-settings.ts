import type { Commune, Service } from '../../platform/model/commune.js'
import { isSame } from './difference.js'
import {
  COPY_GROUPS,
  type CopyGroup,
  SETTING_KEYS,
  type SettingKey,
  type SettingValues,
  withValues,
} from './settings.js'

/** Groups that are whole settings. */
const WHOLE: Partial<Record<CopyGroup, readonly SettingKey[]>> = {
  services: ['services', 'reception'],
  closures: ['closures', 'alsaceMoselle'],
  departments: ['departments'],
  reception: ['routing', 'presence', 'callbacks', 'silence', 'talk', 'reopenHours'],
  closeReasons: ['closeReasons'],
  checks: ['promises', 'validation', 'curation'],
  suggestions: ['suggested', 'suggestions'],
  languages: ['languages'],
  theme: ['theme'],
}

/** The values that some groups of a commune's settings change in another; `null` where the source has none. What is already so is left out. Pure. */
export function copiedValues(source: Commune, target: Commune, groups: readonly CopyGroup[]): SettingValues {
  let after = target
  for (const group of COPY_GROUPS) if (groups.includes(group)) after = withValues(after, valuesOf(group, source, after))
  const changed = SETTING_KEYS.filter((key) => !isSame(target[key], after[key]))
  return Object.fromEntries(changed.map((key) => [key, after[key] ?? null])) as SettingValues
}

function valuesOf(group: CopyGroup, source: Commune, target: Commune): SettingValues {
  if (group === 'hours') return { services: withHoursOf(source, target) }
  if (group === 'retention') {
    const { controller, dpoEmail } = target.privacy
    return { privacy: { ...source.privacy, controller, dpoEmail } }
  }
  return Object.fromEntries((WHOLE[group] ?? []).map((key) => [key, source[key] ?? null])) as SettingValues
}

/** The services of a commune, with the hours of those of the other that have the same id. */
function withHoursOf({ services: from }: Commune, { services }: Commune): Record<string, Service> {
  return Object.fromEntries(
    Object.entries(services).map(([id, service]) => {
      const {
        hours: _,
        seasons: __,
        openings: ___,
        closures: ____,
        writtenHours: _____,
        relayHours: ______,
        ...own
      } = service
      const { hours, seasons, openings, closures, writtenHours, relayHours } = from[id] ?? service
      const schedule = {
        hours,
        ...(seasons ? { seasons } : {}),
        ...(openings ? { openings } : {}),
        ...(closures ? { closures } : {}),
        ...(writtenHours ? { writtenHours } : {}),
        ...(relayHours ? { relayHours } : {}),
      }
      return [id, { ...own, ...schedule }]
    }),
  )
}
