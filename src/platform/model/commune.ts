import type { Handoff, Resolution } from './handoff.js'
import type { Language } from './language.js'
import type { Position } from './place.js'
import type { Promises } from './promises.js'
import type { RetentionDays } from './retention.js'
import type { ValidationSettings } from './validation.js'

/** Parts of a service that a page of the settings names. */
export const SERVICE_PARTS = [
  'nom',
  'adresse',
  'telephone',
  'courriel',
  'autresNoms',
  'acces',
  'arret',
  'missions',
  'hours',
  'seasons',
  'openings',
  'closures',
  'writtenHours',
  'relayHours',
] as const

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

/** Hours that take the place of the weekly ones from one day of each year to another, both included, `MM-DD`. `from` after `to` goes over the new year. */
export interface Season {
  from: string
  to: string
  hours: WeeklyHours
}

/** Whether a season, which may go over the new year, holds a day of the year, `MM-DD`. */
export function isInSeason({ from, to }: Pick<Season, 'from' | 'to'>, day: string): boolean {
  return from <= to ? day >= from && day <= to : day >= from || day <= to
}

/** A colour as `#rrggbb`, in lower case. */
export type Colour = `#${string}`

/** How waiting citizens come to agents: by hand, in turn, or to whom has the fewest. */
export const ROUTING_MODES = ['manual', 'round_robin', 'least_loaded'] as const
/** One of {@link ROUTING_MODES}. */
export type RoutingMode = (typeof ROUTING_MODES)[number]

/** How a commune brings citizens and agents together. */
export interface RoutingSettings {
  mode: RoutingMode
  /** How long an agent has to take what is offered to her. Default 30. */
  acceptSeconds?: number
  /** How many citizens an agent talks with at once, unless her account says otherwise. Default 3. */
  capacity?: number
}

/** Where the letters of the widget come from: the reader's own system, or the page around it. */
export const THEME_FONTS = ['system', 'site'] as const
/** How the launcher looks: with its words, or a disc whose words come under the pointer or the keyboard. */
export const THEME_LAUNCHERS = ['labelled', 'round'] as const

/** The looks of one commune. What is absent is Guichet's own. */
export interface Theme {
  /** Colour of buttons, links and the top of the panel on light backgrounds. */
  accent?: Colour
  /** The same for those who have chosen dark screens; made from `accent` when it is absent. */
  accentDark?: Colour
  /** Corners of buttons, in px, from 0 to what `features/settings/palette` allows. */
  radius?: number
  font?: (typeof THEME_FONTS)[number]
  launcher?: (typeof THEME_LAUNCHERS)[number]
}

/** What differs in a commune, by ids of the guide to waste (`assistant/waste`). */
export interface CommuneWaste {
  /** Where objects go. */
  objects?: Record<string, string[]>
  /** Colours of bins, by kind. */
  bins?: Record<string, string>
  /** A sentence for a kind, told as it is written: where the columns for glass are. */
  notes?: Record<string, string>
}

/** A day, ISO `YYYY-MM-DD`, whose hours take the place of all others, even of a holiday or a closure: the Saturday before an election. */
export interface ExceptionalOpening {
  date: string
  ranges: DayRanges
  reason: string
}

/** When a service is open, holidays and closures of its commune aside. The first season that holds a day counts. */
export interface Schedule {
  hours: WeeklyHours
  seasons?: Season[]
  openings?: ExceptionalOpening[]
  /** Closures of this service alone. */
  closures?: Closure[]
}

/** A service or a place of the commune (town hall, swimming pool, market…), as variables of entries name it. */
export interface Service extends Schedule {
  nom: string
  adresse: string
  telephone: string
  courriel: string
  /** When it is reached in writing; at least when its telephone is answered. Absent or empty: not declared. */
  writtenHours?: WeeklyHours
  /** When it is reached by a telephone relay, for people who do not hear or do not speak; as above. */
  relayHours?: WeeklyHours
  /** Other names that citizens give it: "bibliothèque", "la déchèterie". */
  autresNoms?: string[]
  /** How to come in, in one sentence that is told as it is written: step-free entrance, parking. */
  acces?: string
  /** The stop of a bus or a tram, with its lines: "Stade, ligne 2". */
  arret?: string
  /** What it answers for, a few words each: "poubelles", "permis de construire". */
  missions?: string[]
}

/** The place of an office that is nearest to a town hall, as the national directory says. */
export interface NearOffice {
  nom: string
  /** In one line. */
  adresse: string
  /** Empty when the directory has none. */
  telephone: string
  /** Empty when the directory does not say, or not by weekday. */
  hours: WeeklyHours
  /** Day on which the directory was changed, ISO `YYYY-MM-DD`. */
  date: string
}

/** How many calls the reception promises; none when it does not offer them. */
export interface CallbackSettings {
  /** Calls in a half-day; 0 offers none. */
  perHalfDay: number
  /** Hour of the day at which calls end, `HH:MM`, when it is before the reception closes. */
  lastHour?: string
}

/** How long a citizen may be silent while an agent talks with her, in minutes. */
export interface SilenceSettings {
  /** Then she is asked whether she is still there. Default 10. */
  askAfterMinutes?: number
  /** Once asked, the agent is freed. Default 5. */
  leaveAfterMinutes?: number
}

/** What happens while an agent and a citizen talk. */
export interface TalkSettings {
  /** Whether the agent sees that the citizen writes, never what. Default: she does not. */
  showCitizenTyping?: boolean
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

/** An audit of the RGAA 4.1 by a person, for the declaration of accessibility. */
export interface AccessibilityAuditByPerson {
  /** ISO day. */
  on: string
  /** Who made it. */
  by: string
  /** Share of the criteria that are met, in percent. */
  rate: number
}

/** A part of the town hall whose agents know the same procedures. */
export interface Department {
  /** In words, as citizens and agents read it: "État civil". */
  nom: string
  /** Categories of entries that it answers for. */
  categories: string[]
}

/** Hours during which an ended request may be opened again, unless the commune says otherwise: over a week-end. */
export const REOPEN_HOURS = 72

/** A reason for which agents close a request, in the commune's own words. */
export interface CloseReason {
  id: string
  nom: string
  /** What statistics count it as. */
  outcome: Resolution
  /** Kinds of requests for which it is offered; absent: all. */
  kinds?: Handoff['kind'][]
}

/** How it is known that agents are there. */
export interface PresenceSettings {
  /** How long a console may be left untouched before its agent is taken for absent, in minutes. Default 15. */
  idleMinutes?: number
  /** Words proposed to agents who go away: "au guichet". */
  awayWords?: string[]
}

/** How the commune's entries are looked after. */
export interface CurationSettings {
  /** Whether somebody else than its author must have read an entry before it is published. Default: no. */
  reviewerRequired?: boolean
  /** Days for which an entry is still shown after its review date; `null`: for ever. Default 90. */
  reviewGraceDays?: number | null
}

/**
 * Whether what a commune publishes has pages and files that anyone may read and use again: for search engines too (`listed`), for whoever knows the
 * address (`unlisted`), or not at all (`closed`).
 */
export const OPEN_DATA_REACHES = ['listed', 'unlisted', 'closed'] as const

/** Where citizens book an appointment with RDV Service Public. */
export interface BookingSettings {
  /** The booking page of the commune's organisation. */
  page: string
  /** By entry, the page on which its motive is chosen; empty: the organisation's, where the citizen chooses. */
  links: Record<string, string>
}

/** What is published of how well a commune is answered. */
export interface TruthSheetSettings {
  /** Whether anybody may read its truth sheet. Default: no. */
  publish?: boolean
  /** Answers of each day that are drawn for agents to look at; 0: none. Default 2. */
  checksPerDay?: number
}

/** Who the mails of a commune come from. */
export interface CommuneMail {
  /** Shown as the sender's name. */
  name?: string
  /** Used where the server's settings allow this commune its domain; else the server's own. */
  address?: string
  /** Last lines of each mail. */
  signature?: string
}

/** A town (or any body) served by one installation. */
export interface Commune {
  id: string
  nom: string
  site: string
  /** Origin under which citizens reach it, which leads to this server too: `https://chat.ville.fr`; absent: the server's own. */
  publicUrl?: string
  /** Its centre, from which the distance of places of help is told; without it, none is offered. */
  position?: Position
  /** IANA zone of its opening hours. */
  timeZone: string
  /** Two more holidays in Alsace and Moselle. */
  alsaceMoselle: boolean
  /** Id of the service whose hours are those of the reception agents. */
  reception: string
  services: Record<string, Service>
  closures: Closure[]
  /** The nearest places of offices that are not the town hall's, by their kind in the national directory; `guichet import annuaire` writes them. */
  offices?: Record<string, NearOffice>
  /** By id; absent: the reception answers for everything. */
  departments?: Record<string, Department>
  /** Reasons for which agents close a request, in the order in which they are offered; absent: the outcomes themselves. */
  closeReasons?: CloseReason[]
  /** How long an ended request may be opened again. Default {@link REOPEN_HOURS}. */
  reopenHours?: number
  /** Absent: agents choose in the queue themselves. */
  routing?: RoutingSettings
  /** Absent: the defaults. */
  presence?: PresenceSettings
  /** Absent, or one of them absent: what the server's settings say. */
  promises?: Partial<Promises>
  /** Absent: no answer waits for an agent. */
  validation?: ValidationSettings
  /** Absent: the defaults. */
  curation?: CurationSettings
  /** Absent: nobody is phoned. */
  callbacks?: CallbackSettings
  /** Absent: the defaults. */
  silence?: SilenceSettings
  talk?: TalkSettings
  /** Entries proposed as first questions, after those of `suggestions`. */
  suggested: string[]
  /** Entries proposed as first questions by page and season. */
  suggestions?: Suggestions
  /** Where things that are thrown away go here, where that differs from the national rules. */
  waste?: CommuneWaste
  /** Web origins whose pages may embed the widget, besides the server's own. */
  origins: string[]
  /** Languages in which citizens are proposed the assistant, French always among them. Absent: all of them. */
  languages?: Language[]
  /** Absent: Guichet's own looks. */
  theme?: Theme
  /** Data controller, contact of the data protection officer, and days for which each kind of data is kept. */
  privacy: {
    controller: string
    dpoEmail: string
    /** Days after the last activity of a conversation. */
    retentionDays: number
    /** Of the other kinds, where the defaults of `platform/model/retention` do not suit. */
    retention?: Partial<Omit<RetentionDays, 'conversations'>>
    /** Hours after the end of a request for which its agent can still see what was masked; 0 keeps nothing of it, ever. Default 4. */
    revealHours?: number
  }
  /** The sender and the last words of its mails, which the operator of the server writes; absent, or one of them absent: the server's. */
  mail?: CommuneMail
  /** What the operator of the server gives it of what the communes share; absent, or one of them absent: no bound of its own. */
  quota?: { conversationsPerDay?: number; filesMb?: number }
  /** Absent: `listed`. */
  openData?: (typeof OPEN_DATA_REACHES)[number]
  /** Absent: no truth sheet is published, and answers are drawn all the same. */
  truthSheet?: TruthSheetSettings
  /** Absent: no card leads to a booking. */
  appointments?: BookingSettings
  /** The last audit of the RGAA by a person; none when nobody has made one. */
  accessibilityAudit?: AccessibilityAuditByPerson
}

/** The phone of the commune's reception, as written in its file; empty when it has none. */
export function receptionPhone(commune: Pick<Commune, 'services' | 'reception'> | undefined): string {
  return commune?.services[commune.reception]?.telephone ?? ''
}

/** The service of a commune that has this id; `undefined` where it has none, whatever word was written for it: `constructor` is not one. Pure. */
export function serviceOf({ services }: Pick<Commune, 'services'>, id: string): Service | undefined {
  return Object.hasOwn(services, id) ? services[id] : undefined
}
