import { z } from 'zod'
import { MAX_TEXT_LENGTH } from '../../../platform/http/contract.js'
import type { SpokenLanguage } from '../../../platform/model/language.js'
import type { Candidate } from '../../../platform/model/turn.js'
import { MAX_NOTE_LENGTH, REMARK_KINDS, type Remark } from '../../handoffs/remark.js'
import { type KeptKind, REVEAL_REASONS, type RevealReason } from '../../retention/masked-data.js'
import type { ValidationSummary } from '../../validation/validation.js'

const entryId = z.string().regex(/^[a-z0-9-]{1,80}$/)
const note = z.string().max(MAX_NOTE_LENGTH)

/** `POST /agent/validations/:id`: yes, another entry, words of her own, or no. */
export const decisionRequest = z.discriminatedUnion('decision', [
  z.strictObject({ decision: z.literal('confirm') }),
  z.strictObject({ decision: z.literal('choose'), entryId }),
  z.strictObject({ decision: z.literal('write'), text: z.string().min(1).max(MAX_TEXT_LENGTH) }),
  z.strictObject({ decision: z.literal('refuse') }),
])
/** `POST /agent/handoffs/:id/remarks`: what an agent notices of a message. */
export const remarkRequest = z.strictObject({
  kind: z.enum(REMARK_KINDS),
  messageSeq: z.number().int().min(1).max(1_000_000),
})
/** `PUT /agent/remarks/:id`: what she adds afterwards. */
export const remarkDetailsRequest = z.strictObject({ rightEntryId: entryId.nullable(), note })
/** `POST /agent/handoffs/:id/reveals` */
export const revealRequest = z.strictObject({ itemId: z.uuid(), reason: z.enum(REVEAL_REASONS) })

/** An answer that waits for an agent. */
export interface ValidationView {
  id: string
  /** Her words, masked. */
  question: string
  language: SpokenLanguage
  /** Path of the page she was on. */
  page: string | null
  /** What is left of its time when it is read, ms. */
  leftMs: number
  /** The entry that is proposed; always among the candidates. */
  entryId: string
  /** Best first, with why. */
  candidates: (Pick<Candidate, 'entryId' | 'title' | 'confidence' | 'nearest' | 'matchedWords'> & {
    /** What its answer says first. */
    summary: string
  })[]
}

/** `GET /agent/validations`, oldest first. */
export interface ValidationsView {
  /** Whether answers are checked in the commune, or one waits all the same. */
  enabled: boolean
  validations: ValidationView[]
}

/** `GET /admin/validations`: how agents judged the assistant's answers, days `from` to `to`. */
export interface ValidationsAdminView extends ValidationSummary {
  enabled: boolean
  /** ISO days, both included. */
  from: string
  to: string
}

/** A remark as staff reads it. */
export interface RemarkView extends Omit<Remark, 'communeId' | 'conversationId' | 'agentId'> {
  /** Titles of the entries that it names. */
  titles: Record<string, string>
}

/** `GET /agent/remarks`: her own, latest first. */
export interface OwnRemarksView {
  remarks: RemarkView[]
}

/** Something that was masked, without its value. */
export interface MaskedItemView {
  id: string
  kind: KeptKind
  /** The message in which it was masked; `null` for what was left with the request. */
  messageSeq: number | null
}

/** `GET /agent/handoffs/:id/masked` */
export interface MaskedView {
  items: MaskedItemView[]
  /** Whether this agent may see the values. */
  mayReveal: boolean
}

/** `POST /agent/handoffs/:id/reveals` */
export interface RevealedView {
  kind: KeptKind
  value: string
}

/** `GET /admin/reveals`: who looked at what was masked, latest first. Never the value. */
export interface RevealsView {
  reveals: {
    at: string
    by: string
    kind: KeptKind
    reason: RevealReason
    /** `null` once its conversation is erased. */
    reference: string | null
  }[]
}
