import { foldWord } from '../../platform/text/fold-text.js'
import type { FactKind, TownFact } from '../settings/town-facts.js'

/** Where a text says a fact: `[start, end)`. */
export interface FoundFact {
  kind: FactKind
  start: number
  end: number
  /** Whether it is one that was known, and not one that looks like it. */
  isKnown: boolean
}

/** How facts look that nobody has told. What a pattern finds is the town's own unless it stands in what all towns share. */
const PATTERNS: readonly (readonly [FactKind, RegExp])[] = [
  ['email', /[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,5}/g],
  ['page', /(?:https?:\/\/|www\.)[^\s()[\]<>"«»]{1,300}/g],
  [
    'page',
    /\b[\w-]{2,63}(?:\.[\w-]{2,63}){0,3}\.(?:fr|com|org|net|eu|info|bzh|alsace|corsica|paris)\b(?:\/[^\s()[\]<>"«»]{0,200})?/g,
  ],
  ['phone', /(?<!\d)(?:\+33|0)[\s.-]?\d(?:[\s.-]?\d){8}(?!\d)/g],
  [
    'address',
    /\b\d{1,4}(?: ?(?:bis|ter))?,? (?:rue|avenue|av\.|boulevard|bd|place|chemin|allée|impasse|route|quai|cours|square|esplanade|passage|sentier|faubourg|ruelle|voie|promenade|parvis) [^.,;:()\n]{1,60}/giu,
  ],
  [
    'address',
    /(?<!\p{L})(?:[Rr]ue|[Aa]venue|[Bb]oulevard|[Pp]lace|[Cc]hemin|[Aa]llée|[Ii]mpasse|[Rr]oute|[Qq]uai|[Ss]quare|[Ee]splanade|[Pp]arvis)\s(?:(?:de|du|des|la|le|les)\s){0,2}(?:[ld]['’])?\p{Lu}[\p{L}'’-]{0,40}(?:\s\p{Lu}[\p{L}'’-]{0,40}){0,4}/gu,
  ],
  ['address', /\b\d{5}\s\p{Lu}[\p{L}'’-]{0,40}(?:\s\p{Lu}[\p{L}'’-]{0,40}){0,3}/gu],
  [
    'name',
    /(?<!\p{L})(?:[Ss]alle|[ÉéEe]cole|[Cc]ollège|[Ll]ycée|[Gg]ymnase|[Ss]tade|[Pp]iscine|[Mm]édiathèque|[Bb]ibliothèque|[Cc]rèche|[Cc]inéma|[Tt]héâtre|[Mm]usée|[Pp]arc|[Mm]aison|[Cc]entre|[Ee]space|[Ff]oyer|[Rr]ésidence|[Cc]imetière|[Éé]glise|[Pp]arking)\s(?:(?:de|du|des|la|le|les)\s){0,2}(?:[ld]['’])?\p{Lu}\p{Ll}[\p{L}'’-]{0,40}(?:\s\p{Lu}[\p{L}'’-]{0,40}){0,3}/gu,
  ],
  [
    'person',
    /(?<!\p{L})(?:M\.|Mme|Mlle|Monsieur|Madame|Docteur|Dr|Maître|Me)\s\p{Lu}[\p{L}'’-]{1,40}(?:\s\p{Lu}[\p{L}'’-]{1,40}){0,3}/gu,
  ],
  ['price', /\d[\d\s.,]{0,10}(?:€|euros?\b|centimes?\b)/g],
  ['hours', /(?<!\d)(?:[01]?\d|2[0-3])\s?h(?:\s?[0-5]\d)?(?!\p{L})/gu],
  ['hours', /(?<!\d)(?:[01]?\d|2[0-3]):[0-5]\d(?!\d)/g],
  ['hours', /(?<!\p{L})(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)s?(?!\p{L})/giu],
  [
    'date',
    /(?<!\d)\d{1,2}(?:er)?\s(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)(?:\s\d{4})?/giu,
  ],
  ['date', /(?<!\d)\d{1,2}\/\d{1,2}\/\d{2,4}(?!\d)/g],
]
/** What stands between two parts of the same fact: "de 8 h à 12 h et de 14 h à 17 h". */
const JOINED = /^[\s,–-]*(?:(?:à|et|de|au|du|le|les|puis)\s+){0,3}$/i
const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*/gu

/** Facts of a town, as they are looked for: the words of each. */
export type KnownFacts = readonly { kind: FactKind; words: readonly string[] }[]

/** Facts as {@link findFacts} looks for them: whatever their case, accents and punctuation. Pure. */
export function knownFacts(facts: readonly TownFact[]): KnownFacts {
  return facts
    .map(({ kind, text }) => ({ kind, words: wordsOf(text).map(({ folded }) => folded) }))
    .filter(({ words }) => words.length > 0)
}

/** Every fact that a text says, in order, none within another. @param shared what all towns say, folded: what looks like a fact and stands there is none. Pure. */
export function findFacts(text: string, known: KnownFacts, isShared: (found: string) => boolean): FoundFact[] {
  const told = knownIn(text, known)
  const alike = PATTERNS.flatMap(([kind, pattern]): FoundFact[] =>
    [...text.matchAll(pattern)].flatMap(({ 0: found, index }) =>
      isShared(found) ? [] : [{ kind, start: index, end: index + found.trimEnd().length, isKnown: false }],
    ),
  )
  return united([...told, ...alike], text)
}

/** The phones and the e-mails of a text. Pure. */
export function contactsIn(text: string): string[] {
  return PATTERNS.flatMap(([kind, pattern]) =>
    kind === 'phone' || kind === 'email' ? (text.match(pattern) ?? []) : [],
  )
}

/** Where the words of known facts follow each other. What is made from the name of the town, as its people's, is its name too. */
function knownIn(text: string, known: KnownFacts): FoundFact[] {
  const words = wordsOf(text)
  return known.flatMap(({ kind, words: wanted }) =>
    words.flatMap(({ start }, at): FoundFact[] => {
      const isThere = wanted.every((word, next) => {
        const folded = words[at + next]?.folded
        const isLast = next === wanted.length - 1
        return folded === word || (isLast && kind === 'town' && word.length > 5 && folded?.startsWith(word) === true)
      })
      const end = words[at + wanted.length - 1]?.end
      return isThere && end !== undefined ? [{ kind, start, end, isKnown: true }] : []
    }),
  )
}

/** What overlaps is one, named after what was known; so is what goes on after a joining word. */
function united(found: readonly FoundFact[], text: string): FoundFact[] {
  const whole: FoundFact[] = []
  for (const next of [...found].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = whole.at(-1)
    const goesOn = last?.kind === next.kind && JOINED.test(text.slice(last.end, next.start))
    if (!last || (next.start >= last.end && !goesOn)) whole.push({ ...next })
    else if (isOfTown(next, last, text)) whole[whole.length - 1] = { ...next }
    else {
      // An address that ends in the name of the town is an address.
      if (next.isKnown && !last.isKnown && next.kind !== 'town') last.kind = next.kind
      last.isKnown ||= next.isKnown
      last.end = Math.max(last.end, next.end)
    }
  }
  return whole
}

/** "La piscine de Bourg" says the name of the town and no other. */
function isOfTown(next: FoundFact, last: FoundFact, text: string): boolean {
  const isNamed = last.kind === 'name' && !last.isKnown && next.kind === 'town' && next.end >= last.end
  return isNamed && !/\p{Lu}/u.test(text.slice(last.start + 1, next.start))
}

function wordsOf(text: string): { folded: string; start: number; end: number }[] {
  return [...text.matchAll(WORD)].map(({ 0: word, index }) => ({
    folded: foldWord(word),
    start: index,
    end: index + word.length,
  }))
}
