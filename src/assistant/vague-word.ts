import type { Probability } from '../platform/model/probability.js'
import { stemsOfQuestion } from '../search/french-analyser.js'
import type { SearchCandidate } from '../search/search-index.js'

/** That one of the choices is right. A whole question needs more (`floor` of the policy): a word alone is only the beginning of one. */
const LEAST_AMONG: Probability = 0.2

/**
 * Whether a message has one word that means something, which several entries have, of which none is likely: "dossier", "aides", "c'est ouvert quand". What it is
 * about is asked, with these entries as choices, in place of a person at once. French only. Pure.
 */
export function isVagueWord(text: string, candidates: readonly SearchCandidate[]): boolean {
  const [word = '', ...others] = new Set(stemsOfQuestion(text))
  if (!/^\p{L}+$/u.test(word) || others.length > 0 || candidates.length < 2) return false
  const among = candidates.reduce((sum, { confidence }) => sum + confidence, 0)
  return among >= LEAST_AMONG && candidates.every(({ matchedWords }) => matchedWords.length > 0)
}
