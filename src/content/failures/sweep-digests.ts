import { DateTime } from 'luxon'
import type { Commune } from '../../domain/commune.js'
import type { StandingFailure } from '../../domain/failure.js'
import { type RankedGroup, rankGroups } from '../../domain/failure-groups.js'
import type { StaffLanguage } from '../../domain/language.js'
import type { Say } from '../../domain/say.js'
import type { User } from '../../domain/staff.js'
import type { Store } from '../../domain/store.js'
import type { FailureInbox } from './failure-inbox.js'

/** What the weekly mail is written from. */
export interface DigestSweep {
  store: Pick<Store, 'listUsers' | 'startDigest' | 'queueCommuneMail'>
  failures: FailureInbox
  communes: ReadonlyMap<string, Commune>
  say: Say
  now: () => Date
  /** Address of the server as its users type it, for the links; `null`: no mail can leave, and none is written. */
  publicUrl: string | null
}

/** Monday at eight, in the zone of the commune. */
const WEEKDAY = 1
const HOUR = 8
const GROUPS = 5
/** Longest question in a mail, in characters. */
const LONGEST = 160

/**
 * Writes the digest of the week to the curators and administrators who asked for it, on Mondays from eight o'clock. That it was begun is stored first: a
 * restart writes none a second time. A week in which the server was stopped all Monday has none: on Tuesday it would be late.
 * @returns how many mails were written
 */
export async function sweepDigests(sweep: DigestSweep): Promise<number> {
  const { store, communes, publicUrl } = sweep
  if (publicUrl === null) return 0
  let written = 0
  for (const commune of communes.values()) {
    const local = DateTime.fromJSDate(sweep.now(), { zone: commune.timeZone })
    if (local.weekday !== WEEKDAY || local.hour < HOUR) continue
    const readers = (await store.listUsers()).filter((user) => user.communeId === commune.id && isReader(user))
    const week = local.toFormat("kkkk-'W'WW")
    if (readers.length === 0 || (await store.startDigest(commune.id, week)) === 'already') continue
    const { failures, groups } = await sweep.failures.read(commune.id)
    const waiting = failures.filter(({ state }) => state === 'anomaly')
    const first = rankGroups(groups, waiting).slice(0, GROUPS)
    if (first.length === 0) continue
    for (const user of readers) {
      const language = user.digestLanguage ?? 'fr'
      const text = digestText(sweep, { commune, language, first, publicUrl })
      const subject = sweep.say(language, 'digest.subject', { commune: commune.nom, count: String(first.length) })
      const createdAt = sweep.now().toISOString()
      await store.queueCommuneMail({ communeId: commune.id, kind: 'digest', to: user.email, subject, text, createdAt })
      written += 1
    }
  }
  return written
}

function isReader({ digestLanguage, roles }: User): boolean {
  return digestLanguage !== undefined && roles.some((role) => role === 'curator' || role === 'admin')
}

function digestText(
  { say }: Pick<DigestSweep, 'say'>,
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
