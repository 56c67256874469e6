import type { WeeklyHours } from '../../platform/model/commune.js'
import { toUrl } from '../../platform/text/to-url.js'

/** Lengths of what is written, in characters. */
export const WRITTEN = { line: 200, name: 60 } as const

/** What is asked of a new town: what must be its own. */
export interface AskedTown {
  name: string
  /** Street of the town hall. */
  address: string
  postalCode: string
  phone: string
  email: string
  /** Where its site is. */
  site: string
  /** Of its reception. */
  hours: WeeklyHours
  /** Who manages it first. */
  adminName: string
  adminEmail: string
}

/** What may be wrong with a field; each has its sentence. */
export type TownFault = `${keyof AskedTown}.missing` | `${keyof AskedTown}.wrong`

const EMAIL = /^[^\s@]{1,64}@[^\s@]{1,120}\.[^\s@.]{2,20}$/
const CHECKS: Record<Exclude<keyof AskedTown, 'hours'>, (text: string) => boolean> = {
  name: (text) => text.length <= WRITTEN.name && /[a-z]/i.test(text),
  address: () => true,
  postalCode: (text) => /^\d{5}$/.test(text),
  phone: (text) => /^(?:0|\+33)\d{9}$/.test(text.replace(/[\s.-]/g, '')) || /^3\d{3}$/.test(text.replace(/\s/g, '')),
  email: (text) => EMAIL.test(text),
  site: (text) => siteOf(text) !== null,
  adminName: () => true,
  adminEmail: (text) => EMAIL.test(text),
}

/** Everything that is to mend in what is asked, by field, in the order of the form. Pure. */
export function townFaults(asked: AskedTown): Partial<Record<keyof AskedTown, TownFault>> {
  const fields = Object.keys(CHECKS) as (keyof typeof CHECKS)[]
  const faults = fields.flatMap((field): [string, TownFault][] => {
    const text = asked[field].trim()
    if (text === '') return [[field, `${field}.missing`]]
    return CHECKS[field](text) ? [] : [[field, `${field}.wrong`]]
  })
  const week = Object.values(asked.hours)
  if (week.every((ranges) => ranges.length === 0)) faults.push(['hours', 'hours.missing'])
  else if (week.some(isWrongDay)) faults.push(['hours', 'hours.wrong'])
  return Object.fromEntries(faults)
}

function isWrongDay(ranges: readonly (readonly [string, string])[]): boolean {
  return ranges.some(
    ([from, to], at) => !isTime(from) || !isTime(to) || from >= to || from < (ranges[at - 1]?.[1] ?? ''),
  )
}

function isTime(text: string): boolean {
  return /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(text)
}

/** The address of a site as it is kept, whether it was typed with or without `https://`; `null` when it is none. Pure. */
export function siteOf(typed: string): string | null {
  const text = typed.trim().replace(/\/$/, '')
  const whole = /^https?:\/\//i.test(text) ? text : `https://${text}`
  const url = toUrl(whole)
  if (!url) return null
  const { host, protocol } = url
  return protocol === 'https:' && host.includes('.') ? whole : null
}
