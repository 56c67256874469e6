import type { ConversationDocument } from './conversation-document.js'
import { type OwnData, ownRequest } from './own-data.js'

/** What a conversation's document holds, for its citizen. */
export function ownDataOf(document: ConversationDocument): OwnData {
  const { tokenHash: _, ...conversation } = document.conversation
  const { messages, turns, handoffs, mails = [], masked = [], notes = [], remarks = [] } = document
  return {
    conversation,
    messages,
    turns: turns.map(({ turn }) => turn),
    requests: handoffs.map(ownRequest),
    mails: mails.map(({ kind, to, subject, text, status, createdAt }) => ({
      kind,
      to,
      subject,
      text,
      status,
      createdAt,
    })),
    sealed: masked.map(({ kind, messageSeq }) => ({ kind, messageSeq })),
    notes: notes.length,
    remarks: remarks.length,
  }
}
