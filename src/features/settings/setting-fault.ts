import type { z } from 'zod'
import type { MessageKey } from '../../platform/model/say.js'

/** What is wrong with a setting, as a sentence of the catalogue, and where. */
export interface SettingFault {
  sentence: Extract<MessageKey, `setting.fault.${string}`>
  parameters: Record<string, string>
  /** A path such as `services.accueil.hours.1`. */
  field: string
}

const NAMED = [
  'range',
  'overlap',
  'closure',
  'season_overlap',
  'day_twice',
  'reception',
  'hearing',
  'colour',
  'validation',
  'booking_address',
] as const

/** The first fault of a commune that the schema refused. */
export function settingFault({ issues }: z.ZodError): SettingFault {
  const [issue] = issues
  const field = issue?.path.join('.') ?? ''
  return { ...(issue ? sentenceOf(issue, field) : OTHER), field }
}

const OTHER = { sentence: 'setting.fault.other' as const, parameters: {} }

function sentenceOf(issue: z.core.$ZodIssue, field: string): Omit<SettingFault, 'field'> {
  const named = issue.code === 'custom' ? NAMED.find((name) => name === issue.params?.fault) : undefined
  if (named) return { sentence: `setting.fault.${named}`, parameters: {} }
  if (/(^|\.)(hours|writtenHours|relayHours|ranges|lastHour)(\.|$)/.test(field))
    return { sentence: 'setting.fault.time', parameters: {} }
  if (/^suggestions\.pages\.\d+\.path$/.test(field)) return { sentence: 'setting.fault.path', parameters: {} }
  if (/^origins/.test(field)) return { sentence: 'setting.fault.origin', parameters: {} }
  if (/\.(from|to|date|on)$/.test(field)) return { sentence: 'setting.fault.day', parameters: {} }
  if (issue.code === 'too_small' && issue.origin === 'string')
    return { sentence: 'setting.fault.required', parameters: {} }
  if (issue.code === 'too_small') return { sentence: 'setting.fault.least', parameters: { least: `${issue.minimum}` } }
  if (issue.code === 'too_big' && issue.origin === 'string')
    return { sentence: 'setting.fault.letters', parameters: { most: `${issue.maximum}` } }
  if (issue.code === 'too_big') return { sentence: 'setting.fault.most', parameters: { most: `${issue.maximum}` } }
  return OTHER
}
