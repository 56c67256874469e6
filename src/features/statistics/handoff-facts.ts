import type { Channel, Transcript } from '../../platform/model/conversation.js'
import type { Handoff, HandoffStep } from '../../platform/model/handoff.js'
import { localMoment } from '../../platform/time/period.js'
import { takenAt } from '../handoffs/queue/usual-wait.js'
import { bucketOf } from './duration-histogram.js'

/** What is kept of a handoff that has ended: numbers to add to the counters of a day. No text, no reference, nobody's name. */
export interface HandoffFacts {
  /** The day of the request, in the commune's time zone. */
  day: string
  increments: Record<string, number>
}

/** Names of counters begin with this. */
export const HANDOFF_PREFIX = 'handoff.'
/** The topic or department of what has none. */
export const NONE = '-'

/** What was said and done until a handoff ended. */
export interface HandoffPast extends Pick<Transcript, 'messages' | 'turns'> {
  channel: Channel
  steps: readonly Pick<HandoffStep, 'type'>[]
}

/** How a handoff ended. `abandoned`: the citizen gave up before an agent came; `left`: while one was there, or had been. */
export type HandoffEnd = NonNullable<Handoff['resolution']> | 'expired' | 'rejected' | 'abandoned' | 'left'

/**
 * The facts of a handoff that has ended. One that ended before, was opened again and ended again, was counted the first time: only that it came
 * back is new. Counters are named `handoff.<what>.<value>`; those of durations `handoff.wait.<hour>.<bucket>`, `handoff.first.<hour>.<bucket>`,
 * `handoff.talk.<bucket>.<topic>` and `handoff.answer.<bucket>`.
 */
export function factsOf(handoff: Handoff, said: HandoffPast, zone: string): HandoffFacts {
  const { day, hour } = localMoment(handoff.requestedAt, zone)
  if (handoff.talliedAt !== undefined) return { day, increments: { [`${HANDOFF_PREFIX}reopened`]: 1 } }
  const names = [
    `kind.${handoff.kind}`,
    `hour.${hour}`,
    `reason.${handoff.reason}`,
    `language.${handoff.language}`,
    `channel.${said.channel}`,
    `department.${handoff.department ?? NONE}`,
    `topic.${topicOf(handoff, said)}`,
    `end.${handoff.kind}.${endOf(handoff)}`,
    ...(handoff.returnedAt === undefined ? [] : ['returned']),
    ...(said.steps.some(({ type }) => type === 'transfer') ? ['transferred'] : []),
    ...durationsOf(handoff, said, hour),
    ...(handoff.kind === 'callback' ? callsOf(handoff) : []),
  ]
  const increments: Record<string, number> = {}
  for (const name of names) add(increments, name, 1)
  if (handoff.kind === 'callback' && handoff.missedCalls?.length)
    add(increments, 'call.tries', handoff.missedCalls.length)
  return { day, increments }
}

function add(increments: Record<string, number>, name: string, by: number): void {
  increments[HANDOFF_PREFIX + name] = (increments[HANDOFF_PREFIX + name] ?? 0) + by
}

/** How it ended. @throws when it has not */
function endOf(handoff: Handoff): HandoffEnd {
  const { status, resolution } = handoff
  switch (status) {
    case 'resolved':
      return resolution ?? 'done'
    case 'expired':
    case 'rejected':
      return status
    case 'cancelled':
      return takenAt(handoff) === null ? 'abandoned' : 'left'
    case 'pending':
    case 'assigned':
      throw new Error('the handoff is still open')
    default:
      return status satisfies never
  }
}

/** The entry that was last shown before the request; at the counter, where all is asked afterwards, the last one. */
function topicOf({ requestedAt, kind }: Handoff, { turns }: Pick<Transcript, 'turns'>): string {
  const before = turns.filter(
    ({ at, entryId }) => entryId !== null && (kind === 'desk' || Date.parse(at) <= Date.parse(requestedAt)),
  )
  return before.at(-1)?.entryId ?? NONE
}

function durationsOf(handoff: Handoff, said: Pick<Transcript, 'messages' | 'turns'>, hour: number): string[] {
  const { kind, status, requestedAt, endedAt } = handoff
  const since = (at: string) => bucketOf(Date.parse(at) - Date.parse(requestedAt))
  const isResolved = status === 'resolved' && endedAt !== null
  if (kind === 'message') return isResolved ? [`answer.${since(endedAt)}`] : []
  if (kind !== 'live') return []
  const claimed = takenAt(handoff)
  const answered = said.messages.find(({ author, at }) => author === 'agent' && isWithin(at, handoff))?.at
  return [
    ...(claimed ? [`wait.${hour}.${since(claimed)}`] : []),
    ...(answered ? [`first.${hour}.${since(answered)}`] : []),
    ...(isResolved ? [`talk.${since(endedAt)}.${topicOf(handoff, said)}`] : []),
  ]
}

function isWithin(at: string, { requestedAt, endedAt }: Handoff): boolean {
  return Date.parse(at) >= Date.parse(requestedAt) && (endedAt === null || Date.parse(at) <= Date.parse(endedAt))
}

/** Whether she was reached, and in the half-day that she was promised. */
function callsOf({ status, resolution, missedCalls = [], slot, endedAt }: Handoff): string[] {
  if (status !== 'resolved') return []
  if (resolution === 'reached' || resolution === 'called_back') {
    const isLate = slot !== undefined && endedAt !== null && Date.parse(endedAt) > Date.parse(slot.endsAt)
    return ['call.reached', isLate ? 'call.late' : 'call.inTime']
  }
  return missedCalls.length > 0 ? ['call.unreached'] : ['call.other']
}
