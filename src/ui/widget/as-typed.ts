import type { Message } from '../../platform/model/conversation.js'

/**
 * A message of hers as she typed it on this page, where the server has masked something of it; `null` elsewhere: what was only cleaned has the same letters and digits. Pure.
 * @param typed what was typed on this page, by `clientId`
 */
export function asTyped(message: Message, typed: Readonly<Record<string, string>>): Message | null {
  const { clientId = '', payload } = message
  const text = typed[clientId]
  if (text === undefined || payload.type !== 'text' || essence(text) === essence(payload.text)) return null
  return { ...message, payload: { ...payload, text } }
}

function essence(text: string): string {
  return text.normalize('NFC').replace(/[^\p{L}\p{N}]/gu, '')
}
