/**
 * What is wrong among entries, or with one. `confused`: questions of one are answered by the other, or asked back about with the other first; `same_question`: both have the same one, or nearly;
 * `same_content`: both say nearly the same; `never_found`: no question of it finds it without being in it; `hardly_served`: citizens hardly ever get it;
 * `few_questions`: it has too few, or of one style. In the order in which they matter when as many citizens are concerned.
 */
export const CONFLICT_KINDS = [
  'confused',
  'same_question',
  'same_content',
  'never_found',
  'few_questions',
  'hardly_served',
] as const
/** One of {@link CONFLICT_KINDS}. */
export type ConflictKind = (typeof CONFLICT_KINDS)[number]

/** An example question of one entry that another one takes, or has too. */
export interface ConflictQuestion {
  question: string
  /** The entry that has it. */
  of: string
  /** The other one; `null` when the finding is about one entry. */
  by: string | null
  /** As the other one writes it, of `same_question`. */
  twin?: string
  /** Of `confused`: whether the assistant asks back, and proposes the other one first, rather than answer with it. */
  isUnsure?: boolean
}

/** A finding about one entry or two. */
export interface Conflict {
  /** The kind and the entries; the same as long as it is about them. */
  key: string
  kind: ConflictKind
  /** One or two, in the order of their ids. */
  entryIds: readonly string[]
  questions: readonly ConflictQuestion[]
  /** Example questions concerned; of `few_questions`, those that are missing. */
  count: number
  /** Of `confused`: how many of these the other entry answers outright; 0 of any other kind. */
  taken: number
  /** Example questions of its entries. */
  of: number
  /** Changes when what it follows from does: the questions of its entries; what they say too, of `same_content`. */
  mark: string
}

/** The key of a finding. Ids have neither of its separators. */
export function conflictKey(kind: ConflictKind, entryIds: readonly string[]): string {
  return [kind, ...entryIds].join(':')
}
