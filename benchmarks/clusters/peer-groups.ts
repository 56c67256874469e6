import { analyseQuestion } from '../../src/search/french-analyser.js'

const ROUNDS = 20

/**
 * Spherical k-means, as a plain script would do it: first centres spread by k-means++, twenty rounds at most.
 * @param vectors unit vectors
 * @returns number of the group of each
 */
export function kMeans(vectors: readonly Float32Array[], k: number, random: () => number): Int32Array {
  let centres = spread(vectors, k, random)
  const groups = new Int32Array(vectors.length)
  for (let round = 0; round < ROUNDS; round += 1) {
    let moved = 0
    for (const [i, vector] of vectors.entries()) {
      const nearest = nearestOf(vector, centres)
      if (nearest !== groups[i]) moved += 1
      groups[i] = nearest
    }
    if (moved === 0) break
    centres = centresOf(vectors, groups, k)
  }
  return groups
}

function spread(vectors: readonly Float32Array[], k: number, random: () => number): Float32Array[] {
  const first = vectors[Math.floor(random() * vectors.length)] as Float32Array
  const centres = [first]
  const distances = vectors.map((vector) => 1 - product(vector, first))
  while (centres.length < k) {
    let left = random() * distances.reduce((sum, one) => sum + one ** 2, 0)
    let chosen = 0
    while (chosen < vectors.length - 1 && left > (distances[chosen] as number) ** 2) {
      left -= (distances[chosen] as number) ** 2
      chosen += 1
    }
    const centre = vectors[chosen] as Float32Array
    centres.push(centre)
    for (const [i, vector] of vectors.entries()) {
      distances[i] = Math.min(distances[i] as number, 1 - product(vector, centre))
    }
  }
  return centres
}

function nearestOf(vector: Float32Array, centres: readonly Float32Array[]): number {
  let [nearest, most] = [0, Number.NEGATIVE_INFINITY]
  for (const [i, centre] of centres.entries()) {
    const likeness = product(vector, centre)
    if (likeness > most) [nearest, most] = [i, likeness]
  }
  return nearest
}

function centresOf(vectors: readonly Float32Array[], groups: Int32Array, k: number): Float32Array[] {
  const sums = Array.from({ length: k }, () => new Float32Array(vectors[0]?.length ?? 0))
  for (const [i, vector] of vectors.entries()) {
    const sum = sums[groups[i] as number] as Float32Array
    for (let at = 0; at < sum.length; at += 1) sum[at] = (sum[at] as number) + (vector[at] as number)
  }
  for (const sum of sums) {
    const norm = Math.sqrt(product(sum, sum))
    if (norm > 0) for (let at = 0; at < sum.length; at += 1) sum[at] = (sum[at] as number) / norm
  }
  return sums
}

function product(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i += 1) sum += (a[i] as number) * (b[i] as number)
  return sum
}

/** Pairs of questions that share a word, with the cosine of their TF-IDF vectors, for {@link singleLink}. */
export interface LikePairs {
  count: number
  pairs: { a: number; b: number; cosine: number }[]
}

/** TF-IDF over French stems: pairs at least `floor` alike. */
export function likePairs(questions: readonly string[], floor: number): LikePairs {
  const stems = questions.map((question) => [...new Set(analyseQuestion(question).map(({ stem }) => stem))])
  const postings = new Map<string, number[]>()
  for (const [i, own] of stems.entries()) for (const stem of own) postings.set(stem, [...(postings.get(stem) ?? []), i])
  const idf = (stem: string) => Math.log(questions.length / (postings.get(stem)?.length ?? 1))
  const norms = stems.map((own) => Math.sqrt(own.reduce((sum, stem) => sum + idf(stem) ** 2, 0)))
  const pairs: LikePairs['pairs'] = []
  for (const [a, own] of stems.entries()) {
    const common = new Map<number, number>()
    for (const stem of own) {
      for (const b of postings.get(stem) ?? []) if (b > a) common.set(b, (common.get(b) ?? 0) + idf(stem) ** 2)
    }
    for (const [b, sum] of common) {
      const cosine = sum / ((norms[a] as number) * (norms[b] as number))
      if (cosine >= floor) pairs.push({ a, b, cosine })
    }
  }
  return { count: questions.length, pairs }
}

/** Single link: questions are of one group when a chain of pairs at least `least` alike leads from one to the other. */
export function singleLink({ count, pairs }: LikePairs, least: number): Int32Array {
  const groups = Int32Array.from({ length: count }, (_, i) => i)
  const rootOf = (i: number): number => {
    let at = i
    while (groups[at] !== at) {
      groups[at] = groups[groups[at] as number] as number
      at = groups[at] as number
    }
    return at
  }
  for (const { a, b, cosine } of pairs) if (cosine >= least) groups[rootOf(a)] = rootOf(b)
  return groups.map((_, i) => rootOf(i))
}
