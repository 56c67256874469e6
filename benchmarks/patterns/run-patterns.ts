import { writeFile } from 'node:fs/promises'
import { faultOfPattern, isBounded } from './fault-of-pattern.js'
import { findPatterns } from './find-patterns.js'

/** Patterns that were analysed and found harmless: a test analyses the others only. */
export const SAFE_PATTERNS = 'tests/fixtures/safe-patterns.json'

/** Patterns that the analysis does not end with, each with why it is harmless all the same. */
export const JUDGED: ReadonlyMap<string, string> = new Map([
  [
    String.raw`/^\s*(?:(?:(?:très |bien )?cordialement|(?:sincères |meilleures |mes )?salutations|bien à vous|respectueusement|bonne (?:journée|soirée|réception)|envoyé (?:de|depuis) mon .{2,30}|sent from my .{2,30})|-- ?$|_{3,}$)/iu`,
    'tried at the beginning only; one run of spaces, then fixed words, thirty characters or one run of lines',
  ],
])

/** `npm run bench -- patterns`: analyses every regular expression of the sources, and keeps the list of the harmless ones. @returns 1 when one is not */
export async function runPatterns(): Promise<number> {
  const { literals } = await findPatterns('src')
  const safe: string[] = []
  let faults = 0
  for (const [text, { source, flags, files }] of literals) {
    if (JUDGED.has(text) || isBounded(source)) continue
    const fault = faultOfPattern({ source, flags })
    if (fault === null) safe.push(text)
    else {
      faults += 1
      process.stdout.write(`${files.join(', ')}: ${text}: ${fault}\n`)
    }
  }
  await writeFile(SAFE_PATTERNS, `${JSON.stringify(safe.sort(), null, 2)}\n`)
  process.stdout.write(`${literals.size} patterns, ${safe.length} without bounds and harmless, ${faults} to mend\n`)
  return faults === 0 ? 0 : 1
}
