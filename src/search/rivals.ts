import type { PooledCandidate } from './candidate-features.js'

/** Candidates counted beside the first: more tell nothing more. */
const MOST_RIVALS = 11
/** Share of the first candidate's likeness, and how much less of its cosine, that a rival has at least. */
const ALIKE_SHARE = 0.9
const NEAR_COSINE = 0.05

/** Logarithms of how many other candidates, plus 1, have as much to show as the first. */
export interface Rivals {
  /** Contain as many of the question's words. */
  coveringRivals: number
  /** Have an example question as alike, nearly. */
  alikeRivals: number
  /** Have a text as near, nearly; 0 without an encoder. */
  nearRivals: number
}

/**
 * Counts the rivals of the first of some ranked candidates. A word that many entries contain ("passport") may mean each of them, however far ahead the
 * ranking puts one; a word that one entry contains ("pound") means that one.
 */
export function rivalsOf(ranked: readonly PooledCandidate[]): Rivals {
  const [first, ...others] = ranked.slice(0, MOST_RIVALS + 1)
  const own = first?.features ?? {}
  const count = (name: string, least: number) =>
    Math.log1p(
      others.filter(({ features }) => featureOf(features, name) > 0 && featureOf(features, name) >= least).length,
    )
  return {
    coveringRivals: count('coverage', featureOf(own, 'coverage') - 1e-4),
    alikeRivals: count('questionLikeness', featureOf(own, 'questionLikeness') * ALIKE_SHARE),
    nearRivals: count('denseBest', featureOf(own, 'denseBest') - NEAR_COSINE),
  }
}

function featureOf(features: PooledCandidate['features'], name: string): number {
  return features[name] ?? 0
}
