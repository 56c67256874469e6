import type { Entry, ShortKey } from '../model/entry.js'

/** Something that an entry lacks or says in vain. */
export interface EntryFinding {
  rule: 'short_missing' | 'left_to_town'
  /** Path of the field: `short.cost`, `sections.place`. */
  field: string
  /** The words at fault; empty where what is wanted is missing. */
  found: string
}

/** What is asked of almost every procedure. */
const ASKED_OF_ALL = ['papers', 'cost', 'delay', 'where'] as const satisfies ShortKey[]
/** Who reads these is already asking the town hall. */
const LEFT_TO_TOWN = /à (?:préciser par|voir avec) la mairie/i

/** The short answers that an entry lacks, then the fields in which it sends its reader to the very town hall that she is asking. Pure. */
export function lintEntry({ questions, abroad, inShort, ...written }: Entry): EntryFinding[] {
  const missing = ASKED_OF_ALL.filter((key) => written.short?.[key] === undefined)
  return [
    ...missing.map((key): EntryFinding => ({ rule: 'short_missing', field: `short.${key}`, found: '' })),
    ...textsIn(written).flatMap(([field, text]): EntryFinding[] => {
      const [found] = LEFT_TO_TOWN.exec(text) ?? []
      return found === undefined ? [] : [{ rule: 'left_to_town', field, found }]
    }),
  ]
}

/** Every text in a value, by its path. */
function textsIn(value: unknown, path: readonly string[] = []): [field: string, text: string][] {
  if (typeof value === 'string') return [[path.join('.'), value]]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, one]) => textsIn(one, [...path, name]))
}
