import type { SignalMatcher } from '../signal-matcher.js'

/** Where one thing that is said ends and the next begins. */
const BETWEEN_CLAUSES = /[.,;:!?()\n]+|(?<!\p{L})(?:mais|car|parce qu(?:e|['’])|et|donc|alors)(?!\p{L})/iu

/**
 * What a message says besides that she cannot manage online, courtesies aside: "acte de naissance" of "acte de naissance mais j'ai pas internet". Empty when it says
 * nothing else, or says both in one breath.
 */
export function otherClauses(text: string, matchSignals: SignalMatcher): string {
  const clauses = text.split(BETWEEN_CLAUSES).map((clause) => clause.trim())
  return clauses.filter((clause) => clause !== '' && matchSignals(clause).length === 0).join(', ')
}
