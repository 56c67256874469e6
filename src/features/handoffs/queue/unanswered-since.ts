import type { Message } from '../../../platform/model/conversation.js'

/** When the citizen said the first of the words that no agent has answered yet, ISO instant; `null` when an agent spoke last, or nobody did. Pure. */
export function unansweredSince(messages: readonly Pick<Message, 'author' | 'at'>[]): string | null {
  const lastAnswer = messages.findLastIndex(({ author }) => author === 'agent')
  return messages.slice(lastAnswer + 1).find(({ author }) => author === 'citizen')?.at ?? null
}

/** Since when a person waits for an agent's answer: since her first words without one, or since her request, where the assistant had answered these. Pure. */
export function owedSince({ requestedAt }: { requestedAt: string }, awaitingSince: string): string {
  return Date.parse(awaitingSince) > Date.parse(requestedAt) ? awaitingSince : requestedAt
}
