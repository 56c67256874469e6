import { STAFF_LANGUAGES, type StaffLanguage } from '../../platform/model/language.js'
import type { SayTruth } from '../../platform/model/say.js'
import { loadCatalogues } from '../entries/catalogue/load-catalogues.js'

/** Loads every sentence of truth sheets, from `<knowledgeDir>/messages/truth-sheet.<language>.json`. @throws when a catalogue cannot be read */
export async function loadTruthWords(knowledgeDir: string): Promise<SayTruth> {
  return loadCatalogues({ knowledgeDir, prefix: 'truth-sheet.', languages: STAFF_LANGUAGES }, 'title')
}

/** A whole number, or with one decimal, as a language writes it. */
export function numberIn(language: StaffLanguage, value: number, decimals = 0): string {
  return new Intl.NumberFormat(language, { maximumFractionDigits: decimals }).format(value)
}

/** How many of a hundred a share is: whole, outwards for the bounds of an interval, so that no rounding says more than is known. */
export function outOf100(language: StaffLanguage, share: number, rounded: 'nearest' | 'down' | 'up' = 'nearest') {
  const hundredths = Math.round(share * 1e6) / 1e4
  if (rounded === 'nearest') return numberIn(language, hundredths, 1)
  return numberIn(language, rounded === 'down' ? Math.floor(hundredths) : Math.ceil(hundredths))
}

/** A wait, in seconds under a minute, else in minutes, or in hours from two on. */
export function waitInWords(language: StaffLanguage, seconds: number): string {
  const [unit, value] =
    seconds < 60 ? ['second', seconds] : seconds < 7_200 ? ['minute', seconds / 60] : ['hour', seconds / 3_600]
  const format = { style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: 0 } as const
  return new Intl.NumberFormat(language, format).format(value)
}
