import type { Commune, Service } from '../../platform/model/commune.js'
import type { RecognisedLanguage } from '../../platform/model/language.js'
import { editsBetween } from '../../platform/text/nearest-name.js'
import { type Phrase, type PhraseTable, type Spelling, tableOf, wordsOfPhrase } from '../words/phrase-table.js'
import type { FactLexicon, FactLexicons } from '../words/tables.js'
import { foldFactWord, MOST_ENDING } from './fact-tokens.js'

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
export interface FactPhrase<Role extends string = FactRole> extends Phrase {
  role: Role
  /** A key of the lexicon, a number of a day or a month. */
  value: string
  /** Of a place or a subject: ids of services. */
  ids: readonly string[]
}

/** The phrases that are heard in a language for a commune. */
export interface FactTable<Role extends string = FactRole> extends PhraseTable<FactPhrase<Role>> {
  language: RecognisedLanguage
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

function phrasesOf(words: FactLexicon): FactPhrase[] {
  const of = (role: FactRole, values: Record<string, string[]>) =>
    Object.entries(values).flatMap(([value, phrases]) => phrases.map((phrase) => toPhrase(phrase, role, { value })))
  const fromOne = (lists: string[][]) => Object.fromEntries(lists.map((list, place) => [place + 1, list]))
  const { asked, when, weekdays, months, holidays } = words
  return [
    ...of('asked', asked),
    ...of('when', when),
    ...of('weekday', fromOne(weekdays)),
    ...of('month', fromOne(months)),
    ...of('holiday', holidays),
    ...(['you', 'service', 'filler', 'other'] as const).flatMap((role) => of(role, { [role]: words[role] })),
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
  language: RecognisedLanguage,
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
  return { language, ...tableOf([...distinct.values()], SPELLING) }
}

/** Letters of a word from which one may be wrong, and from which two may. */
const ONE_WRONG = 5
const TWO_WRONG = 8
/** Of the beginning of a word, which other words have too. */
const OPEN_WRONG = 7

const SPELLING: Spelling = {
  mostEnding: MOST_ENDING,
  wrongIn([written = ''], word, isOpen) {
    if (written.length < ONE_WRONG || word.length < (isOpen ? OPEN_WRONG : ONE_WRONG)) return null
    const most = word.length < TWO_WRONG ? 1 : 2
    if (!isOpen) return editsBetween(written, word, most)
    const lengths = [word.length - 1, word.length, word.length + 1]
    const heads = lengths.filter((length) => written.length - length <= MOST_ENDING)
    const edits = heads.flatMap((length) => editsBetween(written.slice(0, length), word, most) ?? [])
    return edits.length > 0 ? Math.min(...edits) : null
  },
}

function wordsOf(phrase: string): string[] {
  return wordsOfPhrase(phrase, foldFactWord)
}
