import type { MessagesView } from '../../../platform/http/contract.js'
import type { Message } from '../../../platform/model/conversation.js'
import { payloadText } from '../../../platform/model/payload.js'
import type { SayHere } from '../frame.js'

/** Longest quotation of a message in a title, in characters. */
const LONGEST = 70

/** What has just happened in a conversation, for the title of its page. */
export function newsTitle({ messages, status }: Pick<MessagesView, 'messages' | 'status'>, t: SayHere): string {
  const last = messages.at(-1)
  if (status === 'closed') return t('title.closed')
  if (!last || messages.length === 1) return t('title.conversation')
  switch (last.author) {
    case 'citizen':
      return t('title.sent')
    case 'agent':
      return t('title.agent', { name: last.authorName ?? t('human.someone') })
    case 'system':
      return t('title.news', { subject: quote(last) })
    case 'assistant':
      return answerTitle(latestReplies(messages), t)
    default:
      return last.author satisfies never
  }
}

/** What the assistant has said since anybody else spoke; else the last message alone. Never empty unless there is no message. */
export function latestReplies(messages: readonly Message[]): Message[] {
  const before = messages.findLastIndex(({ author }) => author !== 'assistant')
  return before === messages.length - 1 ? messages.slice(-1) : messages.slice(before + 1)
}

function answerTitle(replies: readonly Message[], t: SayHere): string {
  const alarm = replies.find(({ payload }) => payload.type === 'text' && payload.emergency)
  if (alarm) return t('title.emergency', { subject: quote(alarm) })
  const main = replies.find(({ payload }) => payload.type === 'card') ?? replies.at(-1)
  return t('title.answer', { subject: main ? quote(main) : '' })
}

function quote({ payload }: Message): string {
  const text = payload.type === 'card' ? payload.title : payloadText(payload)
  if (text.length <= LONGEST) return text
  const start = text.slice(0, LONGEST)
  const space = start.lastIndexOf(' ')
  return `${(space > 0 ? start.slice(0, space) : start).trimEnd()}…`
}
