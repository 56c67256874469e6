import type { Commune, Service } from '../../platform/model/commune.js'
import type { StaffLanguage } from '../../platform/model/language.js'
import { type Say, sayIn } from '../../platform/model/say.js'
import { serviceOf } from '../../platform/model/service-of.js'
import { blocksToText } from '../../platform/text/rich-links.js'
import { frenchTypography } from '../../platform/text/typography.js'
import type { Snapshot } from '../entries/catalogue/snapshot.js'
import type { EntryStore } from '../entries/entry-verbs.js'
import { sectionText } from '../entries/model/aspect.js'
import type { Answer, Entry, SectionKey } from '../entries/model/entry.js'
import { answerIn } from '../entries/render/answer-in.js'
import type { OpenDataWords } from './open-data-words.js'

/** Source: https://www.etalab.gouv.fr/licence-ouverte-open-licence/ */
export const LICENCE_URL = 'https://www.etalab.gouv.fr/licence-ouverte-open-licence/'

/** What a commune publishes, at one moment. */
export interface OpenTown {
  commune: Commune
  /** Of its pages: `https://chat.ville.example/fiches/villebourg`. */
  address: string
  /** What may be shown today, in the order of the titles. */
  entries: readonly OpenEntry[]
  /** When the newest of them was changed. */
  modifiedAt: string
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

/** From what a town is opened. */
export interface OpenTownNeeds {
  store: Pick<EntryStore, 'listEntryRecords'>
  say: Say
  now: () => Date
  openData: OpenDataWords
  /** The published content of a commune. @throws AppError `unknown_commune` */
  snapshotOf: (communeId: string) => Promise<Snapshot>
}

const inOrder = new Intl.Collator('fr')

/** Reads what a commune publishes: no draft, nothing that has expired. */
export async function openTown(needs: OpenTownNeeds, commune: Commune, address: string): Promise<OpenTown> {
  const [{ entries }, digests] = await Promise.all([
    needs.snapshotOf(commune.id),
    needs.store.listEntryRecords(commune.id),
  ])
  const published = new Map(digests.map(({ entryId, publications }) => [entryId, publications.at(-1)?.at]))
  const telling = { say: sayIn(needs.say, 'fr'), now: needs.now() }
  const open = [...entries.values()]
    .filter(({ expired }) => expired === undefined)
    .map((entry) => ({
      entry,
      answer: answerIn(entry, commune, telling),
      address: `${address}/${entry.id}`,
      modifiedAt: published.get(entry.id) ?? entry.verifiedAt ?? entry.source.date,
    }))
    .sort((a, b) => inOrder.compare(a.answer.title, b.answer.title))
  const modifiedAt = open.map((one) => one.modifiedAt).reduce((last, at) => (at > last ? at : last), '')
  return { commune, address, entries: open, modifiedAt, words: needs.openData }
}

/** What an entry says in a section, as plain text; empty where it says nothing. */
export function textOf({ answer }: Pick<OpenEntry, 'answer'>, key: SectionKey): string {
  return answer.sections
    .filter((section) => section.key === key)
    .map(({ blocks }) => blocksToText(blocks))
    .join('\n')
}

/** The services of the commune to which an entry sends: those that its section "Où s'adresser" names by variables, in order. */
export function servicesOf({ entry }: Pick<OpenEntry, 'entry'>, commune: Commune): { id: string; service: Service }[] {
  const ids = new Set([...sectionText(entry, 'place').matchAll(/\{\{([a-z-]+)\./g)].map(([, id = '']) => id))
  return [...ids].flatMap((id) => {
    const service = serviceOf(commune, id)
    return service ? [{ id, service }] : []
  })
}

/** Who handles what an entry is about: the commune, an office by its name, or which kind of body. */
export function providerOf({ entry: { who, office, title } }: Pick<OpenEntry, 'entry'>, { commune, words }: OpenTown) {
  // What stands on its door comes first in its title.
  if (office) return { id: 'organisme', name: frenchTypography((title.split(':')[0] ?? '').trim()) }
  if (who === 'commune') return { id: 'commune', name: commune.nom }
  return { id: who, name: words.say('fr', `handler.${who}`) }
}

/** What whoever uses the entries of a commune again names. */
export function attributionOf({ commune, modifiedAt, words }: OpenTown, language: StaffLanguage): string {
  return words.say(language, 'attribution', { commune: commune.nom, date: modifiedAt.slice(0, 10) })
}
