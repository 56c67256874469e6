import type { NewMail } from '../../../platform/mail/mail.js'
import type { NewMessage } from '../../../platform/model/conversation.js'
import type { Handoff, HandoffAction } from '../../../platform/model/handoff.js'
import { payloadText } from '../../../platform/model/payload.js'
import type { HandoffContext } from '../handoff-context.js'
import { TELLING_BY_ACTION, type TellingWithMail } from '../telling.js'

/**
 * Where a citizen reads what is said of her request: in her conversation, unless she came to the counter or phoned; and by mail when she left an
 * address, has no page open and what she may expect has changed.
 */
export async function tellWhereRead(
  context: HandoffContext,
  handoff: Handoff,
  type: HandoffAction['type'],
  said: NewMessage,
): Promise<NewMessage | TellingWithMail | { silent: 'not_online' }> {
  const isOnline = await readsOnline(context, handoff)
  const mail = isMailed(context, handoff, type) ? newsMail(context, handoff, said) : null
  if (mail) return { notice: isOnline ? said : null, mail }
  return isOnline ? said : { silent: 'not_online' }
}

/** Whether the person of a request reads its conversation: for a person who came to the counter or phoned, an agent writes it. */
export async function readsOnline(
  { store }: Pick<HandoffContext, 'store'>,
  { kind, conversationId }: Handoff,
): Promise<boolean> {
  if (kind === 'live') return true
  const { channel = 'web' } = (await store.getConversation(conversationId)) ?? {}
  return channel === 'web'
}

function isMailed(context: HandoffContext, handoff: Handoff, type: HandoffAction['type']): boolean {
  const { mail } = TELLING_BY_ACTION[type]
  if (!context.mailer || !handoff.contact?.email || context.isPageOpen(handoff.conversationId)) return false
  return mail === 'always' || (mail === 'first' && handoff.firstTakenAt === undefined)
}

/** The same words as in the conversation, with the reference of the request: nothing of what was written in it. */
function newsMail(
  context: HandoffContext,
  { communeId, contact, language, reference = '' }: Handoff,
  said: NewMessage,
): NewMail {
  const { nom: commune, services, reception } = context.communeOf(communeId)
  const say = (key: Parameters<typeof context.say>[1]) =>
    context.say(language, key, { name: contact?.name ?? '', reference, commune })
  const replyTo = services[reception]?.courriel
  return {
    kind: 'news',
    to: contact?.email ?? '',
    ...(replyTo ? { replyTo } : {}),
    subject: say('request.news'),
    text: [say('acknowledgement.hello'), payloadText(said.payload), commune].join('\n\n'),
    createdAt: said.at,
  }
}
