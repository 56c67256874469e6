import type { MatrixEvent } from '../../platform/matrix/matrix.js'

/** Why something that was sent to the bot cannot be an answer. */
export type Unreadable = 'encrypted' | 'edited' | 'not_text'

/** What somebody sent to the bot. `about`: the event below which it was written, `null` where it stands alone. */
export type Sent =
  | { kind: 'text'; text: string; about: string | null }
  | { kind: 'unreadable'; why: Unreadable; about: string | null }
  /** Took away what she had sent. */
  | { kind: 'withdrawn'; eventId: string }
  /** Is not in the room any more. */
  | { kind: 'left'; matrixId: string }

/** What an event of a room says to the bot; `null`: nothing. Pure. */
export function readMessage({ type, content, stateKey, redacts }: MatrixEvent): Sent | null {
  const about = aboutOf(content)
  switch (type) {
    case 'm.room.member': {
      const isGone = content.membership === 'leave' || content.membership === 'ban'
      return isGone && stateKey !== undefined ? { kind: 'left', matrixId: stateKey } : null
    }
    case 'm.room.redaction':
      return redacts === undefined ? null : { kind: 'withdrawn', eventId: redacts }
    case 'm.room.encrypted':
      return { kind: 'unreadable', why: 'encrypted', about }
    case 'm.sticker':
      return { kind: 'unreadable', why: 'not_text', about }
    case 'm.room.message':
      return readWords(content, about)
    default:
      return null
  }
}

function readWords(content: MatrixEvent['content'], about: string | null): Sent | null {
  const { msgtype, body } = content
  // What programs say to each other, and what was taken away before it was read.
  if (msgtype === 'm.notice' || msgtype === undefined) return null
  if (relationOf(content).rel_type === 'm.replace') return { kind: 'unreadable', why: 'edited', about: null }
  if (msgtype !== 'm.text' || typeof body !== 'string') return { kind: 'unreadable', why: 'not_text', about }
  return { kind: 'text', text: withoutQuote(body, content), about }
}

function relationOf(content: MatrixEvent['content']): Record<string, unknown> {
  const relation = content['m.relates_to']
  return typeof relation === 'object' && relation !== null ? (relation as Record<string, unknown>) : {}
}

/** The root of the thread, or else what is replied to. */
function aboutOf(content: MatrixEvent['content']): string | null {
  const relation = relationOf(content)
  if (relation.rel_type === 'm.thread' && typeof relation.event_id === 'string') return relation.event_id
  return repliedTo(relation)
}

function repliedTo(relation: Record<string, unknown>): string | null {
  const reply = relation['m.in_reply_to']
  const id = typeof reply === 'object' && reply !== null ? (reply as Record<string, unknown>).event_id : undefined
  return typeof id === 'string' ? id : null
}

/** Clients used to put what is replied to before a reply, each line behind `> `. */
function withoutQuote(body: string, content: MatrixEvent['content']): string {
  if (repliedTo(relationOf(content)) === null || !body.startsWith('> ')) return body.trim()
  const lines = body.split('\n')
  const own = lines.findIndex((line) => !line.startsWith('>'))
  return own < 0 ? '' : lines.slice(own).join('\n').trim()
}
