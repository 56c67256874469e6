import type { PersonalDataKind } from '../../domain/masked-data.js'

/** Where something personal stands in a text, `[from, to)`. */
export interface PersonalDataRange {
  from: number
  to: number
  kind: PersonalDataKind
}
