/** A point of the earth, WGS 84 decimal degrees. */
export interface Position {
  /** In [-90, 90]. */
  latitude: number
  /** In [-180, 180]. */
  longitude: number
}

/**
 * A place where somebody helps people with what is done online. The lists hold the values of the French standard, in French.
 * Source: schéma des lieux de médiation numérique (Agence nationale de la cohésion des territoires).
 */
export interface Place {
  id: string
  name: string
  /** Street, post code and town in one line. */
  address: string
  position: Position
  /** E.164, e.g. `+33261910000`; `null` when there is none that can be called. */
  phone: string | null
  email: string | null
  website: string | null
  /** Hours as the source writes them, in OpenStreetMap's syntax; empty when unknown. */
  hours: string
  /** "Aide aux démarches administratives"… */
  services: string[]
  /** People to whom the place speaks above all: "Seniors"…; empty when it is for everyone. */
  audiences: string[]
  /** "Surdité", "Illettrisme"… */
  care: string[]
  /** "Gratuit", "Gratuit sous condition", "Payant". */
  fees: string[]
  /** "France Services", "Conseillers numériques"… */
  programmes: string[]
  /** Page that describes the access for people with a disability. */
  accessibility: string | null
  summary: string
  /** The day the source last touched it, ISO `YYYY-MM-DD`. */
  updatedAt: string | null
  /** Who describes the place. */
  source: string
}

/** Where the places of a commune come from, as its licence asks to say. */
export interface PlacesSource {
  name: string
  /** "Licence Ouverte 2.0", "ODbL 1.0". */
  licence: string
  /** The latest day a place was touched, ISO `YYYY-MM-DD`. */
  date: string | null
}

/** The places near a commune, as `places/<communeId>.json` of the town folder holds them. */
export interface PlacesNearby {
  source: PlacesSource
  /** Nearest first. */
  places: Place[]
}
