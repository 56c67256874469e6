import type { Commune } from '../../platform/model/commune.js'
import { type Entry, SECTION_KEYS } from '../../platform/model/entry.js'
import { foldedWords, foldText } from '../../platform/text/fold-text.js'
import { toUrl } from '../../platform/text/to-url.js'
import { PLACE_TO_FILL } from '../entries/lint/left-to-town.js'
import type { EntryContent } from '../entries/model/entry-record.js'
import { newContent } from '../entries/model/new-content.js'
import type { FactKind } from '../settings/town-facts.js'
import { contactsIn, findFacts, type KnownFacts } from './find-facts.js'

/** What is to be written in the place of a fact of the first town; the names of towns have no place. */
const PLACES: Record<Exclude<FactKind, 'town'>, string> = {
  name: 'nom',
  address: 'adresse',
  phone: 'téléphone',
  email: 'courriel',
  page: 'adresse de la page',
  person: 'personne',
  price: 'prix',
  hours: 'jours et heures',
  date: 'date',
  service: 'service',
}
/** Variables of services, and what each is. */
const FIELDS: Record<string, Exclude<FactKind, 'town'>> = {
  nom: 'name',
  adresse: 'address',
  telephone: 'phone',
  courriel: 'email',
  horaires: 'hours',
}
const VARIABLE = /\{\{([a-z-]{1,80})\.([a-z-]{1,80})\}\}/g
const LINK = /\[([^[\]]{0,200})\]\(([^()\s]{0,500})\)/g

/** Two towns, and what is known of the first. */
export interface Beginning {
  from: Pick<Commune, 'reception'>
  to: Commune
  /** The first town's, its people's too. */
  facts: KnownFacts
  /** What both towns have. */
  shared: SharedContent
  /** Today, ISO. */
  day: string
}

/** The entries that communes share, as what is said in them is asked for. */
export interface SharedContent {
  entries: ReadonlyMap<string, Entry>
  /** Whether a page is of a site that the shared entries name. */
  hasPage(url: string): boolean
  /** Whether they say this phone or this e-mail. */
  hasContact(text: string): boolean
}

/** Reads the shared entries once, for all that is begun beside them. Pure. */
export function sharedBase(entries: ReadonlyMap<string, Entry>): SharedContent {
  const hosts = new Set(
    [...entries.values()].flatMap(({ online, source }) =>
      [...online.map(({ url }) => url), source.url].flatMap(hostOf),
    ),
  )
  const contacts = new Set(contactsIn(JSON.stringify([...entries.values()])).map(foldText))
  return {
    entries,
    hasPage: (url) => hostOf(url).some((host) => hosts.has(host)),
    hasContact: (text) => contacts.has(foldText(text)),
  }
}

/**
 * An entry of a town as another begins with it: the name of the first is that of the second, and in the place of each fact of the first stands what is to be
 * filled. What belongs to the first alone is left out: questions in which it is named, its guide, its translations, its days, who asked it. Pure.
 */
export function entryForTown(entry: Entry, beginning: Beginning): { entryId: string; content: EntryContent } {
  const { to, from, shared, day } = beginning
  const both = shared.entries.get(entry.id)
  const said = both ? asCompared(JSON.stringify(both)) : ''
  const isShared = (found: string) => shared.hasPage(found) || shared.hasContact(found) || says(said, asCompared(found))
  const marked = (text: string, name: string) => markFacts(text, { ...beginning, name, isShared })
  const written = (text: string) => withVariables(marked(text, '{{commune.nom}}'), { from, to })
  const plain = (text: string) => marked(text, to.nom)
  const { sections, short, simple, questions, source, online, owner, toCheck } = entry
  const title = plain(entry.title)
  const content: EntryContent = {
    ...newContent({ title, commune: to, day }),
    summary: written(entry.summary),
    category: entry.category,
    who: entry.who,
    owner: Object.hasOwn(to.services, owner) ? owner : to.reception,
    ...(shared.hasPage(source.url) ? { source: { ...source, name: plain(source.name) } } : {}),
    verifiedAt: null,
    servicePublic: entry.servicePublic,
    online: online.map(({ label, url }) => ({ label: plain(label), url: shared.hasPage(url) ? url : place('page') })),
    toCheck: toCheck.filter((one) => plain(one) === one),
    sections: Object.fromEntries(SECTION_KEYS.map((key) => [key, written(sections[key])])) as EntryContent['sections'],
    ...(short ? { short: Object.fromEntries(Object.entries(short).map(([key, text]) => [key, written(text)])) } : {}),
    simple: simple === null ? null : written(simple),
    questions: questions.filter((question) => plain(question) === question),
  }
  return { entryId: idFrom(plain(entry.id.replaceAll('-', ' ')), beginning), content }
}

/** Whether a text says this by itself: "25 €" is not said by "125 €". */
function says(text: string, found: string): boolean {
  for (let at = text.indexOf(found); at >= 0; at = text.indexOf(found, at + 1))
    if (!/[\p{L}\d,.]/u.test(text[at - 1] ?? '') && !/[\p{L}\d]/u.test(text[at + found.length] ?? '')) return true
  return false
}

function asCompared(text: string): string {
  return text.toLowerCase().replace(/\s/g, ' ')
}

/** How many places of a content are to be filled. Pure. */
export function placesIn(content: EntryContent): number {
  return JSON.stringify(content).match(PLACE_TO_FILL)?.length ?? 0
}

interface Marking extends Beginning {
  /** What stands for the name of the first town. */
  name: string
  isShared: (found: string) => boolean
}

function markFacts(text: string, { facts, shared, name, isShared }: Marking): string {
  const unlinked = text.replace(LINK, (whole, label: string, url: string) => {
    if (/^(?:tel|mailto):/.test(url)) return label
    return shared.hasPage(url) || url.startsWith('{{') ? whole : `${label} ${place('page')}`
  })
  let marked = ''
  let last = 0
  for (const { kind, start, end } of findFacts(unlinked, facts, isShared)) {
    marked += unlinked.slice(last, start) + (kind === 'town' ? name : place(kind))
    last = end
  }
  return marked + unlinked.slice(last)
}

/** Variables of services that the second town has not: those of the first's reception are those of its own. */
function withVariables(text: string, { from, to }: Pick<Beginning, 'from' | 'to'>): string {
  return text.replace(VARIABLE, (whole, owner: string, field: string) => {
    if (owner === 'commune' || Object.hasOwn(to.services, owner)) return whole
    return owner === from.reception ? `{{${to.reception}.${field}}}` : place(FIELDS[field] ?? 'service')
  })
}

/** An id in which nothing of the first town is named. */
function idFrom(words: string, { to }: Beginning): string {
  const own = new Set(foldedWords(to.nom))
  const kept = foldedWords(words.replace(PLACE_TO_FILL, ' ')).filter((word) => !own.has(word))
  return kept.join('-').slice(0, 80) || 'fiche'
}

function place(kind: Exclude<FactKind, 'town'>): string {
  return `[à compléter : ${PLACES[kind]}]`
}

function hostOf(url: string): string[] {
  const whole = /^www\./.test(url) ? `https://${url}` : url
  const host = /^https?:/.test(whole) ? toUrl(whole)?.host : undefined
  return host === undefined ? [] : [host.replace(/^www\./, '')]
}
