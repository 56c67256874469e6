import { randomUUID } from 'node:crypto'
import type { NoteResult, Store } from '../../../platform/model/store.js'
import { type ConversationVerb, unchanged } from '../../../platform/store/conversation-document.js'
import { type ConversationCollection, change } from '../../../platform/store/conversation-verbs.js'
import { MAX_NOTES, type NewNote, type Note } from '../note.js'

type NoteVerbs = Pick<Store, 'addNote' | 'listNotes'>

/** The verbs of {@link Store} about the private notes of a conversation. */
export function noteVerbs(collection: ConversationCollection): NoteVerbs {
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
