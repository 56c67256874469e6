/** Opening ranges of one weekday, `[from, to)` as `HH:MM`. Split days have two ranges. */
export type DayRanges = [from: string, to: string][]

/** Weekly hours by ISO weekday: `1` Monday … `7` Sunday. An absent day is closed. */
export type WeeklyHours = Partial<Record<'1' | '2' | '3' | '4' | '5' | '6' | '7', DayRanges>>

/** Dates on which a service is closed, both included, ISO `YYYY-MM-DD`, with the reason told to citizens. */
export interface Closure {
  from: string
  to: string
  reason: string
}

/** A service of the commune, as variables of entries name it. */
export interface Service {
  nom: string
  adresse: string
  telephone: string
  courriel: string
  hours: WeeklyHours
}

/** Entries proposed as first questions on some pages of the commune's site. */
export interface PageSuggestions {
  /** A path, for that page and those under it (`/` is the home page alone), or with `*` for any run of characters. */
  path: string
  /** Ids of entries, in the order in which they are proposed. */
  entries: string[]
}

/** Entries proposed as first questions in a part of every year. */
export interface SeasonSuggestions {
  /** First day, `MM-DD`. */
  from: string
  /** Last day, included, `MM-DD`; before `from` when the season goes over the New Year. */
  to: string
  entries: string[]
}

/** What a commune proposes as first questions, besides {@link Commune.suggested}. */
export interface Suggestions {
  /** Proposed everywhere, all the year. */
  default?: string[]
  pages?: PageSuggestions[]
  seasons?: SeasonSuggestions[]
}

/** A town (or any body) served by one installation. */
export interface Commune {
  id: string
  nom: string
  site: string
  /** IANA zone of its opening hours. */
  timeZone: string
  /** Two more holidays in Alsace and Moselle. */
  alsaceMoselle: boolean
  /** Id of the service whose hours are those of the reception agents. */
  reception: string
  services: Record<string, Service>
  closures: Closure[]
  /** Entries proposed as first questions, after those of `suggestions`. */
  suggested: string[]
  /** Entries proposed as first questions by page and season. */
  suggestions?: Suggestions
  /** Web origins whose pages may embed the widget, besides the server's own. */
  origins: string[]
  /** Data controller and contact of the data protection officer, for the privacy notice. */
  privacy: { controller: string; dpoEmail: string; retentionDays: number }
}
