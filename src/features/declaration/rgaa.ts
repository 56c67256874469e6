/** A theme of the RGAA 4.1, with how many criteria it has (https://accessibilite.numerique.gouv.fr/methode/criteres-et-tests/, Licence Ouverte 2.0). */
export interface RgaaTheme {
  number: number
  fr: string
  criteria: number
}

/** The thirteen themes, 106 criteria in all. */
export const RGAA_THEMES: RgaaTheme[] = [
  { number: 1, fr: 'Images', criteria: 9 },
  { number: 2, fr: 'Cadres', criteria: 2 },
  { number: 3, fr: 'Couleurs', criteria: 3 },
  { number: 4, fr: 'Multimédia', criteria: 13 },
  { number: 5, fr: 'Tableaux', criteria: 8 },
  { number: 6, fr: 'Liens', criteria: 2 },
  { number: 7, fr: 'Scripts', criteria: 5 },
  { number: 8, fr: 'Éléments obligatoires', criteria: 10 },
  { number: 9, fr: 'Structuration de l’information', criteria: 4 },
  { number: 10, fr: 'Présentation de l’information', criteria: 14 },
  { number: 11, fr: 'Formulaires', criteria: 13 },
  { number: 12, fr: 'Navigation', criteria: 11 },
  { number: 13, fr: 'Consultation', criteria: 12 },
]
