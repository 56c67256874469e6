import type { Message } from '../../platform/model/conversation.js'

/** Joins messages known and received: each sequence number once, in order. A repeated message keeps the opinion given here. */
export function mergeMessages(known: readonly Message[], incoming: readonly Message[]): Message[] {
  const bySeq = new Map(known.map((message) => [message.seq, message]))
  for (const message of incoming) {
    const feedback = message.feedback ?? bySeq.get(message.seq)?.feedback
    bySeq.set(message.seq, feedback ? { ...message, feedback } : message)
  }
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq)
}

/** The last sequence number below which nothing is missing; 0 for an empty conversation. */
export function lastWholeSeq(messages: readonly Message[]): number {
  let last = 0
  for (const { seq } of messages) if (seq === last + 1) last = seq
  return last
}

/** What a screen reader says of a message that has just come. */
export function spokenText({ payload }: Message): string {
  if (payload.type === 'card') return `${payload.subtitle} ${payload.title}`
  if (payload.type === 'choice') return `${payload.text} ${payload.options.map((option) => option.label).join(' ; ')}`
  return payload.text
}
