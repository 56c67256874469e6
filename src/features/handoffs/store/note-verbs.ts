import { randomUUID } from 'node:crypto'
import { MAX_NOTES, type NewNote, type Note } from '../../../platform/model/note.js'
import { type ConversationVerb, unchanged } from '../../conversations/conversation-document.js'
import { type ConversationCollection, change } from '../../conversations/conversation-verbs.js'

/** What came of {@link NoteStore.addNote}: `repeated` returns what was kept the first time. */
type NoteResult = { outcome: 'added' | 'repeated'; note: Note } | { outcome: 'unknown_conversation' | 'too_many' }

/** What agents note beside a conversation, for each other. */
export interface NoteStore {
  /** Keeps a private note beside a conversation, ended or not; no message, and no transcript, has it. */
  addNote(conversationId: string, note: NewNote): Promise<NoteResult>
  /** The notes of a conversation, oldest first; empty when unknown. */
  listNotes(conversationId: string): Promise<Note[]>
}

/** The verbs about the private notes of a conversation. */
export function noteVerbs(collection: ConversationCollection): NoteStore {
  return {
    addNote: (conversationId, note) => change(collection, conversationId, addNote(note)),
    listNotes: async (conversationId) =>
      structuredClone((await collection.documents.read(conversationId))?.notes ?? []),
  }
}

/** Keeps a note. It is nobody's activity: the conversation lives no longer for it. */
function addNote(added: NewNote): ConversationVerb<NoteResult> {
  return (document) => {
    if (document === null) return unchanged(document, { outcome: 'unknown_conversation' })
    const notes = document.notes ?? []
    const former = notes.find(({ clientId, authorId }) => clientId === added.clientId && authorId === added.authorId)
    if (former) return unchanged(document, { outcome: 'repeated', note: former })
    if (notes.length >= MAX_NOTES) return unchanged(document, { outcome: 'too_many' })
    const note: Note = { ...structuredClone(added), id: randomUUID() }
    const { id: conversationId, communeId } = document.conversation
    return {
      document: { ...document, notes: [...notes, note] },
      result: { outcome: 'added', note },
      changes: [{ type: 'note', communeId, conversationId }],
    }
  }
}
