import type { Commune } from '../../platform/model/commune.js'
import type { StandingFailure } from '../../platform/model/failure.js'
import type { StaffLanguage } from '../../platform/model/language.js'
import type { Say } from '../../platform/model/say.js'
import type { User } from '../accounts/staff.js'
import type { StaffStore } from '../accounts/staff-verbs.js'
import { type RankedGroup, rankGroups } from '../failures/failure-groups.js'
import type { FailureInbox } from '../failures/failure-inbox.js'
import type { Letter } from './sweep-letters.js'

/** What the letter about failed questions is written from. */
export interface FailuresLetterParts {
  store: Pick<StaffStore, 'listStaff'>
  failures: Pick<FailureInbox, 'read'>
  say: Say
  /** Address of the server as its users type it, for the links. */
  publicUrl: string
}

const GROUPS = 5
/** Longest question in a mail, in characters. */
const LONGEST = 160

/** The digest of failed questions, to the curators and administrators who asked for it, each in the language in which she did. */
export function failuresLetter({ store, failures: inbox, say, publicUrl }: FailuresLetterParts): Letter {
  return {
    kind: 'digest',
    async write(commune) {
      const readers = (await store.listStaff(commune.id)).filter(isReader)
      if (readers.length === 0) return []
      const { failures, groups } = await inbox.read(commune.id)
      const waiting = failures.filter(({ state }) => state === 'anomaly')
      const first = rankGroups(groups, waiting).slice(0, GROUPS)
      if (first.length === 0) return []
      return readers.map((user) => {
        const language = user.digestLanguage ?? 'fr'
        const text = digestText(say, { commune, language, first, publicUrl })
        const subject = say(language, 'digest.subject', { commune: commune.nom, count: String(first.length) })
        return { userId: user.id, to: user.email, subject, text }
      })
    },
  }
}

function isReader({ digestLanguage, roles }: User): boolean {
  return digestLanguage !== undefined && roles.some((role) => role === 'curator' || role === 'admin')
}

function digestText(
  say: Say,
  {
    commune,
    language,
    first,
    publicUrl,
  }: { commune: Commune; language: StaffLanguage; first: readonly RankedGroup[]; publicUrl: string },
): string {
  const address = publicUrl.replace(/(?<!\/)\/+$/, '')
  const items = first.map(({ group, failures, people }, at) => {
    const central = failures.find(({ id }) => id === group.centralId) ?? (failures[0] as StandingFailure)
    const question = cut(central.question)
    const key = people === 1 ? 'digest.one' : 'digest.several'
    const said = say(language, key, { number: String(at + 1), question, people: String(people) })
    return `${said}\n${address}/admin#/failures/${encodeURIComponent(group.id)}`
  })
  const intro = say(language, 'digest.intro', { commune: commune.nom })
  return [intro, ...items, say(language, 'digest.stop', { address: `${address}/admin#/failures` })].join('\n\n')
}

function cut(question: string): string {
  const line = question.replace(/\s+/g, ' ').trim()
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST - 1).trimEnd()}…`
}
