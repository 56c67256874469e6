import type { BookedSlot, Handoff } from '../handoff.js'

/** `GET /agent/desk`: to whom and for when an agent may leave something for a visitor. */
export interface DeskChoicesView {
  departments: { id: string; name: string }[]
  /** The other agents of the commune. */
  colleagues: { id: string; name: string }[]
  /** Half-days that have a place left for a call; none when the commune phones nobody. */
  slots: BookedSlot[]
}

/** An earlier request whose reference was given in a conversation. */
export type EarlierRequest = Pick<Handoff, 'id' | 'kind' | 'status' | 'requestedAt' | 'subject'> & { reference: string }

/** `GET /agent/handoffs/:id/earlier`: those whose reference the person gave; no other is looked for. */
export interface EarlierView {
  earlier: EarlierRequest[]
}
