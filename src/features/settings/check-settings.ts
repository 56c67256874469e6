import type { z } from 'zod'
import { FieldError } from '../../platform/http/problem.js'
import { AppError } from '../../platform/model/app-error.js'
import { isOfBooking } from '../../platform/model/booking.js'
import { type BookingSettings, type Commune, SERVICE_PARTS } from '../../platform/model/commune.js'
import type { Entry } from '../../platform/model/entry.js'
import type { MessageKey, Say } from '../../platform/model/say.js'
import { unknownSuggestions } from '../entries/catalogue/leave-out.js'
import { serviceFault } from '../entries/lint/check-content.js'
import { checkCommune } from './commune-schema.js'
import type { LiveCommunes } from './live-communes.js'
import type { AddressFault } from './public-names.js'
import { keysOf, type SettingsChange, valuesAfter, withValues } from './settings.js'

/** What tells what a commune would be. */
export interface CheckNeeds {
  liveCommunes: Pick<LiveCommunes, 'settingsOf' | 'addressFaultOf'>
  say: Say
  /** The entries of a commune that can be read without waiting. */
  entriesNow: (communeId: string) => ReadonlyMap<string, Entry>
  /** Where RDV Service Public is too, besides its own addresses. */
  bookingHosts: readonly string[]
}

/** Titles named by a refusal. */
const MOST_TITLES = 3

/**
 * The commune that a change would make.
 * @throws FieldError `setting_invalid` (422) with the field at fault and why, `service_in_use` (409); AppError `unknown_entry` (422)
 */
export function communeAfter(needs: CheckNeeds, communeId: string, change: SettingsChange): Commune {
  const { file, commune: before, edits } = needs.liveCommunes.settingsOf(communeId)
  const written = withValues(file, valuesAfter([...edits, change]))
  const checked = checkCommune(written)
  if (!checked.ok) throw refusal(needs, written, settingFault(checked.error))
  const { commune } = checked
  const unusable = serviceFault(commune.services, [before.services, file.services])
  if (unusable) {
    const { id, part, sentence } = unusable
    throw refusal(needs, written, { field: `services.${id}.${part}`, sentence, parameters: {} })
  }
  const addressFault = keysOf(change).includes('publicUrl') ? needs.liveCommunes.addressFaultOf(commune) : null
  if (addressFault) throw refusal(needs, written, addressRefusal(addressFault))
  const entries = needs.entriesNow(communeId)
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
  const elsewhere = change.set.appointments && bookingElsewhere(change.set.appointments, needs.bookingHosts)
  if (elsewhere)
    throw refusal(needs, written, { field: elsewhere, sentence: 'setting.fault.booking_host', parameters: {} })
  const isAsked = change.set.suggested !== undefined || change.set.suggestions !== undefined
  const [unknown] = isAsked ? unknownSuggestions(commune, new Set(entries.keys())) : []
  if (unknown !== undefined) throw new AppError('unknown_entry', 422, { field: 'suggested' })
  return commune
}

/** Why an address is refused, as a sentence. Pure. */
function addressRefusal(fault: AddressFault): SettingFault {
  const parameters: Record<string, string> = fault.fault === 'taken' ? { commune: fault.by.nom } : {}
  return { field: 'publicUrl', sentence: `setting.fault.public_address_${fault.fault}`, parameters }
}

/** The field whose address does not lead to RDV Service Public. Pure. */
function bookingElsewhere({ page, links }: BookingSettings, hosts: readonly string[]): string | undefined {
  const addresses = [['page', page], ...Object.entries(links).map(([id, link]) => [`links.${id}`, link])]
  const wrong = addresses.find(([, address = '']) => address !== '' && !isOfBooking(address, hosts))
  return wrong && `appointments.${wrong[0]}`
}

/** `setting_invalid`, which says of which service and which field when it is of one. */
function refusal(
  { say }: CheckNeeds,
  { services }: Commune,
  { field, sentence, parameters }: SettingFault,
): FieldError {
  const [key, id = '', name = ''] = field.split('.')
  const part = SERVICE_PARTS.find((one) => one === name)
  return new FieldError('setting_invalid', 422, {
    field,
    parameters: (language) => {
      const fault = say(language, sentence, parameters)
      if (key !== 'services' || part === undefined) return { fault }
      const service = services[id]?.nom.trim() || say(language, 'setting.unnamed')
      return {
        fault: say(language, 'setting.in_service', { service, part: say(language, `setting.part.${part}`), fault }),
      }
    },
  })
}

function namesService({ summary, short, sections, simple }: Entry, id: string): boolean {
  return [summary, ...Object.values(short ?? {}), ...Object.values(sections), simple ?? ''].some((text) =>
    text.includes(`{{${id}.`),
  )
}

/** What is wrong with a setting, as a sentence of the catalogue, and where. */
interface SettingFault {
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
  'public_address',
] as const

/** The first fault of a commune that the schema refused. */
function settingFault({ issues }: z.ZodError): SettingFault {
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
