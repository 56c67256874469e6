import type { PersonalDataRange } from './text-view.js'

/** Registration since 2009 (AB-123-CD) and before (1234 AB 45). */
const PLATE =
  /(?<![\w-])(?:([A-HJ-NP-TV-Z]{2})[ ._/-]{0,3}\d{3}[ ._/-]{0,3}([A-HJ-NP-TV-Z]{2})|\d{3,4}[ -]?(?!EUR|RUE|BIS|TER)[A-HJ-NP-TV-Z]{2,3}[ -]?(?:\d{2}|2[AB]))(?![\w-])/gi

/** Number plates that look like one, whatever is said around them. @param shortWords two letters that are a word */
export function findPlates(text: string, shortWords: ReadonlySet<string>): PersonalDataRange[] {
  return [...text.matchAll(PLATE)]
    .filter((match) => isPlate(match, shortWords))
    .map(({ 0: match, index }) => ({ from: index, to: index + match.length, kind: 'plate' as const }))
}

/** Old plates alone are in capitals, and no word of two letters is part of one unless hyphens say so. */
function isPlate([match, before, after]: RegExpExecArray, shortWords: ReadonlySet<string>): boolean {
  if (before === undefined || after === undefined) return match === match.toUpperCase()
  return !saysWords(match, shortWords)
}

/** "de 100 km": words of a sentence are spaced, which letters of a plate need not be. */
export function saysWords(plate: string, words: ReadonlySet<string>): boolean {
  if (!plate.includes(' ')) return false
  return (plate.toLowerCase().match(/[a-z]{1,3}/g) ?? []).some((letters) => words.has(letters))
}
