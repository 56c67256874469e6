/** Fields that date an act, in the documents that keep it. */
const DATES = ['at', 'createdAt', 'since', 'addedOn'] as const
/** Stands where a name was. */
const FORGOTTEN = '…'
/** Fields of an act with a reason in her own words, or with a name alone; and what stands there afterwards. */
const WORDS = { why: '', reason: '', addedBy: FORGOTTEN, reportedBy: '' } as const
/** Fields under which who acted lies, where an act is not hers alone. */
const ACTORS = ['by', 'createdBy'] as const
/** Values of which no part is an act, and the audit, whose rows go whole. */
const OTHERS: ReadonlySet<string> = new Set(['set', 'audit', 'events', 'deliveries', 'alert'])

/** An id and a name, as {@link Actor} has them. */
const NOBODY = { userId: '', userName: FORGOTTEN }

/** When the acts of a document were done that still say by whom, or why: ISO instants, in no order. Pure. */
export function datesOfNamedActs(document: unknown): string[] {
  const dates: string[] = []
  visit(document, (act, at) => {
    if (unnamed(act) !== act) dates.push(at)
    return act
  })
  return dates
}

/**
 * A document whose acts before an instant no longer say by whom or why; what was done stays. The same object when there is nothing to leave out. Pure.
 */
export function withoutOldNames<T>(document: T, before: string): T {
  return visit(document, (act, at) => (Date.parse(at) < Date.parse(before) ? unnamed(act) : act)) as T
}

type Fields = Record<string, unknown>

/** Goes through every act of a value, innermost first, and puts what is made of it in its place. */
function visit(value: unknown, change: (act: Fields, at: string) => Fields): unknown {
  if (Array.isArray(value)) {
    const next = value.map((one) => visit(one, change))
    return next.some((one, index) => one !== value[index]) ? next : value
  }
  if (typeof value !== 'object' || value === null) return value
  let next = value as Fields
  for (const [key, field] of Object.entries(value)) {
    if (OTHERS.has(key)) continue
    const changed = visit(field, change)
    if (changed !== field) next = { ...next, [key]: changed }
  }
  const at = DATES.map((key) => next[key]).find((date) => typeof date === 'string')
  return typeof at === 'string' ? change(next, at) : next
}

/** An act without who did it and why; the same object when it says neither. */
function unnamed(act: Fields): Fields {
  let next = act
  const put = (fields: Fields) => {
    next = { ...next, ...fields }
  }
  if (isNamed(act)) put(NOBODY)
  for (const key of ACTORS) if (isNamed(act[key])) put({ [key]: NOBODY })
  for (const [key, left] of Object.entries(WORDS))
    if (typeof act[key] === 'string' && act[key] !== '' && act[key] !== left) put({ [key]: left })
  return next
}

function isNamed(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'userName' in value && value.userName !== FORGOTTEN
}
