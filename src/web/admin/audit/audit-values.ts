import type { AuditValue } from '../../../domain/audit.js'

/** One part that an act changed, each side ready to read; empty where there was nothing. */
export interface ChangedPart {
  /** Where in what was changed; empty for the whole. */
  name: string
  before: string
  after: string
}

/** What an act changed, part by part. Pure. */
export function changedParts(before: AuditValue, after: AuditValue): ChangedPart[] {
  if (!isParts(before) && !isParts(after)) {
    const [was, is] = [inWords(before), inWords(after)]
    return was === '' && is === '' ? [] : [{ name: '', before: was, after: is }]
  }
  const [was, is] = [partsOf(before), partsOf(after)]
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])]
  return names.map((name) => ({ name, before: inWords(was[name] ?? null), after: inWords(is[name] ?? null) }))
}

/** A value in words: ranges of hours as `08:30–12:00`, lists with commas. */
export function inWords(value: AuditValue): string {
  if (value === null) return ''
  if (Array.isArray(value)) return value.map((one) => (isRange(one) ? one.join('–') : inWords(one))).join(', ')
  if (typeof value !== 'object') return String(value)
  return Object.entries(value)
    .map(([name, one]) => `${name} ${inWords(one)}`)
    .join(' ; ')
}

function isRange(value: AuditValue): value is string[] {
  return Array.isArray(value) && value.length === 2 && value.every((one) => /^\d\d:\d\d$/.test(String(one)))
}

function isParts(value: AuditValue): value is Record<string, AuditValue> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function partsOf(value: AuditValue): Record<string, AuditValue> {
  return isParts(value) ? value : value === null ? {} : { '': value }
}
