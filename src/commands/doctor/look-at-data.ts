import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '../../config.js'
import type { ConversationDocument } from '../../features/conversations/conversation-document.js'
import { loadEntries } from '../../features/entries/catalogue/load-entries.js'
import { mergeEntries, ownEntries } from '../../features/entries/catalogue/load-own-entries.js'
import type { EntryDocument } from '../../features/entries/curation-index.js'
import { dayOf, dueEntries, graceDaysOf } from '../../features/entries/model/due-review.js'
import { digestOfRecord, type EntryDigest } from '../../features/entries/model/entry-digest.js'
import { servedEntries } from '../../features/mail/expiry-letter.js'
import type { OutboxDocument } from '../../features/mail/outbox-verbs.js'
import type { ClockDocument } from '../../features/retention/clock-verbs.js'
import type { SettingsDocument } from '../../features/settings/settings-document.js'
import type { CountersDocument } from '../../features/statistics/counter-verbs.js'
import { needsCare } from '../../features/webhooks/webhook.js'
import type { WebhooksDocument } from '../../features/webhooks/webhook-index.js'
import type { Mail } from '../../platform/mail/mail.js'
import type { Commune } from '../../platform/model/commune.js'
import { unlessMissing } from '../../platform/store/file-system.js'
import { lookAtStore, type StoreLook } from '../../store/look-at-store.js'
import type { KeptDocument } from '../../store/move-documents.js'
import { COMMANDS_FOLDER } from '../../store/operator-commands.js'
import { reasonOf } from '../backup-words.js'
import { lookAtClock } from '../clock.js'
import { type Finding, found } from './finding.js'

const DAY_MS = 24 * 3_600_000
/** Days of answers that tell how long they take. */
const TIMED_DAYS = 7
/** A question that takes longer on average is felt, ms. */
const SLOW_MS = 1_500
/** A mail that has waited so long is not merely on its way, ms. */
const LATE_MAIL_MS = 3_600_000
/** A server takes an order within seconds, ms. */
const LATE_ORDER_MS = 60_000

/** What the documents of an installation say of its health. */
export interface SeenData {
  mails: { failed: number; late: number; lastFault: string }
  webhooks: { failing: string[]; dead: number }
  settings: SettingsDocument[]
  entries: EntryDigest[]
  timed: { answers: number; ms: number }
  clock: ClockDocument | null
}

/** Reads every document, and notes what tells of its health. Nothing is written. */
export async function readData(
  config: Pick<Config, 'database' | 'dataDir'>,
  at: Date,
): Promise<{ findings: Finding[]; seen: SeenData }> {
  const seen: SeenData = {
    mails: { failed: 0, late: 0, lastFault: '' },
    webhooks: { failing: [], dead: 0 },
    settings: [],
    entries: [],
    timed: { answers: 0, ms: 0 },
    clock: null,
  }
  const since = new Date(at.getTime() - TIMED_DAYS * DAY_MS).toISOString().slice(0, 10)
  try {
    const look = await lookAtStore(config, (one) => note(seen, one, { at, since }))
    return { findings: [await lookAtPlace(config), storeFinding(look, config)], seen }
  } catch (error) {
    return { findings: [found('wrong', 'doctor.store.away', { why: reasonOf(error).why })], seen }
  }
}

function note(seen: SeenData, { kind, document }: KeptDocument, { at, since }: { at: Date; since: string }): void {
  if (kind === 'conversations') noteMails(seen, (document as ConversationDocument).mails ?? [], at)
  if (kind === 'outbox') noteMails(seen, (document as OutboxDocument).mails, at)
  if (kind === 'webhooks') {
    const { webhooks, deliveries } = document as WebhooksDocument
    seen.webhooks.failing.push(...webhooks.filter((one) => needsCare(one, at.toISOString())).map(({ name }) => name))
    seen.webhooks.dead += deliveries.filter(({ status }) => status === 'dead').length
  }
  if (kind === 'settings') seen.settings.push(document as SettingsDocument)
  if (kind === 'entries') seen.entries.push(digestOfRecord((document as EntryDocument).record))
  if (kind === 'clock') seen.clock = document as ClockDocument
  if (kind === 'counters') {
    for (const [day, counts] of Object.entries((document as CountersDocument).days)) {
      if (day < since) continue
      seen.timed.answers += counts['turn.timed'] ?? 0
      seen.timed.ms += counts['turn.ms'] ?? 0
    }
  }
}

function noteMails({ mails }: SeenData, some: readonly Mail[], at: Date): void {
  for (const { status, createdAt, fault } of some) {
    if (status === 'failed') mails.failed += 1
    if (status === 'waiting' && at.getTime() - Date.parse(createdAt) > LATE_MAIL_MS) mails.late += 1
    if (status !== 'sent' && fault !== null) mails.lastFault = fault
  }
}

async function lookAtPlace({ database, dataDir }: Pick<Config, 'database' | 'dataDir'>): Promise<Finding> {
  if (!database) return found('right', 'doctor.place.folder', { folder: dataDir })
  const { databaseVersion } = await import('../../store/postgres/database-holdings.js')
  return found('right', 'doctor.place.database', { version: await databaseVersion(database.url) })
}

function storeFinding(look: StoreLook | null, { dataDir }: Pick<Config, 'dataDir'>): Finding {
  if (look === null) return found('look', 'doctor.store.none', { folder: dataDir })
  const { documents, recovered, spoilt } = look
  if (spoilt.length > 0) return found('wrong', 'doctor.store.spoilt', { files: spoilt.join(', ') })
  if (recovered.length > 0) return found('look', 'doctor.store.recovered', { files: recovered.join(', ') })
  return found('right', 'doctor.store.right', { count: String(documents) })
}

/** The clock, the mails, the webhooks, the orders that no server took, and how long answers take. */
export async function lookAtDuties({
  seen,
  at,
  dataDir,
}: {
  seen: SeenData
  at: Date
  dataDir: string
}): Promise<Finding[]> {
  const { mails, webhooks, timed } = seen
  const mean = timed.answers > 0 ? timed.ms / timed.answers : 0
  const seconds = (mean / 1000).toFixed(1).replace('.', ',')
  const orders = await lateOrders(dataDir, at)
  return [
    await clockFinding(seen),
    mails.failed + mails.late > 0
      ? found('wrong', 'doctor.mails.failed', {
          failed: String(mails.failed),
          late: String(mails.late),
          fault: mails.lastFault,
        })
      : found('right', 'doctor.mails.right'),
    webhooks.failing.length + webhooks.dead > 0
      ? found('wrong', 'doctor.webhooks.failing', { names: webhooks.failing.join(', '), dead: String(webhooks.dead) })
      : found('right', 'doctor.webhooks.right'),
    ...(orders > 0 ? [found('wrong', 'doctor.orders.left', { count: String(orders) })] : []),
    timed.answers === 0
      ? found('unknown', 'doctor.slow.unknown')
      : mean > SLOW_MS
        ? found('look', 'doctor.slow.slow', { seconds })
        : found('right', 'doctor.slow.right', { seconds }),
  ]
}

async function clockFinding({ clock }: SeenData): Promise<Finding> {
  const record = clock ?? { notes: [], acceptance: null }
  const { state } = await lookAtClock({ readClock: async () => record, databaseTime: async () => null })
  return state.status === 'doubted'
    ? found('wrong', 'doctor.clock.doubted')
    : found(
        record.notes.length > 0 ? 'right' : 'unknown',
        record.notes.length > 0 ? 'doctor.clock.right' : 'doctor.clock.unknown',
      )
}

async function lateOrders(dataDir: string, at: Date): Promise<number> {
  const folder = join(dataDir, COMMANDS_FOLDER)
  const names = (await unlessMissing(readdir(folder))) ?? []
  const states = await Promise.all(names.map((name) => unlessMissing(stat(join(folder, name)))))
  return states.filter((one) => one && at.getTime() - one.mtimeMs > LATE_ORDER_MS).length
}

/** Entries that citizens no longer get, and those that are soon to be read again. */
export async function lookAtEntries(
  config: Pick<Config, 'knowledgeDir' | 'intentsDir' | 'townDir'>,
  communes: ReadonlyMap<string, Commune>,
  { seen, at }: { seen: SeenData; at: Date },
): Promise<Finding[]> {
  const shared = await loadEntries(config)
  const own = ownEntries(config.townDir)
  const byId = new Map(shared.map((entry) => [entry.id, entry]))
  const findings: Finding[] = []
  for (const commune of communes.values()) {
    const { id, nom } = commune
    const installed = own.has(id) ? mergeEntries(shared, await own.load(id, byId)) : shared
    const served = servedEntries(
      new Map(installed.map((entry) => [entry.id, entry])),
      seen.entries.filter(({ communeId }) => communeId === id),
    )
    const due = dueEntries(served, dayOf(at, commune), graceDaysOf(commune))
    const count = (...kinds: string[]) => String(due.filter(({ kind }) => kinds.includes(kind)).length)
    const facts = { town: nom, hidden: count('over', 'unreviewed'), past: count('past'), soon: count('review', 'end') }
    const isLate = facts.hidden !== '0' || facts.past !== '0'
    findings.push(isLate ? found('look', 'doctor.entries.due', facts) : found('right', 'doctor.entries.right', facts))
  }
  return findings
}
