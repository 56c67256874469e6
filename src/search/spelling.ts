import { readFileSync } from 'node:fs'

/** Shorter words have too many neighbours to be corrected. */
const MIN_LENGTH = 4
const TWO_EDITS_LENGTH = 8

/** Stems of French words, as `npm run bench -- real-words` writes them. */
const REAL: ReadonlySet<string> = new Set(
  readFileSync(new URL('./real-stems.txt', import.meta.url), 'utf8')
    .trim()
    .split('\n'),
)

/** Whether a stem may be corrected, or corrected towards. */
export function isCorrectable(stem: string): boolean {
  return stem.length >= MIN_LENGTH && !/\d/.test(stem)
}

/** Letters that may be corrected in a stem. */
export function editsOf(stem: string): number {
  return stem.length >= TWO_EDITS_LENGTH ? 2 : 1
}

/**
 * Whether one stem may stand for another: a French word is no misspelling of another one ("battre" of "abattre", "breton" of "béton"), unless they differ in their endings only ("engagé",
 * "engager").
 */
export function mayBeMisspelt(stem: string, correction: string): boolean {
  return !REAL.has(stem) || stem.startsWith(correction) || correction.startsWith(stem)
}
