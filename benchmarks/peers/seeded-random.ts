import { seededRandom, shuffle } from '../../src/platform/text/seeded-random.js'

/** A seed of a text: FNV-1a, so that what is drawn for a question does not depend on the questions before it. */
export function seedOf(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash >>> 0
}

/** The items in an order that only depends on the seed. */
export function shuffled<T>(items: readonly T[], seed: number): T[] {
  return shuffle(items, seededRandom(seed))
}
