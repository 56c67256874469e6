/**
 * What an agent writes about a conversation for her colleagues. It is kept beside the messages, never among them, so that nothing that
 * shows, sends or exports messages can show it to a citizen. Erased with its conversation.
 */
export interface Note {
  id: string
  handoffId: string
  /** ISO instant. */
  at: string
  authorId: string
  authorName: string
  /** Masked. */
  text: string
  /** The sender's own id, by which a repeated send is recognised. */
  clientId: string
}

/** A note to keep; the store gives it its id. */
export type NewNote = Omit<Note, 'id'>

/** Notes of one conversation, at most. */
export const MAX_NOTES = 200

/** Longest note or reason, in characters. */
export const MAX_NOTE_LENGTH = 500
