import { readFileSync } from 'node:fs'

/** Bits of each word that is kept: of a hundred words that are none, one is then taken for one, and stays as it was typed. */
const BITS_PER_WORD = 10
const PLACES_PER_WORD = 7
const FILE = new URL('./french-forms.bin', import.meta.url)

let forms: Uint8Array | undefined

/**
 * Whether a folded word is French, in whatever form, or a name that dictionaries have: of the 420,000 forms of Grammalecte's spelling dictionary (MPL-2.0), of which nothing is
 * kept but a Bloom filter (Bloom, "Space/time trade-offs in hash coding with allowable errors", 1970). What is none may be taken for one, never the other way round.
 */
export function isFrenchForm(folded: string): boolean {
  forms ??= readFileSync(FILE)
  return placesOf(folded, forms.length * 8).every((place) => isSet(forms as Uint8Array, place))
}

/** The filter of these words, for `npm run bench -- real-words`. */
export function filterOf(words: readonly string[]): Uint8Array {
  const filter = new Uint8Array(Math.ceil((words.length * BITS_PER_WORD) / 8))
  for (const word of words) {
    for (const place of placesOf(word, filter.length * 8))
      filter[place >>> 3] = (filter[place >>> 3] as number) | (1 << (place & 7))
  }
  return filter
}

function isSet(filter: Uint8Array, place: number): boolean {
  return ((filter[place >>> 3] as number) & (1 << (place & 7))) !== 0
}

/** Two hashes make as many places as are wanted (Kirsch and Mitzenmacher, 2006). */
function placesOf(word: string, size: number): number[] {
  const [first, step] = [hashOf(word, 2_166_136_261), hashOf(word, 3_266_489_917) | 1]
  return Array.from({ length: PLACES_PER_WORD }, (_, i) => ((first + Math.imul(i, step)) >>> 0) % size)
}

/** FNV-1a, with what MurmurHash3 does at its end: alike words lie far apart. */
function hashOf(word: string, seed: number): number {
  let hash = seed
  for (let i = 0; i < word.length; i += 1) hash = Math.imul(hash ^ word.charCodeAt(i), 16_777_619)
  hash = Math.imul(hash ^ (hash >>> 16), 2_246_822_507)
  hash = Math.imul(hash ^ (hash >>> 13), 3_266_489_909)
  return hash ^ (hash >>> 16)
}
