import { sayIn } from '../../assistant/assistant-context.js'
import { screenMessage } from '../../assistant/screen-message.js'
import type { HttpContext } from '../http-context.js'

/** A private note as it is stored: cleaned and masked like any other text; nothing when nothing is left of it. */
export function screenNote({ assistant }: HttpContext, note: string | undefined): { note?: string } {
  const { text } = screenMessage(note ?? '', assistant, sayIn(assistant.say, 'fr'))
  return text === '' ? {} : { note: text }
}
