import { DateTime } from 'luxon'
import { forEachIndependently } from '../../platform/for-each-independently.js'
import type { NewMail } from '../../platform/mail/mail.js'
import type { Commune } from '../../platform/model/commune.js'
import type { QueuedHandoff } from '../../platform/model/digest.js'
import type { Handoff } from '../../platform/model/handoff.js'
import {
  RETENTION_KINDS,
  type RetentionDays,
  type RetentionKind,
  retentionDaysOf,
} from '../../platform/model/retention.js'
import { documentDateInWords } from '../../platform/time/date-in-words.js'
import { type HandoffContext, systemQuestion } from '../handoffs/handoff-context.js'
import { readsOnline } from '../handoffs/talk/tell-citizen.js'
import { closesAt, UNHANDLED_NOTICE_DAYS } from '../handoffs/unhandled.js'

const DAY_MS = 24 * 3_600_000

/** An open request, and when it is closed unanswered unless somebody handles it. */
export interface Closing extends QueuedHandoff {
  closesAt: string
}

/** The open requests that nobody has handled for so long that their end is announced, or will be by an instant. */
export async function listClosings(context: HandoffContext, at: Date): Promise<Closing[]> {
  const now = context.now()
  const last = Math.max(at.getTime(), now.getTime() + UNHANDLED_NOTICE_DAYS * DAY_MS)
  const since = new Date(last - shortest(context, 'unhandled') * DAY_MS).toISOString()
  return (await context.store.listUnhandled(since)).flatMap((row) => {
    const end = closesAt(row, { days: daysOf(context, row.handoff.communeId).unhandled, now, by: at })
    return end === null ? [] : [{ ...row, closesAt: end }]
  })
}

/** Announces the end of the requests that nobody handles, and takes back what somebody has handled since: it is stored, so that a restart gives no less notice. */
export async function announceClosings(context: HandoffContext): Promise<void> {
  const { store } = context
  const now = context.now()
  await forEachIndependently(await store.listUnhandled(new Date(now.getTime() + DAY_MS).toISOString()), async (row) => {
    const { id, communeId, closesAt: announced = null } = row.handoff
    const end = closesAt(row, { days: daysOf(context, communeId).unhandled, now, by: now })
    if (end !== announced) await store.announceClosing(id, end)
  })
}

/**
 * Closes a request that nobody handled, in one write with what its citizen is told: in her conversation where she reads it, and by mail where she left an
 * address and mails leave. Nothing else is kept of how to reach her.
 * @returns how many were closed: 0 when somebody handled it in the meantime
 */
export async function closeUnhandledRequest(
  context: HandoffContext,
  { handoff, digest }: QueuedHandoff,
): Promise<number> {
  const now = context.now()
  const { language, contact } = handoff
  const text = closingText(context, handoff)
  const option = { label: context.say(language, 'human.leave_message'), value: 'leave-message' } as const
  const question = systemQuestion(now, language, 'handoff_expired', { text, option })
  const notice = (await readsOnline(context, handoff)) ? question : null
  const mail = context.mailer && contact?.email ? closingMail(context, { handoff, text, to: contact.email }) : null
  const action = { type: 'close_unhandled', lastSeq: digest.messageCount, at: now.toISOString() } as const
  const told = mail ? { notice, mail } : (notice ?? { silent: 'not_online' as const })
  const { outcome } = await context.store.closeUnhandled(handoff.id, action, told)
  return outcome === 'applied' ? 1 : 0
}

/** That nobody answered, that her details are erased, and how to reach the town. */
function closingText(context: HandoffContext, { communeId, language, requestedAt }: Handoff): string {
  const commune = context.communes.get(communeId)
  const service = serviceOf(commune)
  return context.say(language, 'unhandled.closed', {
    date: documentDateInWords(DateTime.fromISO(requestedAt, { zone: commune?.timeZone ?? 'utc' }), language),
    service: service?.nom ?? commune?.nom ?? '',
    phone: service?.telephone ?? '',
    email: service?.courriel ?? '',
  })
}

function closingMail(
  context: HandoffContext,
  { handoff, text, to }: { handoff: Handoff; text: string; to: string },
): NewMail {
  const commune = context.communes.get(handoff.communeId)
  const replyTo = serviceOf(commune)?.courriel
  const { contact, language, reference = '' } = handoff
  const words = { name: contact?.name ?? '', commune: commune?.nom ?? '', reference }
  const say = (key: Parameters<typeof context.say>[1]) => context.say(language, key, words)
  return {
    kind: 'unhandled',
    to,
    ...(replyTo ? { replyTo } : {}),
    subject: say('unhandled.subject'),
    text: [say('acknowledgement.hello'), text, words.commune].join('\n\n'),
    createdAt: context.now().toISOString(),
  }
}

function serviceOf(commune: Commune | undefined) {
  return commune?.services[commune.reception]
}

/** Days of a commune; of one that the server no longer knows, the longest of the others. */
export function daysOf({ communes }: Pick<HandoffContext, 'communes'>, communeId: string): RetentionDays {
  const known = communes.get(communeId)
  if (known) return retentionDaysOf(known.privacy)
  const all = [...communes.values()].map(({ privacy }) => retentionDaysOf(privacy))
  const longest = (kind: RetentionKind) => Math.max(...all.map((days) => days[kind]))
  return Object.fromEntries(RETENTION_KINDS.map((kind) => [kind, longest(kind)])) as unknown as RetentionDays
}

/** The fewest days for which any commune keeps a kind: nothing younger is due. */
export function shortest({ communes }: Pick<HandoffContext, 'communes'>, kind: RetentionKind): number {
  return Math.min(...[...communes.values()].map(({ privacy }) => retentionDaysOf(privacy)[kind]))
}
