import { z } from 'zod'
import { type LexiconFolders, readLexicon } from '../../features/entries/catalogue/read-lexicon.js'
import { ASPECTS, type Aspect } from '../../features/entries/model/aspect.js'
import { LANGUAGES, RECOGNISED_LANGUAGES, type RecognisedLanguage } from '../../platform/model/language.js'
import { FOR_WHOM } from '../../platform/model/turn.js'
import { PERSONAL_DATA_KINDS } from '../../platform/security/personal-data.js'
import { wordPatterns } from '../../platform/text/word-pattern.js'

/** Phrases, or words. In those that ask for something, `*` ends a word that may go on, and `_` is up to three words of any kind. */
const phrases = z.array(z.string().trim().min(1))
const some = phrases.min(1)
const wordSet = phrases.transform((words) => new Set(words))
/** Words by what they stand for. */
const spellings = z
  .record(z.string(), phrases)
  .transform((by) => new Map(Object.entries(by).flatMap(([word, all]) => all.map((one) => [one, word] as const))))
const entryIds = z.array(z.string().regex(/^[a-z0-9-]+$/)).min(1)

/** The same in every language of the citizen's interface, French first. */
function inEach<T extends z.ZodType>(one: T) {
  return z
    .record(z.enum(LANGUAGES), one)
    .transform((by) => new Map(Object.entries(by) as [RecognisedLanguage, z.output<T>][]))
}

/** A list of phrases under each of some names. */
function listed<const N extends readonly string[], T extends z.ZodType>(names: N, one: T) {
  return z.strictObject(Object.fromEntries(names.map((name) => [name, one])) as Record<N[number], T>)
}

/** By which phrases of a language a message asks for an aspect: `anywhere`, or `alone` in one that names no subject, where one word says enough. */
const aspects = z.strictObject({
  /** Words that name no subject, beside those of the lexicon. */
  bare: phrases.default([]),
  /** Phrases that look like one of the others and ask for nothing: "combien de". */
  apart: phrases.default([]),
  ...(listed(ASPECTS, listed(['anywhere', 'alone'], phrases.default([]))).shape as Record<Aspect, AspectShape>),
})
type AspectShape = z.ZodType<Record<'anywhere' | 'alone', string[]>>

/** Ways in which a message goes on with what was said. */
const goingOn = z.strictObject({
  /** "et", "and", "а": how a message begins that goes on. A word that ends by `*` may be glued to the next one, as the Arabic "و" is. */
  begins: phrases,
  /** "si", "pour": how one begins that may. */
  mayBegin: phrases,
  /** "l'autre", "celui-là": what points at something said, anywhere. */
  points: phrases,
  /** "non, je parle de": what takes back the reply, before what is meant. */
  corrects: phrases,
  /** "et", "also": what stands between two questions of one message. */
  joints: phrases,
  /** "l'autre": the whole message that takes what was proposed beside. */
  other: phrases,
})

/** What facts of the town are asked by. */
const facts = z.strictObject({
  /** What is asked. Of `number`, `where`, `when`, `visit`, `access` and `stop` a place must be known besides. */
  asked: listed(
    // biome-ignore format: a list of names
    ['opening', 'hours', 'phone', 'contact', 'email', 'address', 'who', 'number', 'where', 'when', 'visit', 'access', 'stop'],
    phrases,
  ),
  /** Moments that are neither a date, a day of the week nor a holiday; `hour` makes an hour of a number beside it, `the` a day of the month of one behind it. */
  when: listed(
    // biome-ignore format: a list of names
    ['now', 'today', 'tonight', 'tomorrow', 'after_tomorrow', 'weekend', 'next', 'next_week', 'usual', 'public_holiday', 'morning', 'noon', 'afternoon', 'evening', 'before', 'after', 'hour', 'the'],
    phrases,
  ),
  /** From Monday. */
  weekdays: z.array(phrases).length(7),
  /** From January. */
  months: z.array(phrases).length(12),
  /** By the name of {@link HOLIDAYS}' keys, and a few days around them. */
  holidays: z.record(z.string(), phrases),
  /** What places are called, by a name of their own: a service of the commune is one of them by its French name. */
  places: z.record(z.string(), phrases),
  /** What services answer for, likewise. */
  subjects: z.record(z.string(), phrases),
  /** The town hall, addressed. */
  you: phrases,
  /** "Service", "bureau": before what it answers for, it names a service. */
  service: phrases,
  /** Words that carry no meaning here. */
  filler: phrases,
  /** What makes another question of a message, though words of it are of facts. */
  other: phrases,
  /** Entries that say more of a place; in French only. */
  entries: z.record(z.string(), z.string()).optional(),
})

/** What asks where something goes, words beside the name of an object that is written alone ("vieux frigo"), and those that carry no meaning, besides those of facts. */
const waste = listed(['asked', 'worn', 'filler'], phrases)

/** Of what depends on the address: the subject, what asks of it where somebody lives, and what makes another question of them. */
const asked = listed(['what', 'asks', 'other'], phrases)
const addresses = z.strictObject({ vote: asked, ecole: asked, quartier: asked, collecte: asked, filler: phrases })

/** How streets are written: all words folded. */
const streets = z.strictObject({
  /** Entries that say more of each kind, the best first. */
  entries: listed(['collecte', 'ecole', 'vote', 'quartier'], entryIds),
  /** What streets are, written out, by each way of writing it: "av" is "avenue". */
  types: spellings,
  /** Types, written out, that are words of other sentences too: "place", "passage". */
  unsure: wordSet,
  /** Words within names, written out, by their abbreviations: "gal" is "general". */
  written: spellings,
  /** Words that names are compared without. */
  articles: wordSet,
  /** What may follow a number: "bis". */
  suffixes: wordSet,
  /** What may stand around a number: "au", "numéro". */
  around: wordSet,
  /** What makes no name of a type: "ma rue". */
  own: wordSet,
})

/** The words by which personal data is recognised, folded. */
const personalData = z.strictObject({
  /** Words of numbers, with what they are worth; French and English. */
  numbers: z.record(z.string().min(1), z.number().int().min(0)),
  /** Words after which the next figure is said once for two. */
  doubles: phrases,
  /** After these, a number is an amount, an age or a measure. */
  units: phrases,
  months: phrases,
  /** Words of two letters that stand before or after a number of three figures: "de 100 km". */
  shortWords: phrases,
  /** Hosts by which an address is known without its `@`. */
  mailHosts: phrases,
  /** Words that say "number of". */
  nouns: phrases,
  /** Words that may stand between what a number is said to be and the number. */
  fillers: phrases,
  /** How numbers begin that are shown to everybody: permits on the panels of building sites, registered associations. */
  publicNumbers: phrases,
  /** Words after which "né en 1985" is about somebody, and not about a class of children. */
  selves: phrases,
  /** What words say that a number is, the first that fits being right. Figures that it has at least, at least where a noun says so, and at most. */
  announced: z.array(
    z.strictObject({
      kind: z.enum(PERSONAL_DATA_KINDS),
      words: phrases,
      needsNoun: z.boolean().default(false),
      /** Whether it may have letters. */
      letters: z.boolean().default(false),
      /** Of a birth: whether the word may be followed by a place, and by a year alone. */
      ofPerson: z.boolean().default(false),
      least: z.number().int().min(1).optional(),
      leastNamed: z.number().int().min(1).optional(),
      most: z.number().int().min(1).optional(),
    }),
  ),
})

/** How phrases of signals are heard. */
const signals = z.strictObject({
  /** Spellings of messages typed in haste, and the words they stand for. */
  spellings: z.record(z.string(), z.string()).transform((by) => new Map(Object.entries(by))),
  /** Words that may stand between the words of a phrase without changing it. */
  skipped: phrases,
  /** Those that may stand in a phrase of danger besides: "mon mari il bouge plus", "un voisin qui tape sa fille". */
  skippedInDanger: phrases,
  /** Those of French, English, Spanish, Portuguese, Ukrainian, Russian and Arabic. Romanian "nu" is a French word, and Turkish denies by endings. */
  negations: phrases,
  /** Words that make a phrase negative by itself besides: what denies it is part of it. */
  negative: phrases,
  /** What may stand around a courtesy or a cry. */
  around: phrases,
})

/** Words that stand for a button of the last reply. Folded, apostrophes and hyphens as spaces. */
const choices = z.strictObject({
  yes: wordPatterns,
  /** Yes to what was asked or offered, besides: "ok merci" ends a talk more often than it goes on with it. */
  accepts: wordPatterns,
  no: wordPatterns,
  /** The same in the other languages that are heard. */
  yesElsewhere: wordPatterns,
  noElsewhere: wordPatterns,
  thanksElsewhere: wordPatterns,
  /** What is left of politeness around a short message. */
  thanks: phrases,
  /** The words of each place, from the first. */
  places: z.array(phrases),
  beforePlace: wordPatterns,
  afterPlace: wordPatterns,
  /** "La dernière". */
  last: wordPatterns,
  /** "Les deux": no button in particular. */
  all: wordPatterns,
  /** Words that point at a button without saying which. */
  pointing: wordPatterns,
  /** Words that deny those beside them. */
  denying: phrases,
  /** The same beside a number: "18" and "plus de 18" are not "moins de 18 ans". */
  comparing: phrases,
  /** What refuses an answer as well as proposals. */
  notThis: wordPatterns,
  /** What refuses proposals. */
  none: wordPatterns,
  /** Of an age and nothing else ("elle a plus de 85 ans"), the words around its number. */
  age: listed(['before', 'over', 'under', 'years', 'after'], wordPatterns),
})

/** Words of titles, compared without accents. */
const titles = z.strictObject({
  /** Words that carry no subject. */
  grammar: wordSet,
  /** Determiners that a verb loses with its object: "renouveler sa" carte. */
  determiners: wordSet,
  /** What joins a thing to what it is made of or for. */
  of: wordSet,
  /** A remainder that begins by one of these hangs in the air. */
  joints: wordSet,
  /** Words too wide to be what a question is about. */
  wide: wordSet,
})

/** The schema of each file of `intents/lexicons/`. */
const SCHEMAS = {
  aspects: z.partialRecord(z.enum(RECOGNISED_LANGUAGES), aspects),
  'for-whom': z.partialRecord(z.enum(RECOGNISED_LANGUAGES), listed(FOR_WHOM, some)),
  'going-on': z.record(z.string(), goingOn),
  facts: inEach(facts),
  waste: inEach(waste),
  addresses: inEach(addresses),
  streets,
  'personal-data': personalData,
  signals,
  choices,
  titles,
}

/** What each file holds, once read. */
export type Tables = { [Name in keyof typeof SCHEMAS]: z.output<(typeof SCHEMAS)[Name]> }
/** Those of one language. */
export type AspectPhrases = z.output<typeof aspects>
export type FactLexicon = z.output<typeof facts>
/** The words of facts by language, French first. */
export type FactLexicons = Tables['facts']

/** Reads `lexicons/<name>.json`, with what the town adds. @throws ContentError with the file and each key at fault */
export function readTable<Name extends keyof Tables>(name: Name, folders: LexiconFolders): Promise<Tables[Name]> {
  return readLexicon(name, SCHEMAS[name], folders) as Promise<Tables[Name]>
}
