import { forEachIndependently } from '../../../platform/for-each-independently.js'
import type { Message, NewMessage } from '../../../platform/model/conversation.js'
import type { Handoff } from '../../../platform/model/handoff.js'
import { type HandoffContext, systemNotice, systemQuestion } from '../handoff-context.js'
import { readAvailability } from './routing.js'
import { hasHeard } from './sweep-presences.js'

/**
 * Tells citizens who wait in the conversation that the last agent has left, with a button to leave a message or be phoned, and that somebody is
 * back: once each, and not at every coming and going. What they were told is stored: a restart repeats nothing.
 * @param startedAt when the server started: nobody could be heard before
 */
export async function tellWaits(context: HandoffContext, startedAt: Date): Promise<void> {
  await forEachIndependently(context.communes.keys(), async (communeId) => {
    const waits = (await context.store.listHandoffs(communeId, ['pending'])).filter(({ kind }) => kind === 'live')
    if (waits.length === 0) return
    const { agents } = await readAvailability(context, communeId)
    await forEachIndependently(waits, async (wait) => {
      if (agents > 0) await tellBack(context, wait)
      else if (hasHeard(context, startedAt)) await tellAlone(context, wait)
    })
  })
}

async function tellAlone(context: HandoffContext, wait: Handoff): Promise<void> {
  if (wait.alone?.since) return
  const messages = await context.store.listMessages(wait.conversationId, 0)
  const told = isAlreadyAsked(messages) ? ({ silent: 'told_before' } as const) : aloneNotice(context, wait)
  await context.store.applyToHandoff(wait.id, { type: 'leave_alone', at: context.now().toISOString() }, told)
}

async function tellBack(context: HandoffContext, wait: Handoff): Promise<void> {
  if (!wait.alone?.since) return
  const now = context.now()
  const text = context.say(wait.language, 'handoff.somebody_back')
  const notice = systemNotice(now, wait.language, 'somebody_back', text)
  await context.store.applyToHandoff(wait.id, { type: 'rejoin', at: now.toISOString() }, notice)
}

function aloneNotice(context: HandoffContext, { language }: Handoff): NewMessage {
  return systemQuestion(context.now(), language, 'nobody_there', {
    text: context.say(language, 'handoff.nobody_there'),
    option: { label: context.say(language, 'human.leave_message'), value: 'leave-message' },
  })
}

/** When her own agent left, she was told at once, with the same button. */
function isAlreadyAsked(messages: readonly Message[]): boolean {
  const last = messages.findLast(({ author }) => author === 'system')
  return last?.payload.type === 'choice' && last.payload.options.some(({ value }) => value === 'leave-message')
}
