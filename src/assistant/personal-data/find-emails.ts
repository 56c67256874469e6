import type { PersonalDataRange } from './text-view.js'

/** With `@` in the middle, or one of the ways of hiding it from robots. */
const EMAIL =
  /[\p{L}\p{N}_.%+-]{1,64}(?:(?:@| @ | @|@ | ?[([{<] ?(?:at|a|arobase|chez|@) ?[)\]}>] ?| (?:arobase|arobas|arobaze|arrobase) )(?:[\p{L}\p{N}-]{1,63}(?:\.| \. | ?[([]\.[)\]] ?|,| point | dot | ?[([](?:point|dot)[)\]] ?)){1,4}\p{L}{2,24}|@\p{L}[\p{L}\p{N}-]{1,62})/giu
/** Read aloud: "jean point dupont arobase gmail point com", "jean dot dupont at gmail dot com". */
const SPOKEN_EMAIL =
  /(?<![\p{L}\p{N}])[\p{L}\p{N}_.%+-]{1,64}(?: (?:point|dot|tiret|underscore|tiret du bas|tiret bas|\.|-|_) [\p{L}\p{N}_.%+-]{1,64}){0,4}(?: (?:arobase|arobas|arobaze|arrobase|at) | ?@ ?)(?:[\p{L}\p{N}-]{1,63}(?: (?:point|dot|\.) )){1,3}\p{L}{2,10}(?!\p{L})/giu
/** Without any sign: "jean.dupont chez gmail.com". */
const HOSTED =
  /(?<![\p{L}\p{N}])([\p{L}\p{N}_.+-]{1,64}) (?:(?:at|chez|a|à) )?(\p{L}{2,20})(?:\.| \. | point | dot )(?:com|fr|net|me|ch)(?!\p{L})/giu
/** What a local part has, and words of a sentence have not. */
const NOT_A_WORD = /[\d_+]|\p{L}[.-]\p{L}/u

/** Addresses, as they are written, hidden from robots or read aloud. @param hosts by which one is known without its sign */
export function findEmails(text: string, hosts: ReadonlySet<string>): PersonalDataRange[] {
  const hosted = [...text.matchAll(HOSTED)].filter(
    ([, local = '', host = '']) => hosts.has(host.toLowerCase()) && NOT_A_WORD.test(local),
  )
  return [...text.matchAll(SPOKEN_EMAIL), ...text.matchAll(EMAIL), ...hosted].map(({ 0: match, index }) => ({
    from: index,
    to: index + match.length,
    kind: 'email' as const,
  }))
}
