import type { Language } from '../../platform/model/language.js'

type Parts = typeof import('./parts.js')

let parts: Parts | null = null
let spoken: Language = 'fr'

/** What is not needed before the first answer, once it is there with its sentences. */
export function partsNow(): Parts | null {
  return parts
}

/** Loads it once, with its sentences in the language that is spoken; a failure may be tried again. @throws when the server is out of reach */
export async function loadParts(): Promise<Parts> {
  if (parts) return parts
  const arrived = await import('./parts.js')
  await arrived.loadExtraWords(spoken)
  parts = arrived
  // Another language may have been chosen meanwhile.
  await parts.loadExtraWords(spoken)
  return parts
}

/** From now on the parts speak a language: its sentences come with them, or now when they are there. @throws when the server is out of reach */
export async function speakParts(language: Language): Promise<void> {
  spoken = language
  await parts?.loadExtraWords(language)
}
