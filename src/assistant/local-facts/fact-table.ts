import type { Commune, Service } from '../../platform/model/commune.js'
import type { SpokenLanguage } from '../../platform/model/language.js'
import { foldFactWord } from './fact-tokens.js'
import type { FactLexicon, FactLexicons } from './load-fact-words.js'

/** What a phrase is in a question: what is asked, when, of what; nothing; or what makes it another question. */
export type FactRole =
  | 'asked'
  | 'when'
  | 'weekday'
  | 'month'
  | 'holiday'
  | 'place'
  | 'subject'
  | 'service'
  | 'you'
  | 'filler'
  | 'other'

/** A phrase that explains words of a message. */
export interface FactPhrase<Role extends string = FactRole> {
  /** Folded; one that ends with `*` may go on. */
  words: readonly string[]
  role: Role
  /** A key of the lexicon, a number of a day or a month. */
  value: string
  /** Of a place or a subject: ids of services. */
  ids: readonly string[]
}

/** The phrases that are heard in a language for a commune. */
export interface FactTable<Role extends string = FactRole> {
  language: SpokenLanguage
  /** By their first word. */
  phrases: ReadonlyMap<string, readonly FactPhrase<Role>[]>
  /** First words that may go on. */
  open: readonly string[]
  /** Every word that some phrase has, without its star, and those that may go on. */
  words: ReadonlySet<string>
  stems: readonly string[]
}

/** Of each language, for a commune, with the entries that say more of its services, by their ids. */
export interface TownFacts {
  tables: readonly FactTable[]
  entries: ReadonlyMap<string, string>
  /** Ids of services by the name that the lexicons give such places. */
  places: ReadonlyMap<string, readonly string[]>
}

/** Communes never change in place. */
const known = new WeakMap<Commune, TownFacts>()

/** Builds, once for a commune, the tables of every language. */
export function townFacts(commune: Commune, lexicons: FactLexicons): TownFacts {
  const built = known.get(commune) ?? build(commune, lexicons)
  known.set(commune, built)
  return built
}

function build(commune: Commune, lexicons: FactLexicons): TownFacts {
  const french = lexicons.get('fr')
  if (!french) throw new Error('no French words of facts')
  const places = servicesBy(french.places, commune, ({ nom, autresNoms = [] }) => [nom, ...autresNoms])
  places.set('townhall', [commune.reception])
  const subjects = servicesBy(french.subjects, commune, ({ missions = [] }) => missions)
  const own = ownPhrases(commune)
  const tables = [...lexicons].map(([language, lexicon]) =>
    toTable(language, [
      ...phrasesOf(lexicon),
      ...named('place', places, [french.places, lexicon.places]),
      ...named('subject', subjects, [french.subjects, lexicon.subjects]),
      ...own,
    ]),
  )
  const entries = Object.entries(french.entries ?? {}).flatMap(([place, entry]) =>
    (places.get(place) ?? []).map((id): [string, string] => [id, entry]),
  )
  return { tables, entries: new Map(entries), places }
}

/** The services that each name of a lexicon stands for: those that have one of its French phrases as a name or, failing these, within their name. */
function servicesBy(
  names: FactLexicon['places'],
  { services }: Commune,
  namesOf: (service: Service) => string[],
): Map<string, string[]> {
  const folded = Object.entries(services).map(([id, service]) => ({
    id,
    names: namesOf(service).map((name) => wordsOf(name).join(' ')),
    nom: wordsOf(service.nom).join(' '),
  }))
  const pairs = Object.entries(names).map(([place, phrases]): [string, string[]] => {
    const said = phrases.map((phrase) => wordsOf(phrase).join(' ').replace(/\*/g, ''))
    const exact = folded.filter(({ names }) => names.some((name) => said.includes(name)))
    const within = folded.filter(({ nom }) => said.some((one) => ` ${nom} `.includes(` ${one} `)))
    return [place, (exact.length > 0 ? exact : within).map(({ id }) => id)]
  })
  return new Map(pairs.filter(([, ids]) => ids.length > 0))
}

function phrasesOf({
  asked,
  when,
  weekdays,
  months,
  holidays,
  you,
  service,
  filler,
  other,
}: FactLexicon): FactPhrase[] {
  const of = (role: FactRole, values: Record<string, string[]> | string[][], from = 0) =>
    Object.entries(values).flatMap(([key, phrases]) =>
      phrases.map((phrase) =>
        toPhrase(phrase, role, { value: Array.isArray(values) ? String(Number(key) + from) : key }),
      ),
    )
  return [
    ...of('asked', asked),
    ...of('when', when),
    ...of('weekday', weekdays, 1),
    ...of('month', months, 1),
    ...of('holiday', holidays),
    ...of('you', { you }),
    ...of('service', { service }),
    ...of('filler', { filler }),
    ...of('other', { other }),
  ]
}

function named(
  role: 'place' | 'subject',
  services: ReadonlyMap<string, string[]>,
  lexicons: readonly FactLexicon['places'][],
): FactPhrase[] {
  return [...services].flatMap(([name, ids]) =>
    lexicons.flatMap((lexicon) => (lexicon[name] ?? []).map((phrase) => toPhrase(phrase, role, { value: name, ids }))),
  )
}

/** The names that the commune itself gives, which stand above those of the lexicon; and its own, which carries no meaning here. */
function ownPhrases({ nom, services }: Commune): FactPhrase[] {
  const town = wordsOf(nom)
  const own = Object.entries(services).flatMap(([id, { nom: name, autresNoms = [], missions = [] }]) => [
    ...[name, ...autresNoms].map((one) => toPhrase(withoutArticle(one), 'place', { value: 'own', ids: [id] })),
    ...missions.map((one) => toPhrase(withoutArticle(one), 'subject', { value: 'own', ids: [id] })),
  ])
  const towns = [town.join(' '), ...(town[0] ? [town[0]] : [])]
  return [...towns.map((one) => toPhrase(one, 'filler', { value: 'town' })), ...own]
}

function withoutArticle(name: string): string {
  return name.replace(/^(?:les? |la |l['’])/i, '')
}

/** A phrase as it is heard. @param phrase its words; one that ends with `*` may go on */
export function toPhrase<Role extends string>(
  phrase: string,
  role: Role,
  { value = phrase, ids = [] }: Partial<Pick<FactPhrase, 'value' | 'ids'>> = {},
): FactPhrase<Role> {
  return { words: wordsOf(phrase), role, value, ids }
}

/** The phrases of a language, made ready. A later one takes the place of an earlier one of the same role and words. */
export function toTable<Role extends string>(
  language: SpokenLanguage,
  all: readonly FactPhrase<Role>[],
): FactTable<Role> {
  const distinct = new Map<string, FactPhrase<Role>>()
  for (const phrase of all) {
    const key = `${phrase.role} ${phrase.words.join(' ')}`
    const before = distinct.get(key)
    // Two services, or two things, of the same name are both meant.
    const isShared = before?.value === phrase.value
    distinct.set(key, isShared ? { ...phrase, ids: [...new Set([...before.ids, ...phrase.ids])] } : phrase)
  }
  const phrases = new Map<string, FactPhrase<Role>[]>()
  const words = new Set<string>()
  for (const phrase of distinct.values()) {
    const [first] = phrase.words
    if (first === undefined) continue
    phrases.set(first, [...(phrases.get(first) ?? []), phrase])
    for (const word of phrase.words) words.add(word)
  }
  const stems = [...words].filter((word) => word.endsWith('*')).map((word) => word.slice(0, -1))
  const open = [...phrases.keys()].filter((word) => word.endsWith('*'))
  return { language, phrases, open, words, stems }
}

function wordsOf(phrase: string): string[] {
  return (phrase.match(/[\p{L}\p{M}\p{N}]+\*?/gu) ?? []).map((word) =>
    word.endsWith('*') ? `${foldFactWord(word.slice(0, -1))}*` : foldFactWord(word),
  )
}
