import { randomInt } from 'node:crypto'

/**
 * Letters and digits that nobody takes for another, read or heard: no 0 O, 1 I L, 2 Z, 5 S, 8 B, U V, M N, nor D (said
 * like T).
 */
const ALPHABET = '34679ACEFGHJKPQRTWXY'
const LETTERS = /[ACEFGHJKPQRTVWXY]/g
const GROUP = 3

/**
 * A reference that a person reads on the phone, e.g. `VR-7K3-46Q`: two letters of the commune, then 64 million
 * possibilities drawn at random. It opens nothing: no call takes it for a key. The store sees that no other request of
 * the commune has it.
 */
export function newReference(communeId: string): string {
  return [prefixOf(communeId), drawGroup(), drawGroup()].join('-')
}

/** Two letters of a commune's id, of those that cannot be confused: V may come, since U never does. */
function prefixOf(communeId: string): string {
  const consonants = communeId.toUpperCase().replace(/[AEIOUY]/g, '')
  return `${(consonants.match(LETTERS) ?? []).join('')}XX`.slice(0, 2)
}

function drawGroup(): string {
  return Array.from({ length: GROUP }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')
}
