import { DateTime } from 'luxon'
import type { Commune } from '../../platform/model/commune.js'
import type { Handoff, HandoffStatus } from '../../platform/model/handoff.js'
import type { Say } from '../../platform/model/say.js'
import { documentDateInWords } from '../../platform/time/date-in-words.js'
import type { User } from '../accounts/staff.js'
import type { StaffStore } from '../accounts/staff-verbs.js'
import type { Letter, WrittenLetter } from './sweep-letters.js'

/** What the letter about requests that nobody handles is written from. */
export interface UnhandledLetterParts {
  store: Pick<StaffStore, 'listStaff'> & {
    listHandoffs(communeId: string, statuses: readonly HandoffStatus[]): Promise<Handoff[]>
  }
  say: Say
  /** Address of the server as its users type it, for the links. */
  publicUrl: string
}

/** Requests named in a letter; of the others, their number. */
const MOST_NAMED = 15

/** A request whose end is announced. */
type Announced = Handoff & { closesAt: string }

/**
 * The requests that are soon closed unanswered: to the colleague who holds each, to the whole desk where nobody does, and to those who watch over the
 * reception. By their reference: nothing of what a citizen wrote or left leaves by mail.
 */
export function unhandledLetter({ store, say, publicUrl }: UnhandledLetterParts): Letter {
  return {
    kind: 'unhandled_letter',
    async write(commune) {
      const open = await store.listHandoffs(commune.id, ['pending', 'assigned'])
      const announced = open.filter((one): one is Announced => one.closesAt !== undefined).sort(byEnd)
      if (announced.length === 0) return []
      const staff = await store.listStaff(commune.id)
      return staff.flatMap((user) => {
        const own = announced.filter((one) => isTold(user, one, staff))
        return own.length > 0 ? [written(user, own, { commune, say, publicUrl })] : []
      })
    },
  }
}

function isTold(user: User, { agentId, department }: Announced, staff: readonly User[]): boolean {
  if (user.roles.some((role) => role === 'supervisor' || role === 'admin')) return true
  if (staff.some(({ id }) => id === agentId)) return user.id === agentId
  const { departments = [] } = user
  return user.roles.includes('agent') && (!department || departments.length === 0 || departments.includes(department))
}

function written(
  user: User,
  announced: readonly Announced[],
  { commune, say, publicUrl }: { commune: Commune; say: Say; publicUrl: string },
): WrittenLetter {
  const language = user.digestLanguage ?? 'fr'
  const address = `${publicUrl.replace(/(?<!\/)\/+$/, '')}/console`
  const day = (iso: string) => documentDateInWords(DateTime.fromISO(iso, { zone: commune.timeZone }), language)
  const items = announced.slice(0, MOST_NAMED).map(({ id, reference = '', requestedAt, closesAt, agentName: name }) => {
    const holder = say(language, name ? 'unhandled_letter.holder' : 'unhandled_letter.nobody', name ? { name } : {})
    const facts = { reference, day: day(requestedAt), end: day(closesAt), holder }
    return `${say(language, 'unhandled_letter.item', facts)}\n${address}#handoff/${id}`
  })
  const left = String(announced.length - items.length)
  const more = announced.length > items.length ? [say(language, 'unhandled_letter.more', { count: left, address })] : []
  const count = String(announced.length)
  const subject = announced.length === 1 ? 'unhandled_letter.subjectOne' : 'unhandled_letter.subjectOther'
  const intro = say(language, 'unhandled_letter.intro', { commune: commune.nom })
  return {
    userId: user.id,
    to: user.email,
    subject: say(language, subject, { commune: commune.nom, count }),
    text: [intro, ...items, ...more, say(language, 'unhandled_letter.why')].join('\n\n'),
  }
}

function byEnd(a: Announced, b: Announced): number {
  return Date.parse(a.closesAt) - Date.parse(b.closesAt) || (a.id < b.id ? -1 : 1)
}
