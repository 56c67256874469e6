/** How well groups match known ones: of pairs of questions, and of each question's group (B-cubed). All in [0, 1]. */
export interface GroupQuality {
  pairPrecision: number
  pairRecall: number
  pairF1: number
  bcubedPrecision: number
  bcubedRecall: number
  bcubedF1: number
}

/**
 * Compares groups with what their members are known to ask for.
 * Source of B-cubed: Amigó et al., “A comparison of extrinsic clustering evaluation metrics based on formal constraints”, Information Retrieval 12 (2009).
 * @param groups number of the group of each question
 * @param truth what each question asks for
 */
export function groupQuality(groups: ArrayLike<number>, truth: readonly string[]): GroupQuality {
  const [byGroup, byTruth, both] = [new Map<string, number>(), new Map<string, number>(), new Map<string, number>()]
  const add = (counts: Map<string, number>, key: string) => counts.set(key, (counts.get(key) ?? 0) + 1)
  for (const [i, known] of truth.entries()) {
    add(byGroup, String(groups[i]))
    add(byTruth, known)
    add(both, `${groups[i]} ${known}`)
  }
  const pairs = (counts: Map<string, number>) => [...counts.values()].reduce((sum, n) => sum + (n * (n - 1)) / 2, 0)
  const [together, grouped, known] = [pairs(both), pairs(byGroup), pairs(byTruth)]
  const [pairPrecision, pairRecall] = [ratio(together, grouped), ratio(together, known)]
  let [precision, recall] = [0, 0]
  for (const [i, name] of truth.entries()) {
    const shared = both.get(`${groups[i]} ${name}`) as number
    precision += shared / (byGroup.get(String(groups[i])) as number)
    recall += shared / (byTruth.get(name) as number)
  }
  const [bcubedPrecision, bcubedRecall] = [precision / truth.length, recall / truth.length]
  return {
    pairPrecision,
    pairRecall,
    pairF1: harmonic(pairPrecision, pairRecall),
    bcubedPrecision,
    bcubedRecall,
    bcubedF1: harmonic(bcubedPrecision, bcubedRecall),
  }
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole
}

function harmonic(a: number, b: number): number {
  return a + b === 0 ? 0 : (2 * a * b) / (a + b)
}
