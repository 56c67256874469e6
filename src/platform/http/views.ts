import { proposedEntry } from '../../assistant/routes/proposed-entry.js'
import { describeAvailability } from '../../assistant/steps.js'
import type { User } from '../../features/accounts/staff.js'
import { alertView } from '../../features/alerts/alert-view.js'
import { readCallbackSlots } from '../../features/callbacks/request-callback.js'
import { suggestedEntries } from '../../features/entries/model/suggested-entries.js'
import { describeHearing } from '../../features/entries/render/describe-hearing.js'
import { describeSchedule } from '../../features/entries/render/describe-hours.js'
import { describeService, tellingMoment } from '../../features/entries/render/describe-service.js'
import type { Handoff } from '../../features/handoffs/handoff.js'
import { readAvailability } from '../../features/handoffs/queue/availability.js'
import { describeSlot } from '../../features/handoffs/queue/describe-slot.js'
import { describeWait } from '../../features/handoffs/queue/describe-wait.js'
import { showsCitizenTyping } from '../../features/handoffs/talk/watch.js'
import { AppError } from '../model/app-error.js'
import { type Commune, receptionPhone } from '../model/commune.js'
import type { Conversation } from '../model/conversation.js'
import type { Language } from '../model/language.js'
import { sayIn } from '../model/say.js'
import { frenchTypography } from '../text/typography.js'
import {
  type AvailabilityView,
  type CommuneView,
  type HandoffView,
  MAX_SUGGESTED,
  type MessagesView,
  type NamedCommune,
  type ServiceView,
} from './contract.js'
import type { HttpContext } from './http-context.js'

/** Whether a human can be reached in a commune now, in words. */
export async function availabilityView(
  context: HttpContext,
  commune: Commune,
  language: Language,
): Promise<AvailabilityView> {
  const { handover, now, say, stopOf } = context.assistant
  const availability = await readAvailability(handover, commune.id)
  const told = describeAvailability(availability, { commune, now: now(), language, say: sayIn(say, language) })
  return {
    open: availability.open,
    canTalk: availability.canTalk,
    sentence: stopOf(commune.id) ? `${say(language, 'stopped.notice')} ${told}` : told,
    opensAt: availability.opensAt,
    phone: frenchTypography(receptionPhone(commune)),
    alert: await alertView(context, commune, language),
  }
}

/** What a page needs of a commune before a conversation exists; `page` is its path, or `null`. */
export async function communeView(
  context: HttpContext,
  commune: Commune,
  { language, page }: { language: Language; page: string | null },
): Promise<CommuneView> {
  const entries = context.entriesNow(commune.id)
  const availability = await availabilityView(context, commune, language)
  const pinned = availability.alert?.entries ?? []
  const usual = suggestedEntries(commune, { page, at: context.assistant.now() }).flatMap((id) => {
    const entry = entries.get(id)
    return entry && pinned.every((one) => one.id !== id) ? [proposedEntry(entry, language)] : []
  })
  const { handover, stopOf, say } = context.assistant
  const reception = commune.services[commune.reception]
  const hearing = reception && describeHearing(reception, sayIn(say, language))
  // What would not be answered is not proposed.
  const suggested = stopOf(commune.id) ? [] : [...pinned, ...usual].slice(0, MAX_SUGGESTED)
  const slots = await readCallbackSlots(handover, commune.id)
  return {
    id: commune.id,
    name: commune.nom,
    suggested,
    availability,
    callbacks: slots.some(({ placesLeft }) => placesLeft > 0),
    mail: handover.mailer !== null,
    ...(hearing ? { hearing } : {}),
    ...(commune.languages ? { languages: commune.languages } : {}),
    privacy: commune.privacy,
  }
}

/** Every service of a commune as it is now, in words. */
export function servicesView(
  needs: Pick<HttpContext, 'now' | 'say'>,
  commune: Commune,
  language: Language,
): ServiceView[] {
  const moment = tellingMoment(needs, language)
  const typeset = language === 'fr' ? frenchTypography : (text: string) => text
  return Object.entries(commune.services).map(([id, service]) => ({
    id,
    name: frenchTypography(service.nom),
    address: frenchTypography(service.adresse),
    phone: frenchTypography(service.telephone),
    email: service.courriel,
    hours: typeset(describeSchedule(service, language)),
    now: describeService(commune, service, moment),
  }))
}

/**
 * Where the citizen's wait stands, with her position among those who wait.
 * @param lastSeq last message of the conversation, where it is known: what the agent reads, if she reads now
 */
export async function handoffView(
  context: HttpContext,
  handoff: Handoff | undefined,
  lastSeq?: number,
): Promise<HandoffView | null> {
  if (!handoff) return null
  const { kind, status, agentName, reference = null } = handoff
  const typing = showsCitizenTyping(context, handoff) ? { showsTyping: true as const } : {}
  const isRead =
    lastSeq !== undefined && context.viewers.of(handoff.id).some(({ userId }) => userId === handoff.agentId)
  const read = isRead ? { readSeq: lastSeq } : {}
  const view = { kind, status, agentName, reference, slot: slotOf(context, handoff), ...typing, ...read }
  if (status !== 'pending' || kind !== 'live') return { ...view, position: null, waiting: null }
  const waiting = await context.assistant.store.listHandoffs(handoff.communeId, ['pending'])
  const position = waiting.filter((other) => other.kind === 'live').findIndex((other) => other.id === handoff.id) + 1
  return {
    ...view,
    position: position || null,
    waiting: await describeWait(context.assistant.handover, handoff, position),
  }
}

function slotOf(context: HttpContext, { slot, communeId, language }: Handoff): string | null {
  if (!slot) return null
  const { day, half } = describeSlot(context.assistant.handover, communeId, slot, language)
  return frenchTypography(`${day}, ${half}`)
}

/** A conversation after a sequence number, with where its wait stands and who can be reached. */
export async function messagesView(
  context: HttpContext,
  conversation: Conversation,
  after: number,
): Promise<MessagesView> {
  const { store } = context.assistant
  const handoff = await store.findOpenHandoff(conversation.id)
  const messages = await store.listMessages(conversation.id, after)
  return {
    messages,
    handoff: await handoffView(context, handoff, messages.at(-1)?.seq ?? after),
    status: conversation.status,
    rated: conversation.rating !== undefined,
    availability: await availabilityView(context, communeOf(context, conversation.communeId), conversation.language),
  }
}

/** The communes of the server as they are now. */
export interface KnownCommunes {
  communes: ReadonlyMap<string, Commune>
  /** The one that is meant where none is named. */
  defaultCommuneId?: string
}

/** The commune named by a request, or the server's own. @throws AppError `unknown_commune` (404) */
export function communeOf({ communes, defaultCommuneId = '' }: KnownCommunes, id: string | undefined): Commune {
  const commune = communes.get(id ?? defaultCommuneId)
  if (!commune) throw new AppError('unknown_commune', 404, { field: 'communeId' })
  return commune
}

/** The communes of some accounts, by their names. */
export function communesOf(
  known: Pick<KnownCommunes, 'communes'>,
  users: readonly Pick<User, 'communeId'>[],
): NamedCommune[] {
  const ids = new Set(users.map(({ communeId }) => communeId))
  const communes = [...known.communes.values()].filter(({ id }) => ids.has(id))
  return communes.map(({ id, nom: name }) => ({ id, name })).sort((a, b) => a.name.localeCompare(b.name, 'fr'))
}
