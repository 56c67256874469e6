/** What may be asked of a place of the town. `who` asks which service deals with something. */
export const FACT_KINDS = ['opening', 'hours', 'phone', 'address', 'email', 'access', 'stop', 'who'] as const

/** One of {@link FACT_KINDS}. */
export type FactKind = (typeof FACT_KINDS)[number]

/** When something is asked of, on the clock of the commune. */
export interface FactMoment {
  /** ISO days, in order; none for a moment that is no day. */
  days: string[]
  /** Hours of the day, `HH:MM`, the end not included: a morning, or one minute; absent: the whole day. */
  from?: string
  to?: string
  /** This very moment. */
  now?: true
  /** Weeks on end: "pendant les vacances", "en août". */
  usual?: true
}

/** The place of the last fact, what was asked of it and when: plain data, kept with the dialogue. */
export interface LastPlace {
  /** Ids of services of the commune. */
  ids: string[]
  asked: FactKind[]
  when?: FactMoment
}
