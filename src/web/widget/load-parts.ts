type Parts = typeof import('./parts.js')

let parts: Parts | null = null

/** What is not needed before the first answer, once it is there. */
export function partsNow(): Parts | null {
  return parts
}

/** Loads it once; a failure may be tried again. @throws when the server is out of reach */
export async function loadParts(): Promise<Parts> {
  parts ??= await import('./parts.js')
  return parts
}
