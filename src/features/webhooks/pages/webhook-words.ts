import en from '../../../../knowledge/messages/admin-webhooks.en.json' with { type: 'json' }
import fr from '../../../../knowledge/messages/admin-webhooks.fr.json' with { type: 'json' }
import { CallError } from '../../../ui/console/staff-api.js'
import { type PageWords, pageWords } from '../../../ui/kit/page-words.js'

/** Key of a sentence of webhooks. */
export type WebhookKey = keyof typeof fr
/** The sentences of webhooks, in a language. */
export type WebhookWords = PageWords<WebhookKey>

/** The sentences of webhooks. */
export const webhookWords = pageWords<WebhookKey>(fr, en)

/** What a try met, in words: of a status or a code that has none, itself. */
export function answerInWords({ say, has }: WebhookWords, answer: string): string {
  const key = `answer.${answer}`
  if (has(key)) return say(key)
  return say(/^\d+$/.test(answer) ? 'answer.status' : 'answer.code', { code: answer })
}

/** Why a call did not succeed, in words. */
export function problemOf({ say }: WebhookWords, error: unknown): string {
  return (error instanceof CallError && error.message) || say('failed')
}
