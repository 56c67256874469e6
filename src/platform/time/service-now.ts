import type { RecognisedLanguage } from '../model/language.js'

/** A service at one moment, in words: kept with an answer, whose own text does not change with the hour. */
export interface ServiceNow {
  /** Its name. */
  service: string
  open: boolean
  /** "ouvert, ferme à 17 h", "fermé, ouvre demain à 8 h 30". */
  sentence: string
  /** The hours of the season, and what is exceptional in the days to come. */
  notices: string[]
  /** Language of the sentences. */
  language: RecognisedLanguage
  /** ISO instant from which the sentence is no longer true. */
  until: string
}
