import { randomUUID } from 'node:crypto'
import type { EntryDocument } from '../../features/entries/entry-document.js'
import type { SettingsDocument } from '../../features/settings/settings-document.js'
import { conversationEvents, type NewEvent } from '../../features/webhooks/conversation-events.js'
import { answersEvents, entryEvents } from '../../features/webhooks/curation-events.js'
import type { WebhookEvent } from '../../features/webhooks/event.js'
import type { WebhookIndex } from '../../features/webhooks/webhook-index.js'
import type { ConversationDocument } from './conversation-document.js'

/**
 * What keeps an event with what happened, in the same write, whichever verb made it happen. Only what a webhook of the commune wants is kept: without any,
 * nothing is.
 */
export function recordEvents(index: WebhookIndex) {
  const completed = <T extends { events?: WebhookEvent[] }>(next: T, communeId: string, happened: NewEvent[]): T => {
    const wanted = happened.filter(({ type }) => index.wants(communeId, type))
    if (wanted.length === 0) return next
    return { ...next, events: [...(next.events ?? []), ...wanted.map((one) => ({ id: randomUUID(), ...one }))] }
  }
  return {
    ofConversation: (former: ConversationDocument | null, next: ConversationDocument) =>
      completed(next, next.conversation.communeId, conversationEvents(former, next)),
    ofEntry: (former: EntryDocument | null, next: EntryDocument) =>
      completed(next, next.record.communeId, entryEvents(former?.record ?? null, next.record)),
    ofSettings: (former: SettingsDocument | null, next: SettingsDocument) =>
      completed(next, next.communeId, answersEvents(former?.answers, next.answers)),
  }
}
