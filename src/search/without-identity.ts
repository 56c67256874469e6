import { oneOf } from '../platform/text/word-pattern.js'
import { analyseQuestion, fold } from './french-analyser.js'
import { SEARCH_WORDS } from './french-words.js'

const { identity } = SEARCH_WORDS
/** Who was born in one of them was not born abroad, and its name says nothing more of what she asks. */
const TOWNS: ReadonlySet<string> = new Set(identity.towns)

/** Whether a name is of a large town of France, whatever its accents, hyphens and capitals: "Saint-Étienne", "st etienne". Pure. */
export function isFrenchTown(name: string): boolean {
  return TOWNS.has(
    fold(name)
      .replace(/[^a-z]+/g, ' ')
      .trim()
      .replace(/^st /, 'saint '),
  )
}

const DATE =
  /(?<![\p{L}\p{N}/.-])(?:(?:le|du|au) )?(?:0?[1-9]|[12]\d|3[01])([/.-])(?:0?[1-9]|1[0-2])\1(?:19|20)\d\d(?![\p{L}\p{N}])/giu
/** "Né le 3 mai 1999", then what says where. */
const BORN =
  /(?<!\p{L})(n[ée]e?s?) le (?:\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d\d|\d{1,2}(?:er)? [\p{L}\p{M}]{3,9} (?:19|20)\d\d)(?:(,? (?:à|a|en|au|aux|dans|hors) )((?:(?:l[ea]|saint|st) )?[\p{L}\p{M}'’-]{2,30})(?: ?\((?:\d{2,3}|2[ab])\))?)?(?![\p{L}\p{N}])/giu
/** The same, the place first. */
const BORN_AT =
  /(?<!\p{L})(n[ée]e?s?)( [àa] )((?:(?:l[ea]|saint|st) )?[\p{L}\p{M}'’-]{2,30})(?: ?\((?:\d{2,3}|2[ab])\))?,? le (?:\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d\d|\d{1,2}(?:er)? [\p{L}\p{M}]{3,9} (?:19|20)\d\d)(?![\p{L}\p{N}])/giu

const INTRODUCTION = `(?<!\\p{L})${oneOf(identity.introductions)}`
/** A name in capitals, as far as they go. */
const NAME = new RegExp(
  `${INTRODUCTION}(?: (?:${oneOf(identity.particles)} )?\\p{Lu}[\\p{L}\\p{M}'’-]{0,30}){1,3}`,
  'gu',
)
/** One in small letters, where something ends it. */
const SMALL_NAME = new RegExp(`${INTRODUCTION}(?: [\\p{L}\\p{M}'’-]{2,30}){1,3}(?= ?[,;:.!?\\n]| et )`, 'giu')

const NUMBER = ' ?(?:bis|ter|quater|[a-d])'
/** "J'habite au 12 rue Pasteur": the number may be left out. */
const HOME = new RegExp(
  `(?<!\\p{L})${oneOf(identity.lives)}(?: actuellement)?(?: au| à| dans la)?(?: \\d{1,4}(?:${NUMBER})?,?)? ${oneOf([...identity.ways, ...identity.vagueWays])}(?![\\p{L}\\p{N}])`,
  'iu',
)
/** A way and the number on it. The number of a "place" may be how many are wanted: a name must follow. */
const NUMBERED = new RegExp(
  `(?<![\\p{L}\\p{N}/.,-])\\d{1,4}(?:${NUMBER})?,? (?:${oneOf(identity.ways)}|${oneOf(identity.vagueWays)}(?= (?:du|des|de la|de l['’]) ?\\p{L}))(?![\\p{L}\\p{N}])`,
  'iu',
)
/** A way whose name has capitals. */
const NAMED = new RegExp(
  `(?<![\\p{L}\\p{N}])${oneOf(identity.namedWays)}(?= (?:(?:du|des|de|de la|le|la|les) |(?:de l|d|l)['’])?\\p{Lu}\\p{Ll})`,
  'u',
)
/** The name of a way, from behind its kind: one word, those in capitals behind it, a postcode and its town; two words in small letters where a comma ends them. */
const WAY_NAME =
  /^ (?:(?:de la|du|des|de|le|la|les) |(?:de l|d|l)['’] ?)?(?:(?:\d{1,2} \p{L}{3,9}|[\p{L}\p{M}'’.-]{1,30})(?: [\p{L}\p{M}'’-]{2,30})?(?=,)|\d{1,2} \p{L}{3,9}|[\p{L}\p{M}'’-]{1,30}(?: (?:(?:de|du|des|de la) |(?:de l|d)['’])?\p{Lu}\p{Ll}[\p{L}\p{M}'’-]{0,30}){0,4})(?: \d{4}(?!\d))?(?:,? \d{5}(?: \p{Lu}[\p{L}\p{M}'’-]{0,30}){0,3})?/u
/** What the kinds of ways are in a message that says nothing else. */
const KINDS = new Set([...identity.ways, ...identity.vagueWays].map((way) => fold(way.replace('\\.?', ''))))
/** Addresses that are cut out of one message. */
const MOST_ADDRESSES = 4

/**
 * What is asked in a message, without who asks: her name, her birth, her address and dates, whose words drown the others. Of an address that is not said to be hers, the kind of way stays
 * ("lampadaire cassé rue"); so does where she was born, unless it is a large town of France: one who was born abroad asks for another certificate.
 * Left whole where nothing else has a subject. French only. Pure.
 */
export function withoutIdentity(message: string): string {
  const bare = cutIdentity(message)
  if (bare === message) return message
  const asked = bare
    .replace(/[^\S\n]+/gu, ' ')
    .replace(/ ([,.;])/gu, '$1')
    .replace(/^[\s,;:.!?-]+/u, '')
  return hasSubject(asked) ? asked.trim() : message
}

/** Whether a message says who or where one is, and nothing else: it asks nothing. Pure. */
export function isIdentityAlone(message: string): boolean {
  const bare = cutIdentity(message)
  return bare !== message && !hasSubject(bare)
}

function cutIdentity(message: string): string {
  return withoutAddresses(message)
    .replace(BORN, keepPlace)
    .replace(BORN_AT, keepPlace)
    .replace(NAME, ' ')
    .replace(SMALL_NAME, ' ')
    .replace(DATE, ' ')
}

function hasSubject(text: string): boolean {
  return analyseQuestion(text).some(({ form }) => !KINDS.has(fold(form)))
}

/** "né en Algérie" of "né le 3 mai 1959 en Algérie"; nothing of a birth in France. */
function keepPlace(_birth: string, born: string, preposition: string | undefined, place = ''): string {
  return preposition === undefined || isFrenchTown(place) ? ' ' : `${born}${preposition.replace(',', '')}${place}`
}

function withoutAddresses(message: string): string {
  let rest = message
  for (let cut = 0; cut < MOST_ADDRESSES; cut += 1) {
    const home = HOME.exec(rest)
    const way = home ?? NUMBERED.exec(rest) ?? NAMED.exec(rest)
    if (!way) break
    const end = way.index + way[0].length
    const name = WAY_NAME.exec(rest.slice(end))?.[0] ?? ''
    const kind = home ? '' : (way[0].split(' ').at(-1) ?? '')
    rest = `${rest.slice(0, way.index)}${kind.toLowerCase()} ${rest.slice(end + name.length)}`
  }
  return rest
}
