import { calendarDayInWords } from '../../platform/http/pages/provenance.js'
import { type Commune, type Service, serviceOf } from '../../platform/model/commune.js'
import type { Answer, Entry, SectionKey } from '../../platform/model/entry.js'
import type { StaffLanguage } from '../../platform/model/language.js'
import { type Say, sayIn } from '../../platform/model/say.js'
import { blocksToText } from '../../platform/text/rich-links.js'
import { frenchTypography } from '../../platform/text/typography.js'
import type { Snapshot } from '../entries/catalogue/snapshot.js'
import type { EntryStore } from '../entries/entry-verbs.js'
import { sectionText } from '../entries/model/aspect.js'
import { dayOf } from '../entries/model/due-review.js'
import type { EntryDigest } from '../entries/model/entry-digest.js'
import { answerIn } from '../entries/render/answer-in.js'
import { serviceIdsIn } from '../entries/render/describe-service.js'
import type { OpenDataWords } from './open-data-words.js'

/** Source: https://www.etalab.gouv.fr/licence-ouverte-open-licence/ */
export const LICENCE_URL = 'https://www.etalab.gouv.fr/licence-ouverte-open-licence/'

/** What a commune publishes, at one moment. */
export interface OpenTown {
  commune: Commune
  /** Of its pages: `https://chat.ville.example/fiches/villebourg`. */
  address: string
  /** What may be shown today, in the order of the titles. */
  entries: ReadonlyMap<string, OpenEntry>
  /** What was shown, and may not be any more. */
  ended: readonly Entry[]
  /** What curators did, without contents. */
  records: readonly EntryDigest[]
  /** When the newest entry was changed; empty where there is none. */
  modifiedAt: string
  /** When it was looked at. */
  now: Date
  words: OpenDataWords
}

/** An entry that may be shown, as anyone reads it in French. */
export interface OpenEntry {
  entry: Entry
  answer: Answer
  /** Of its page. */
  address: string
  /** ISO: the instant of its last publication; where it is as it was installed, the day on which it was last read in its source. */
  modifiedAt: string
}

/** From what towns are opened. */
export interface OpenTownNeeds {
  store: Pick<EntryStore, 'listEntryRecords'>
  say: Say
  now: () => Date
  openData: OpenDataWords
  /** The published content of a commune. @throws AppError `unknown_commune` */
  snapshotOf: (communeId: string) => Promise<Snapshot>
}

/** A town that was opened, and what it was opened from. */
interface Opened {
  from: readonly unknown[]
  town: Promise<OpenTown>
}

/**
 * Opens what communes publish: no draft, nothing that has expired. What was opened is given again as long as nothing that it was made from has changed: its
 * entries, its settings, the day.
 */
export function townOpener(needs: OpenTownNeeds): (commune: Commune, address: string) => Promise<OpenTown> {
  const opened = new WeakMap<Commune, Opened>()
  return async (commune, address) => {
    const { entries } = await needs.snapshotOf(commune.id)
    const from = [entries, address, dayOf(needs.now(), commune)]
    const known = opened.get(commune)
    if (known?.from.every((part, index) => part === from[index])) return known.town
    const town = openTown(needs, { commune, address, entries })
    opened.set(commune, { from, town })
    town.catch(() => opened.delete(commune))
    return town
  }
}

const inOrder = new Intl.Collator('fr')

async function openTown(
  needs: OpenTownNeeds,
  { commune, address, entries }: Pick<OpenTown, 'commune' | 'address'> & { entries: ReadonlyMap<string, Entry> },
): Promise<OpenTown> {
  const now = needs.now()
  const records = await needs.store.listEntryRecords(commune.id)
  const published = new Map(records.map(({ entryId, publications }) => [entryId, publications.at(-1)?.at]))
  const telling = { say: sayIn(needs.say, 'fr'), now }
  const open = [...entries.values()]
    .filter(({ expired }) => expired === undefined)
    .map((entry) => ({
      entry,
      answer: answerIn(entry, commune, telling),
      address: `${address}/${entry.id}`,
      modifiedAt: published.get(entry.id) ?? entry.verifiedAt ?? entry.source.date,
    }))
    .sort((a, b) => inOrder.compare(a.answer.title, b.answer.title))
  return {
    ...{ commune, address, records, now },
    entries: new Map(open.map((one) => [one.entry.id, one])),
    ended: [...entries.values()].filter(({ expired }) => expired === 'over' || expired === 'unreviewed'),
    modifiedAt:
      open
        .map((one) => one.modifiedAt)
        .sort()
        .at(-1) ?? '',
    words: needs.openData,
  }
}

/** What an entry says in a section, as plain text; empty where it says nothing. */
export function textOf({ answer }: Pick<OpenEntry, 'answer'>, key: SectionKey): string {
  return answer.sections
    .filter((section) => section.key === key)
    .map(({ blocks }) => blocksToText(blocks))
    .join('\n')
}

/** Where an entry leads on the web: online services, then where it is booked, which says what. */
export function onlineOf({ answer }: Pick<OpenEntry, 'answer'>): { id: string; label: string; url: string }[] {
  const online = answer.online.map((one, index) => ({ id: `en-ligne-${index + 1}`, ...one }))
  const { appointment, title } = answer
  return appointment
    ? [...online, { id: 'rendez-vous', label: bookingName(appointment, title), url: appointment.url }]
    : online
}

/** What is booked by a link, by name. */
export function bookingName({ label }: { label: string }, title: string): string {
  return frenchTypography(`${label} : ${title}`)
}

/** The services of the commune to which an entry sends: those that its section "Où s'adresser" names by variables, in order. */
export function servicesOf({ entry }: Pick<OpenEntry, 'entry'>, commune: Commune): { id: string; service: Service }[] {
  return serviceIdsIn(sectionText(entry, 'place')).flatMap((id) => {
    const service = serviceOf(commune, id)
    return service ? [{ id, service }] : []
  })
}

/** Who handles what an entry is about: the commune, an office by its name, or which kind of body. */
export function providerOf({ entry: { who, office } }: Pick<OpenEntry, 'entry'>, { commune, words }: OpenTown) {
  if (office) return { id: 'organisme', name: withoutArticle(frenchTypography(office.name)) }
  if (who === 'commune') return { id: 'commune', name: commune.nom }
  return { id: who, name: words.say('fr', `handler.${who}`) }
}

/** What whoever uses the entries of a commune again names. */
export function attributionOf({ commune, modifiedAt, words }: OpenTown, language: StaffLanguage): string {
  return words.say(language, 'attribution', {
    commune: commune.nom,
    date: modifiedAt && calendarDayInWords(modifiedAt, language),
  })
}

/** A name as it stands on a door, of one that stands in a sentence: "la CAF", "l'Antai". */
function withoutArticle(name: string): string {
  const bare = name.replace(/^(?:l[’']|l[ae]s? |une? |votre )/, '')
  return bare.charAt(0).toLocaleUpperCase('fr') + bare.slice(1)
}
