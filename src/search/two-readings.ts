import type { Probability } from '../platform/model/turn.js'

/** A candidate, as far as readings need it. */
interface Likely {
  id: string
  confidence: Probability
}

/** What one reading found. */
interface Reading {
  candidates: Likely[]
  policy: { answer: Probability }
  noticed: ReadonlyMap<string, Probability>
  calibrated?: unknown
  durationsMs: { encode: number; lexical: number; dense: number; fuse: number }
}

/** Candidates of several readings of one message, each as likely as all of them say by their weights. Pure. @param limit most candidates */
export function mixedReadings<C extends Likely>(
  readings: readonly { candidates: readonly C[]; weight: number }[],
  limit: number,
): C[] {
  const byId = new Map<string, C>()
  for (const { candidates, weight } of readings) {
    for (const candidate of candidates) {
      const known = byId.get(candidate.id)
      byId.set(candidate.id, { ...candidate, confidence: (known?.confidence ?? 0) + weight * candidate.confidence })
    }
  }
  return [...byId.values()].sort((a, b) => b.confidence - a.confidence).slice(0, limit)
}

/**
 * What a misspelt question found: what it finds once it is mended, unless as it was typed it is sure of another entry. Then each reading counts for half, so that both are
 * proposed: a word that was mended wrongly takes no right answer away. Pure.
 */
export function withMended<R extends Reading>(typed: R, mended: R, limit: number): Omit<R, 'calibrated'> {
  const [first] = typed.candidates
  const isOther =
    first !== undefined && first.confidence >= typed.policy.answer && first.id !== mended.candidates[0]?.id
  const halves = [mended, typed].map(({ candidates }) => ({ candidates, weight: 0.5 }))
  // What agents say of a mended question teaches the confidence of well-spelt ones nothing.
  const { calibrated: _, ...rest } = mended
  return {
    ...rest,
    candidates: isOther ? mixedReadings(halves, limit) : mended.candidates,
    noticed: likelier(typed.noticed, mended.noticed),
    durationsMs: {
      encode: typed.durationsMs.encode + mended.durationsMs.encode,
      lexical: typed.durationsMs.lexical + mended.durationsMs.lexical,
      dense: typed.durationsMs.dense + mended.durationsMs.dense,
      fuse: typed.durationsMs.fuse + mended.durationsMs.fuse,
    },
  }
}

/** What is listened for is heard in whichever reading says it. */
function likelier(a: Reading['noticed'], b: Reading['noticed']): ReadonlyMap<string, Probability> {
  const all = new Map(a)
  for (const [id, confidence] of b) all.set(id, Math.max(confidence, all.get(id) ?? 0))
  return all
}
