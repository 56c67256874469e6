import type { SpokenLanguage } from '../../../platform/model/language.js'

/** How the ids of the entries of offices begin. */
export const OFFICE_PREFIX = 'office-'

/** A number that anyone may call, and what it costs, in French. */
export interface OfficePhone {
  /** As people write it: `3230`, `0809 401 401`. */
  number: string
  label?: string | undefined
  /** When somebody answers. */
  hours?: string | undefined
}

/** An office that is not the town hall's, to which people are sent: `knowledge/offices/<id>.md`. Its entry is `office-<id>`. */
export interface Office {
  /** As it stands inside a French sentence, with its article: "la CAF (caisse d'allocations familiales)". */
  name: string
  phones: OfficePhone[]
  /** Kind of its places in the national directory (`caf`, `sip`); absent when none is to be looked for. */
  directory?: string | undefined
  /** The name, as it stands inside a sentence of each language. */
  names: Partial<Record<SpokenLanguage, string>>
  /** The summary in each language. */
  summaries: Partial<Record<SpokenLanguage, string>>
}
