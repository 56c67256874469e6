import type { Position } from './place.js'

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

/** A town (or any body) served by one installation. */
export interface Commune {
  id: string
  nom: string
  site: string
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
  /** Entries proposed as first questions. */
  suggested: string[]
  /** Web origins whose pages may embed the widget, besides the server's own. */
  origins: string[]
  /** Data controller and contact of the data protection officer, for the privacy notice. */
  privacy: { controller: string; dpoEmail: string; retentionDays: number }
}
