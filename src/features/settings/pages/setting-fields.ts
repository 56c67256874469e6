import { OPEN_DATA_REACHES, REOPEN_HOURS, ROUTING_MODES } from '../../../platform/model/commune.js'
import { PROMISE_BOUNDS } from '../../../platform/model/promises.js'
import { DEFAULT_RETENTION, retentionBounds } from '../../../platform/model/retention.js'
import { CHECKS_PER_DAY, MOST_CHECKS_PER_DAY } from '../../truth-sheet/contract.js'
import type { SettingKey } from '../settings.js'

/** Groups of settings, in the order of the page. */
export const SETTING_GROUPS = [
  'town',
  'address',
  'services',
  'closures',
  'departments',
  'reception',
  'closeReasons',
  'promises',
  'checks',
  'truth',
  'suggestions',
  'retention',
  'languages',
  'elsewhere',
  'history',
] as const
/** One of {@link SETTING_GROUPS}. */
export type SettingGroup = (typeof SETTING_GROUPS)[number]

/** One value of a setting, with the words `field.<id>` and `help.<id>`. */
export interface SettingField {
  id: string
  group: SettingGroup
  key: SettingKey
  /** Where in the value of the setting; empty for the value itself. */
  path: readonly string[]
  kind: 'text' | 'email' | 'address' | 'number' | 'time' | 'switch' | 'lines' | readonly string[]
  /** Taken when the setting says nothing. */
  byDefault?: string | number | boolean
  unit?: 'days' | 'hours' | 'minutes' | 'seconds' | 'people' | 'calls' | 'percent'
  least?: number
  most?: number
  /** Whether it cannot be left empty. */
  required?: true
}

const days = { kind: 'number', unit: 'days', least: 0, most: 3660 } as const
const retention = (kind: keyof typeof DEFAULT_RETENTION): SettingField => ({
  id: `retention.${kind}`,
  group: 'retention',
  key: 'privacy',
  path: ['retention', kind],
  byDefault: DEFAULT_RETENTION[kind],
  ...days,
  ...retentionBounds(kind),
})
const promised = (name: keyof typeof PROMISE_BOUNDS): SettingField => ({
  id: `promises.${name}`,
  group: 'promises',
  key: 'promises',
  path: [name],
  kind: 'number',
  unit: 'percent',
  least: PROMISE_BOUNDS[name].least * 100,
  most: PROMISE_BOUNDS[name].most * 100,
})
const minutes = { kind: 'number', unit: 'minutes', least: 1, most: 240 } as const

/** Settings that are one value each. */
export const SETTING_FIELDS: readonly SettingField[] = [
  { id: 'nom', group: 'town', key: 'nom', path: [], kind: 'text', required: true },
  { id: 'site', group: 'town', key: 'site', path: [], kind: 'address' },
  { id: 'origins', group: 'town', key: 'origins', path: [], kind: 'lines' },
  { id: 'publicUrl', group: 'address', key: 'publicUrl', path: [], kind: 'address' },
  { id: 'alsaceMoselle', group: 'closures', key: 'alsaceMoselle', path: [], kind: 'switch', byDefault: false },
  { id: 'routing.mode', group: 'reception', key: 'routing', path: ['mode'], kind: ROUTING_MODES, byDefault: 'manual' },
  {
    id: 'routing.acceptSeconds',
    group: 'reception',
    key: 'routing',
    path: ['acceptSeconds'],
    kind: 'number',
    unit: 'seconds',
    least: 5,
    most: 600,
    byDefault: 30,
  },
  {
    id: 'routing.capacity',
    group: 'reception',
    key: 'routing',
    path: ['capacity'],
    kind: 'number',
    unit: 'people',
    least: 1,
    most: 20,
    byDefault: 3,
  },
  {
    id: 'presence.idleMinutes',
    group: 'reception',
    key: 'presence',
    path: ['idleMinutes'],
    byDefault: 15,
    ...minutes,
  },
  { id: 'presence.awayWords', group: 'reception', key: 'presence', path: ['awayWords'], kind: 'lines' },
  {
    id: 'callbacks.perHalfDay',
    group: 'reception',
    key: 'callbacks',
    path: ['perHalfDay'],
    kind: 'number',
    unit: 'calls',
    least: 0,
    most: 200,
    byDefault: 0,
  },
  { id: 'callbacks.lastHour', group: 'reception', key: 'callbacks', path: ['lastHour'], kind: 'time' },
  {
    id: 'silence.askAfterMinutes',
    group: 'reception',
    key: 'silence',
    path: ['askAfterMinutes'],
    byDefault: 10,
    ...minutes,
  },
  {
    id: 'silence.leaveAfterMinutes',
    group: 'reception',
    key: 'silence',
    path: ['leaveAfterMinutes'],
    byDefault: 5,
    ...minutes,
  },
  {
    id: 'talk.showCitizenTyping',
    group: 'reception',
    key: 'talk',
    path: ['showCitizenTyping'],
    kind: 'switch',
    byDefault: false,
  },
  {
    id: 'reopenHours',
    group: 'reception',
    key: 'reopenHours',
    path: [],
    kind: 'number',
    unit: 'hours',
    least: 0,
    most: 720,
    byDefault: REOPEN_HOURS,
  },
  promised('wrong'),
  promised('offered'),
  {
    id: 'validation.below',
    group: 'checks',
    key: 'validation',
    path: ['below'],
    kind: 'number',
    unit: 'percent',
    least: 1,
    most: 100,
  },
  {
    id: 'validation.seconds',
    group: 'checks',
    key: 'validation',
    path: ['seconds'],
    kind: 'number',
    unit: 'seconds',
    least: 10,
    most: 900,
    byDefault: 60,
  },
  {
    id: 'curation.reviewerRequired',
    group: 'checks',
    key: 'curation',
    path: ['reviewerRequired'],
    kind: 'switch',
    byDefault: false,
  },
  {
    id: 'truthSheet.publish',
    group: 'truth',
    key: 'truthSheet',
    path: ['publish'],
    kind: 'switch',
    byDefault: false,
  },
  {
    id: 'truthSheet.checksPerDay',
    group: 'truth',
    key: 'truthSheet',
    path: ['checksPerDay'],
    kind: 'number',
    least: 0,
    most: MOST_CHECKS_PER_DAY,
    byDefault: CHECKS_PER_DAY,
  },
  {
    id: 'openData',
    group: 'truth',
    key: 'openData',
    path: [],
    kind: OPEN_DATA_REACHES,
    byDefault: 'listed',
  },
  { id: 'privacy.controller', group: 'retention', key: 'privacy', path: ['controller'], kind: 'text', required: true },
  { id: 'privacy.dpoEmail', group: 'retention', key: 'privacy', path: ['dpoEmail'], kind: 'email', required: true },
  {
    id: 'retention.conversations',
    group: 'retention',
    key: 'privacy',
    path: ['retentionDays'],
    required: true,
    ...days,
  },
  retention('unhandled'),
  retention('contacts'),
  retention('unanswered'),
  retention('remarks'),
  retention('counters'),
  retention('audit'),
  retention('practice'),
  retention('accounts'),
  {
    id: 'privacy.revealHours',
    group: 'retention',
    key: 'privacy',
    path: ['revealHours'],
    kind: 'number',
    unit: 'hours',
    least: 0,
    most: 72,
    byDefault: 4,
  },
]

/** Id of the field by which a setting is changed. */
export function settingInputId(id: string): string {
  return `setting-${id.replaceAll('.', '-')}`
}

/** The settings that a group changes. */
export function keysOfGroup(group: SettingGroup): SettingKey[] {
  const own = SETTING_FIELDS.filter((field) => field.group === group).map(({ key }) => key)
  const lists: Partial<Record<SettingGroup, SettingKey[]>> = {
    services: ['services', 'reception'],
    closures: ['closures'],
    departments: ['departments'],
    closeReasons: ['closeReasons'],
    suggestions: ['suggested', 'suggestions'],
    languages: ['languages'],
  }
  return [...new Set([...own, ...(lists[group] ?? [])])]
}
