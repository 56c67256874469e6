import { forEachIndependently } from '../../../platform/for-each-independently.js'
import type { Commune } from '../../../platform/model/commune.js'
import type { Message, NewMessage } from '../../../platform/model/conversation.js'
import { unansweredSince } from '../../../platform/model/digest.js'
import type { Handoff, TalkWatch } from '../../../platform/model/handoff.js'
import { type HandoffContext, instantIn, systemNotice, systemQuestion } from '../handoff-context.js'

/** Looks at every talk whose citizen has been silent for long. Deadlines are stored rows, so a restart forgets none. */
export async function sweepTalks(context: HandoffContext): Promise<void> {
  await forEachIndependently(await context.store.listDueTalks(context.now().toISOString()), async (talk) => {
    if (talk.watch) await lookForCitizen(context, talk, talk.watch)
  })
}

function isPast(instant: string, now: Date): boolean {
  return Date.parse(instant) <= now.getTime()
}

/** Asks a silent citizen whether she is there; once asked and still silent, frees the agent. */
async function lookForCitizen(context: HandoffContext, talk: Handoff, watch: TalkWatch): Promise<void> {
  const now = context.now()
  const at = now.toISOString()
  const { askMs, leaveMs } = silenceLimits(context.communes.get(talk.communeId))
  const messages = await context.store.listMessages(talk.conversationId, 0)
  const lastSeq = messages.length
  const silence = silenceOf(talk, messages)
  if (watch.askedAt !== null && silence !== null && Date.parse(silence) <= Date.parse(watch.askedAt)) {
    const text = context.say(talk.language, 'handoff.silent', { agent: talk.agentName ?? '' })
    const notice = systemNotice(now, talk.language, 'citizen_silent', text)
    await context.store.applyToHandoff(talk.id, { type: 'free', lastSeq, at }, notice)
    return
  }
  // While the agent owes an answer, her own silence is nobody's fault: she is looked at again in a while.
  const dueAt = silence === null ? instantIn(context, askMs) : new Date(Date.parse(silence) + askMs).toISOString()
  if (!isPast(dueAt, now)) {
    await context.store.watchTalk(talk.id, { citizenDueAt: dueAt, askedAt: null })
    return
  }
  if (watch.askedAt !== null) await context.store.watchTalk(talk.id, { askedAt: null })
  const action = { type: 'ask' as const, dueAt: instantIn(context, leaveMs), lastSeq, at }
  await context.store.applyToHandoff(talk.id, action, questionFor(context, talk, leaveMs))
}

/**
 * Since when the citizen has been silent while an answer of hers could be expected, as an ISO instant: since the agent came, or since an
 * agent's first answer to her last words, whichever is later; `null` while these wait for an agent, said before the agent came or after.
 */
function silenceOf({ assignedAt }: Handoff, messages: readonly Message[]): string | null {
  if (unansweredSince(messages) !== null) return null
  const last = messages.findLast(({ author }) => author === 'citizen')
  const answered = last && messages.find(({ author, seq }) => author === 'agent' && seq > last.seq)?.at
  return answered && Date.parse(answered) > Date.parse(assignedAt ?? '') ? answered : assignedAt
}

function questionFor(context: HandoffContext, { language }: Handoff, leaveMs: number): NewMessage {
  const minutes = String(Math.round(leaveMs / 60_000))
  return systemQuestion(context.now(), language, 'citizen_asked', {
    text: context.say(language, 'handoff.still_there', { minutes }),
    option: { label: context.say(language, 'handoff.still_here'), value: 'still-here' },
  })
}

const MINUTE_MS = 60_000
const ASK_AFTER_MINUTES = 10
const LEAVE_AFTER_MINUTES = 5

/** How long a citizen of a commune may be silent before she is asked, and then before her agent is freed. */
function silenceLimits(commune: Commune | undefined): { askMs: number; leaveMs: number } {
  const { askAfterMinutes = ASK_AFTER_MINUTES, leaveAfterMinutes = LEAVE_AFTER_MINUTES } = commune?.silence ?? {}
  return { askMs: askAfterMinutes * MINUTE_MS, leaveMs: leaveAfterMinutes * MINUTE_MS }
}

/** Whether the agent of a handoff sees that its citizen writes: in a live talk, where the commune has chosen so. */
export function showsCitizenTyping(
  { communes }: Pick<HandoffContext, 'communes'>,
  { communeId, kind, status }: Handoff,
): boolean {
  return kind === 'live' && status === 'assigned' && communes.get(communeId)?.talk?.showCitizenTyping === true
}

/** What is looked at in a talk that begins. */
export function newWatch(context: HandoffContext, communeId: string): TalkWatch {
  const { askMs } = silenceLimits(context.communes.get(communeId))
  return { citizenDueAt: instantIn(context, askMs), askedAt: null }
}
