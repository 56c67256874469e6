import type { Message, NewMessage } from '../../../platform/model/conversation.js'
import { eachAlone } from '../../../platform/model/each-alone.js'
import type { Handoff, TalkWatch } from '../handoff.js'
import { type HandoverContext, systemNotice, systemQuestion } from '../handover-context.js'
import { backInQueue } from '../queue/back-in-queue.js'
import { presenceOf } from '../queue/sweep-presences.js'
import { unansweredSince } from '../queue/unanswered-since.js'
import { AGENT_SILENCE_MS, later, silenceLimits } from './watch.js'

/**
 * Looks at every talk of which a deadline has passed: its agent is gone, or its citizen has been silent. Deadlines are stored rows, so a
 * restart forgets none.
 * @param startedAt when the server started: nobody could be heard before, so consoles have the time to come back
 */
export async function sweepTalks(context: HandoverContext, startedAt: Date): Promise<void> {
  const now = context.now()
  const hasHeard = now.getTime() >= startedAt.getTime() + AGENT_SILENCE_MS
  await eachAlone(await context.store.listDueTalks(now.toISOString()), async (talk) => {
    const { watch } = talk
    if (!watch) return
    if (hasHeard && isPast(watch.agentDueAt, now)) await loseAgent(context, talk)
    else if (isPast(watch.citizenDueAt, now)) await lookForCitizen(context, talk, watch)
  })
}

function isPast(instant: string, now: Date): boolean {
  return Date.parse(instant) <= now.getTime()
}

/** The agent is no longer counted, whatever she declared, until her console is heard: she is the one who could not be reached. */
async function loseAgent(context: HandoverContext, talk: Handoff): Promise<void> {
  const { communeId, agentId, agentName } = talk
  const at = context.now().toISOString()
  const presence = agentId ? await presenceOf(context, { id: agentId, communeId }) : undefined
  if (presence) await context.store.savePresence({ ...presence, dueAt: at, cause: 'lost' })
  const notice = await backInQueue(context, talk, {
    sentence: 'handoff.lost',
    event: 'agent_lost',
    agent: agentName ?? '',
  })
  await context.store.applyToHandoff(
    talk.id,
    { type: 'lose', deadlineAt: later(context, context.waitLimitMs), at },
    notice,
  )
}

/** Asks a silent citizen whether she is there; once asked and still silent, frees the agent. */
async function lookForCitizen(context: HandoverContext, talk: Handoff, watch: TalkWatch): Promise<void> {
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
  const dueAt = silence === null ? later(context, askMs) : new Date(Date.parse(silence) + askMs).toISOString()
  if (!isPast(dueAt, now)) {
    await context.store.watchTalk(talk.id, { citizenDueAt: dueAt, askedAt: null })
    return
  }
  if (watch.askedAt !== null) await context.store.watchTalk(talk.id, { askedAt: null })
  const action = { type: 'ask' as const, dueAt: later(context, leaveMs), lastSeq, at }
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

function questionFor(context: HandoverContext, { language }: Handoff, leaveMs: number): NewMessage {
  const minutes = String(Math.round(leaveMs / 60_000))
  return systemQuestion(context.now(), language, 'citizen_asked', {
    text: context.say(language, 'handoff.still_there', { minutes }),
    option: { label: context.say(language, 'handoff.still_here'), value: 'still-here' },
  })
}
