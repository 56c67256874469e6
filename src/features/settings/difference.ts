import type { AuditValue } from '../../platform/model/audit.js'

type Leaves = Record<string, AuditValue>

/**
 * What differs between two values, part by part, for a person to read: `{"accueil.telephone": "02 …"}`. A list is one part. Where one of them is no
 * object, both are told whole; what is absent is `null`. Pure.
 */
export function differenceOf(before: unknown, after: unknown): { before: AuditValue; after: AuditValue } {
  if (!isObject(before) || !isObject(after)) return { before: toValue(before), after: toValue(after) }
  const [was, is]: [Leaves, Leaves] = [{}, {}]
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [former, next] = [before[key], after[key]]
    if (isSame(former, next)) continue
    const inside = isObject(former) && isObject(next) ? differenceOf(former, next) : null
    if (inside) {
      for (const [rest, value] of Object.entries(inside.before as Leaves)) was[`${key}.${rest}`] = value
      for (const [rest, value] of Object.entries(inside.after as Leaves)) is[`${key}.${rest}`] = value
    } else {
      if (former !== undefined) was[key] = toValue(former)
      if (next !== undefined) is[key] = toValue(next)
    }
  }
  return { before: was, after: is }
}

/** Whether two values say the same, whatever the order of their parts. */
export function isSame(one: unknown, other: unknown): boolean {
  if (!isObject(one) || !isObject(other)) return JSON.stringify(one) === JSON.stringify(other)
  const keys = new Set([...Object.keys(one), ...Object.keys(other)])
  return [...keys].every((key) => isSame(one[key], other[key]))
}

function toValue(value: unknown): AuditValue {
  return value === undefined ? null : (JSON.parse(JSON.stringify(value)) as AuditValue)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
