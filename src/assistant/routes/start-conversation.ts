import type { ConversationStore } from '../../features/conversations/conversation-verbs.js'
import { type QuotaNeeds, requireShareLeft } from '../../features/settings/quota.js'
import { requireOpenCommune, type SuspensionNeeds } from '../../features/settings/suspension.js'
import { type AlertNeeds, alertView } from '../../features/town-alert/alert-view.js'
import { hashSecret } from '../../platform/http/secrets.js'
import type { AlertView } from '../../platform/http/shapes.js'
import type { Commune } from '../../platform/model/commune.js'
import { type NewMessage, newConversation, type Transcript } from '../../platform/model/conversation.js'
import type { Language } from '../../platform/model/language.js'
import type { Choice, Payload } from '../../platform/model/payload.js'
import { cleanText } from '../../platform/text/clean-text.js'

/** What a conversation begins with. */
export interface Start {
  id: string
  /** The citizen's only key; its hash alone is stored. */
  token: string
  commune: Commune
  language: Language
  /** The page she was on, as a request names it. */
  page: string | undefined
}

/** What a beginning needs. */
export interface StartNeeds extends AlertNeeds {
  liveCommunes: AlertNeeds['liveCommunes'] & SuspensionNeeds['liveCommunes']
  store: AlertNeeds['store'] & Pick<ConversationStore, 'createConversation'> & QuotaNeeds['store']
}

/** Stores a new conversation with its first message: who speaks, and what not to write. @throws AppError `conversation_exists`, `commune_suspended`, `commune_quota` */
export async function startConversation(needs: StartNeeds, start: Start): Promise<Transcript> {
  const { store, now, say, liveCommunes } = needs
  const { commune, language } = start
  requireOpenCommune({ liveCommunes }, commune)
  await requireShareLeft(needs, commune)
  const at = now().toISOString()
  const [tokenHash, page] = [hashSecret(start.token), pathOf(start.page)]
  const conversation = newConversation({ id: start.id, communeId: commune.id, language, tokenHash, page }, at)
  const named = { commune: commune.nom }
  const greeting = liveCommunes.stopOf(commune.id)
    ? `${say(language, 'greeting.stopped', named)} ${say(language, 'stopped.notice')}`
    : say(language, 'greeting', named)
  const text = `${greeting} ${say(language, 'greeting.privacy')}`
  const message: NewMessage = { author: 'assistant', at, language, payload: { type: 'text', text } }
  const alert = await alertView(needs, commune, language)
  return store.createConversation(conversation, [...(alert ? [alertMessage(alert, at)] : []), message])
}

/** What the commune announces, with the entries that it proposes: said before the greeting, and dated, since it will end. */
function alertMessage({ text, updated, language, entries }: AlertView, at: string): NewMessage {
  const dated = `${text}\n${updated}`
  const options = entries.map(
    ({ id, title, language: written }): Choice => ({
      label: title,
      value: `entry:${id}`,
      ...(written === undefined ? {} : { language: written }),
    }),
  )
  const payload: Payload = options.length > 0 ? { type: 'choice', text: dated, options } : { type: 'text', text: dated }
  return { author: 'assistant', at, language, payload }
}

/** The path of a page, without query; `null` when it is not a path of this site. */
export function pathOf(page: string | undefined): string | null {
  const path = cleanText(page ?? '').split(/[?#]/)[0] ?? ''
  return /^\/(?!\/)/.test(path) ? path : null
}
