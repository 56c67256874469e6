import { DateTime } from 'luxon'
import type { Commune } from '../../platform/model/commune.js'
import type { Entry } from '../../platform/model/entry.js'
import type { StaffLanguage } from '../../platform/model/language.js'
import type { MessageKey, Say } from '../../platform/model/say.js'
import { frenchTypography } from '../../platform/text/typography.js'
import { documentDateInWords } from '../../platform/time/date-in-words.js'
import type { User } from '../accounts/staff.js'
import type { StaffStore } from '../accounts/staff-verbs.js'
import type { EntryStore } from '../entries/entry-verbs.js'
import {
  type DueEntry,
  type DueKind,
  dayOf,
  dueEntries,
  graceDaysOf,
  type RemindedEntry,
} from '../entries/model/due-review.js'
import type { EntryDigest } from '../entries/model/entry-digest.js'
import { maintainersOf } from '../entries/model/maintainers.js'
import type { Letter, WrittenLetter } from './sweep-letters.js'

/** What the letter about what expires is written from. */
export interface ExpiryLetterParts {
  store: Pick<StaffStore, 'listStaff'> & Pick<EntryStore, 'listEntryRecords'>
  /** The entries of a commune as its files have them. */
  installedOf: (communeId: string) => Promise<ReadonlyMap<string, Entry>>
  say: Say
  /** Address of the server as its users type it, for the links. */
  publicUrl: string
}

/** Entries named in each part of a letter; of the others, their number. */
const MOST_NAMED = 15

/** The parts of a letter, in their order. */
const PARTS = {
  hidden: ['over', 'unreviewed'],
  past: ['past'],
  soon: ['review', 'end'],
} as const satisfies Record<string, readonly DueKind[]>

/** What has expired, what should have been read again, and what soon must be, to those who keep each entry true and have not declined it. */
export function expiryLetter({ store, installedOf, say, publicUrl }: ExpiryLetterParts): Letter {
  return {
    kind: 'reminder',
    async write(commune, at) {
      const staff = await store.listStaff(commune.id)
      const entries = servedEntries(await installedOf(commune.id), await store.listEntryRecords(commune.id))
      const due = dueEntries(entries, dayOf(at, commune), graceDaysOf(commune))
      const letters = new Map<User, DueEntry[]>()
      for (const one of due) {
        for (const user of maintainersOf(one.entry, commune, staff)) {
          if (user.declinesReminders) continue
          letters.set(user, [...(letters.get(user) ?? []), one])
        }
      }
      return [...letters].map(([user, own]) => written(user, own, { commune, say, publicUrl }))
    },
  }
}

/** What citizens are answered from, by what curators published over the files; nothing is loaded for it. Pure. */
export function servedEntries(
  installed: ReadonlyMap<string, Entry>,
  records: readonly EntryDigest[],
): Iterable<RemindedEntry> {
  const served = new Map<string, RemindedEntry>(installed)
  for (const { entryId, publications, archival, facts } of records) {
    if (archival) served.delete(entryId)
    else if (publications.length > 0 && facts) {
      const quoted = installed.get(entryId)?.quoted ? { title: installed.get(entryId)?.title ?? facts.title } : {}
      served.set(entryId, { id: entryId, ...facts, ...quoted })
    }
  }
  return served.values()
}

function written(
  user: User,
  due: readonly DueEntry[],
  { commune, say, publicUrl }: { commune: Commune; say: Say; publicUrl: string },
): WrittenLetter {
  const language = user.digestLanguage ?? 'fr'
  const address = `${publicUrl.replace(/(?<!\/)\/+$/, '')}/admin#/entries`
  const count = String(due.length)
  const parts = Object.entries(PARTS).flatMap(([part, kinds]) => {
    const own = due.filter(({ kind }) => (kinds as readonly DueKind[]).includes(kind))
    if (own.length === 0) return []
    const named = own.slice(0, MOST_NAMED).map((one) => itemText(say, one, { language, address }))
    const left = own.length - named.length
    const more = left > 0 ? [say(language, 'reminder.more', { count: String(left), address })] : []
    return [[say(language, `reminder.${part}` as MessageKey), ...named, ...more].join('\n\n')]
  })
  const intro = say(language, 'reminder.intro', { commune: commune.nom })
  const subject = due.length === 1 ? 'reminder.subjectOne' : 'reminder.subjectOther'
  return {
    userId: user.id,
    to: user.email,
    subject: say(language, subject, { commune: commune.nom, count }),
    text: [intro, ...parts, say(language, 'reminder.stop', { address })].join('\n\n'),
  }
}

function itemText(
  say: Say,
  { entry, kind, day, hiddenFrom }: DueEntry,
  { language, address }: { language: StaffLanguage; address: string },
): string {
  const inWords = (iso: string) => documentDateInWords(DateTime.fromISO(iso), language)
  const said = say(language, kind === 'past' && hiddenFrom === null ? 'reminder.pastKept' : `reminder.item.${kind}`, {
    title: frenchTypography(entry.title),
    day: inWords(day),
    ...(kind === 'past' && hiddenFrom !== null ? { hiddenFrom: inWords(hiddenFrom) } : {}),
  })
  return `${said}\n${address}/${entry.id}`
}
