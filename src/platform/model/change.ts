import type { HandoffStatus } from './handoff.js'

/**
 * What the store announces after a durable write: ids only. A change is a hint; subscribers re-read by sequence
 * number, so a lost one loses nothing.
 */
export type Change =
  | { type: 'message'; communeId: string; conversationId: string; seq: number }
  | { type: 'handoff'; communeId: string; conversationId: string; handoffId: string; status: HandoffStatus }
  | { type: 'feedback'; communeId: string; conversationId: string; seq: number }
  | { type: 'validation'; communeId: string; conversationId: string; validationId: string }
  /** Of agents alone: citizens' streams are not told. */
  | { type: 'note'; communeId: string; conversationId: string }
  /** Of agents alone: what is known of the appointments of a commune. */
  | { type: 'appointment'; communeId: string }
  | { type: 'presence'; communeId: string; userId: string }
  /** Roles, or whether she may sign in: what was let through must be looked at again. */
  | { type: 'account'; communeId: string; userId: string }
  | { type: 'alert'; communeId: string }
  | { type: 'erased'; communeId: string; conversationId: string }
  /** Settings of a commune were changed, or its answers stopped or resumed. */
  | { type: 'settings'; communeId: string }
  /** All of a commune came, was put back or went: whoever knows it reads it again, its file too. */
  | { type: 'commune'; communeId: string }
  /** Of curators alone: a draft was saved, or an entry changed its state. */
  | { type: 'entry'; communeId: string; entryId: string }
  /** What citizens are answered from has changed: entries were published, archived or restored, in one step. */
  | { type: 'publication'; communeId: string; entryIds: readonly string[] }
