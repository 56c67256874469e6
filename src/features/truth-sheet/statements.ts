import { dayInWords } from '../../platform/http/pages/provenance.js'
import type { Commune } from '../../platform/model/commune.js'
import type { StaffLanguage } from '../../platform/model/language.js'
import type { SayTruth, TruthKey } from '../../platform/model/say.js'
import type { TruthSheetView } from './contract.js'
import { TOLD_CRITERIA, toldPresence } from './presence.js'

/**
 * Headings of the inventory of algorithms, in its order.
 * Source: etalab/guides.etalab.gouv.fr, algorithmes/2-inventaire.md at 0d4bf0d (version of 11 February 2021).
 */
const REGISTER = [
  ...(['administration', 'service', 'contact', 'updated'] as const),
  ...(['algorithm', 'context', 'purpose', 'moment', 'automation', 'basis'] as const),
  ...(['decisions', 'reach', 'public'] as const),
  ...(['data', 'collection', 'type', 'operations', 'resources'] as const),
]

/**
 * The criteria of theme 9, "Algorithmie", of the RGESN: seven of its 78.
 * Source: RGESN, version of 17 May 2024 (Arcep, Arcom, ADEME), as ldevernay/rgesn-v2-audit quotes 9.2 to 9.7 (data/criteria/criteria_settings.json at 9f22ac2).
 */
const RGESN = ['9.1', '9.2', '9.3', '9.4', '9.5', '9.6', '9.7'] as const

/** What is stated of the assistant of a commune, whatever happened. */
export type Statements = Pick<TruthSheetView, 'presence' | 'notice' | 'register' | 'sustainability'>

/** Says what the assistant is, and what is known of the town's presence, in a language. */
export function statementsOf(commune: Commune, day: string, language: StaffLanguage, say: SayTruth): Statements {
  const { nom, privacy, services, reception } = commune
  const facts = {
    commune: nom,
    controller: privacy.controller,
    contact: [services[reception]?.courriel, privacy.dpoEmail].filter(Boolean).join(', '),
    date: dayInWords(day, language),
    retention: String(privacy.retentionDays),
  }
  const stated = (prefix: 'register' | 'rgesn') => (id: string) => ({
    id,
    name: say(language, `${prefix}.${id}` as TruthKey),
    value: say(language, `${prefix}.${id}.value` as TruthKey, facts),
  })
  const presence = toldPresence(commune)
  return {
    presence: TOLD_CRITERIA.flatMap((criterion) => {
      const met = presence[criterion]
      return met === undefined ? [] : [{ criterion, name: say(language, `presence.${criterion}`), met }]
    }),
    notice: say(language, 'notice'),
    register: REGISTER.map(stated('register')),
    sustainability: RGESN.map(stated('rgesn')),
  }
}
