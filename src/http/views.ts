import { sayIn } from '../assistant/assistant-context.js'
import { describeAvailability, receptionPhone } from '../assistant/describe-availability.js'
import { titleIn } from '../content/translation-of.js'
import { frenchTypography } from '../content/typography.js'
import type { Commune } from '../domain/commune.js'
import type { Handoff } from '../domain/handoff.js'
import type { Language } from '../domain/language.js'
import { readAvailability } from '../handover/availability.js'
import type { AvailabilityView, CommuneView, HandoffView } from './contract.js'
import type { HttpContext } from './http-context.js'

/** Whether a human can be reached in a commune now, in words. */
export async function availabilityView(
  context: HttpContext,
  commune: Commune,
  language: Language,
): Promise<AvailabilityView> {
  const { handover, now, say } = context.assistant
  const availability = await readAvailability(handover, commune.id)
  return {
    open: availability.open,
    canTalk: availability.canTalk,
    sentence: describeAvailability(availability, { commune, now: now(), language, say: sayIn(say, language) }),
    opensAt: availability.opensAt,
    phone: frenchTypography(receptionPhone(commune)),
  }
}

/** What a page needs of a commune before a conversation exists. */
export async function communeView(context: HttpContext, commune: Commune, language: Language): Promise<CommuneView> {
  const entries = context.entriesNow(commune.id)
  const suggested = commune.suggested.flatMap((id) => {
    const entry = entries.get(id)
    if (!entry) return []
    const titled = titleIn(entry, language)
    const title = titled.language === 'fr' ? frenchTypography(titled.title) : titled.title
    return [{ id, title, ...(titled.language === language ? {} : { language: titled.language }) }]
  })
  const availability = await availabilityView(context, commune, language)
  return { id: commune.id, name: commune.nom, suggested, availability, privacy: commune.privacy }
}

/** Where the citizen's wait stands, with her position among those who wait. */
export async function handoffView(context: HttpContext, handoff: Handoff | undefined): Promise<HandoffView | null> {
  if (!handoff) return null
  const { kind, status, agentName } = handoff
  if (status !== 'pending' || kind !== 'live') return { kind, status, agentName, position: null }
  const waiting = await context.assistant.store.listHandoffs(handoff.communeId, ['pending'])
  const position = waiting.filter((other) => other.kind === 'live').findIndex((other) => other.id === handoff.id) + 1
  return { kind, status, agentName, position: position || null }
}
