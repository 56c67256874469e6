import type { Message } from './conversation.js'

/** When the citizen said the first of the words that no agent has answered yet, ISO instant; `null` when an agent spoke last, or nobody did. Pure. */
export function unansweredSince(messages: readonly Pick<Message, 'author' | 'at'>[]): string | null {
  const lastAnswer = messages.findLastIndex(({ author }) => author === 'agent')
  return messages.slice(lastAnswer + 1).find(({ author }) => author === 'citizen')?.at ?? null
}
