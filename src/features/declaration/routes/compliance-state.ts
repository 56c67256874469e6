import type { Frame } from '../../../ui/plain/frame.js'
import { dayInWords } from '../../../ui/plain/pages/moment-in-words.js'
import { RGAA_THEMES } from '../rgaa.js'
import type { SayDeclared } from './say-declared.js'

/** How many criteria the RGAA 4.1 has: 106. */
const CRITERIA = RGAA_THEMES.reduce((sum, theme) => sum + theme.criteria, 0)

/** From which share of criteria, in percent, the law says "partially compliant". Source: arrêté du 20 septembre 2019, article 2. */
const PARTIAL_FROM = 50

/** The state that the law asks for. Only an audit by a person gives another one than "not compliant". */
export function complianceState({ commune, language }: Frame, d: SayDeclared): string {
  const audit = commune.accessibilityAudit
  if (!audit) return d('state.none', { criteria: String(CRITERIA) })
  const words = { by: audit.by, date: dayInWords(audit.on, language), rate: String(audit.rate) }
  if (audit.rate >= 100) return d('state.full', words)
  return d(audit.rate >= PARTIAL_FROM ? 'state.partial' : 'state.low', words)
}
