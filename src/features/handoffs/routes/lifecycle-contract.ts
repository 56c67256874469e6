import { z } from 'zod'
import type { OfferedReason } from '../../../platform/model/close-reasons.js'
import type { HandoffStep } from '../handoff-step.js'

/** Longest private note of an agent to her colleagues, in characters. */
export const MAX_NOTE_LENGTH = 500
/** Most days for which a handoff is put aside. */
export const MAX_SNOOZE_DAYS = 30

/** A private note of an agent to her colleagues. */
export const noteField = z.string().max(MAX_NOTE_LENGTH).optional()

const id = z.string().regex(/^[\w-]{1,64}$/)

/** `POST /agent/handoffs/:id/transfer`: to a colleague or to a department, with a note for them. */
export const transferRequest = z.strictObject({
  to: z.union([z.strictObject({ agent: id }), z.strictObject({ department: id })]),
  note: noteField,
})
/** `POST /agent/handoffs/:id/snooze`: put aside until an instant, or for some minutes of the server's clock: those of counters often differ. */
export const snoozeRequest = z.strictObject({
  until: z.union([z.iso.datetime({ offset: true }), z.strictObject({ inMinutes: z.number().int().min(1) })]),
  note: noteField,
})
/** `POST /agent/handoffs/:id/look`: what the console does with a handoff. */
export const lookRequest = z.strictObject({ state: z.enum(['reading', 'writing', 'gone']) })

/** What was done to a handoff, and how it may end or begin again. */
export interface LifecycleView {
  /** Oldest first. */
  steps: HandoffStep[]
  /** The reasons for which it may be closed; one without a name is called as its outcome is. */
  closeReasons: OfferedReason[]
  /** Until when it may be opened again, ISO instant; `null` when it may not. */
  reopenableUntil: string | null
}

/** `GET /agent/colleagues`: to whom a handoff may be passed. */
export interface ColleaguesView {
  /** Those who answer citizens, oneself aside; the available ones first. */
  colleagues: {
    id: string
    displayName: string
    available: boolean
    /** In words. */
    departments: string[]
  }[]
  departments: {
    id: string
    nom: string
    /** How many of its agents are available. */
    available: number
  }[]
}

/** A colleague who reads a handoff, or writes in it, for so many ms more; 0 for what she does not do. */
export interface Viewer {
  userId: string
  name: string
  readingMs: number
  writingMs: number
}

/** What the consoles of a commune are told of a viewer. */
export interface ViewerTold extends Viewer {
  handoffId: string
}

/** `POST /agent/handoffs/:id/look`: who else reads it, or writes in it. */
export interface ViewersView {
  viewers: Viewer[]
}
