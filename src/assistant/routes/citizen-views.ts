import { type CommuneView, MAX_SUGGESTED } from '../../features/asking/contract.js'
import type { HandoffView, MessagesView } from '../../features/conversations/contract.js'
import type { ConversationStore } from '../../features/conversations/conversation-verbs.js'
import { suggestedEntries } from '../../features/entries/model/suggested-entries.js'
import { describeHearing } from '../../features/entries/render/describe-hours.js'
import { proposedEntry } from '../../features/entries/render/translation-of.js'
import { readCallbackSlots } from '../../features/handoffs/callbacks/request-callback.js'
import type { HandoffContext } from '../../features/handoffs/handoff-context.js'
import { describeSlot, describeWait } from '../../features/handoffs/queue/describe-wait.js'
import { readAvailability } from '../../features/handoffs/queue/routing.js'
import type { Viewers } from '../../features/handoffs/routes/viewers.js'
import type { HandoffStore } from '../../features/handoffs/store/handoff-verbs.js'
import { showsCitizenTyping } from '../../features/handoffs/talk/sweep-talks.js'
import { type SuspensionNeeds, waysTo } from '../../features/settings/suspension.js'
import { type AlertNeeds, alertView } from '../../features/town-alert/alert-view.js'
import { communeOf, type KnownCommunes } from '../../platform/http/commune-origins.js'
import type { AvailabilityView } from '../../platform/http/shapes.js'
import { type Commune, receptionPhone } from '../../platform/model/commune.js'
import type { Conversation } from '../../platform/model/conversation.js'
import type { Handoff } from '../../platform/model/handoff.js'
import type { Language } from '../../platform/model/language.js'
import { sayIn } from '../../platform/model/say.js'
import { frenchTypography } from '../../platform/text/typography.js'
import { describeAvailability } from '../human-offer.js'

/** What tells whether a human can be reached. */
export interface AvailabilityNeeds extends AlertNeeds {
  liveCommunes: AlertNeeds['liveCommunes'] & SuspensionNeeds['liveCommunes']
  handoffContext: HandoffContext
}

/** What tells where a wait stands. */
export interface WaitNeeds {
  store: Pick<HandoffStore, 'listHandoffs'>
  handoffContext: HandoffContext
  viewers: Pick<Viewers, 'of'>
}

/** What tells a conversation to its citizen. */
export type ConversationViewNeeds = Omit<AvailabilityNeeds, 'store'> &
  Omit<WaitNeeds, 'store'> &
  Pick<KnownCommunes, 'communes'> & {
    store: AvailabilityNeeds['store'] &
      WaitNeeds['store'] &
      Pick<HandoffStore, 'findOpenHandoff'> &
      Pick<ConversationStore, 'listMessages'>
  }

/** Whether a human can be reached in a commune now, in words. */
export async function availabilityView(
  needs: AvailabilityNeeds,
  commune: Commune,
  language: Language,
): Promise<AvailabilityView> {
  const { handoffContext, now, say, liveCommunes } = needs
  const availability = await readAvailability(handoffContext, commune.id)
  const told = describeAvailability(availability, { commune, now: now(), language, say: sayIn(say, language) })
  return {
    open: availability.open,
    canTalk: availability.canTalk,
    sentence: liveCommunes.suspensionOf(commune.id)
      ? say(language, 'error.commune_suspended', waysTo(commune))
      : liveCommunes.stopOf(commune.id)
        ? `${say(language, 'stopped.notice')} ${told}`
        : told,
    opensAt: availability.opensAt,
    phone: frenchTypography(receptionPhone(commune)),
    alert: await alertView(needs, commune, language),
  }
}

/** What a page needs of a commune before a conversation exists; `page` is its path, or `null`. */
export async function communeView(
  needs: AvailabilityNeeds,
  commune: Commune,
  { language, page }: { language: Language; page: string | null },
): Promise<CommuneView> {
  const { handoffContext, now, say, liveCommunes } = needs
  const entries = needs.entriesNow(commune.id)
  const availability = await availabilityView(needs, commune, language)
  const pinned = availability.alert?.entries ?? []
  const usual = suggestedEntries(commune, { page, at: now() }).flatMap((id) => {
    const entry = entries.get(id)
    return entry && pinned.every((one) => one.id !== id) ? [proposedEntry(entry, language)] : []
  })
  const reception = commune.services[commune.reception]
  const hearing = reception && describeHearing(reception, sayIn(say, language))
  // What would not be answered is not proposed.
  const suggested = liveCommunes.stopOf(commune.id) ? [] : [...pinned, ...usual].slice(0, MAX_SUGGESTED)
  const slots = await readCallbackSlots(handoffContext, commune.id)
  return {
    id: commune.id,
    name: commune.nom,
    suggested,
    availability,
    callbacks: slots.some(({ placesLeft }) => placesLeft > 0),
    mail: handoffContext.mailer !== null,
    ...(reception?.courriel ? { email: reception.courriel } : {}),
    ...(hearing ? { hearing } : {}),
    ...(commune.languages ? { languages: commune.languages } : {}),
    privacy: commune.privacy,
  }
}

/**
 * Where the citizen's wait stands, with her position among those who wait.
 * @param lastSeq last message of the conversation, where it is known: what the agent reads, if she reads now
 */
export async function waitView(needs: WaitNeeds, handoff: Handoff, lastSeq?: number): Promise<HandoffView> {
  const { handoffContext, viewers } = needs
  const { kind, status, agentName, reference = null } = handoff
  const typing = showsCitizenTyping(handoffContext, handoff) ? { showsTyping: true as const } : {}
  const isRead = lastSeq !== undefined && viewers.of(handoff.id).some(({ userId }) => userId === handoff.agentId)
  const read = isRead ? { readSeq: lastSeq } : {}
  const view = { kind, status, agentName, reference, slot: slotOf(handoffContext, handoff), ...typing, ...read }
  if (status !== 'pending' || kind !== 'live') return { ...view, position: null, waiting: null }
  const waiting = await needs.store.listHandoffs(handoff.communeId, ['pending'])
  const position = waiting.filter((other) => other.kind === 'live').findIndex((other) => other.id === handoff.id) + 1
  return { ...view, position: position || null, waiting: await describeWait(handoffContext, handoff, position) }
}

function slotOf(handoffContext: HandoffContext, { slot, communeId, language }: Handoff): string | null {
  if (!slot) return null
  const { day, half } = describeSlot(handoffContext, communeId, slot, language)
  return frenchTypography(`${day}, ${half}`)
}

/** A conversation after a sequence number, with where its wait stands and who can be reached. */
export async function messagesView(
  needs: ConversationViewNeeds,
  conversation: Conversation,
  after: number,
): Promise<MessagesView> {
  const { store } = needs
  const handoff = await store.findOpenHandoff(conversation.id)
  const messages = await store.listMessages(conversation.id, after)
  return {
    messages,
    handoff: handoff ? await waitView(needs, handoff, messages.at(-1)?.seq ?? after) : null,
    status: conversation.status,
    rated: conversation.rating !== undefined,
    availability: await availabilityView(needs, communeOf(needs, conversation.communeId), conversation.language),
  }
}
