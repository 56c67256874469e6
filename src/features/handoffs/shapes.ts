import { z } from 'zod'
import { languageShape } from '../../platform/http/shapes.js'
import {
  type BookedSlot,
  type Contact,
  HALVES,
  HANDOFF_KINDS,
  HANDOFF_REASONS,
  HANDOFF_STATUSES,
  type Handoff,
  type HandoffStep,
  RESOLUTIONS,
  type TalkWatch,
} from '../../platform/model/handoff.js'
import { MAX_NOTE_LENGTH, type Note } from '../../platform/model/note.js'

/** Every field by name: a type alone would not notice that one which may be absent has no shape. */
type EveryField<T> = Record<keyof T, z.ZodType>

/** Id of something that a caller names. */
export const idShape = z.string().regex(/^[\w-]{1,64}$/)

/** A private note of an agent to her colleagues, as she types it. */
export const noteField = z.string().max(MAX_NOTE_LENGTH).optional()

/** A half-day in which a citizen is phoned. */
export const bookedSlotShape = z.object({
  day: z.string(),
  half: z.enum(HALVES),
  startsAt: z.string(),
  endsAt: z.string(),
} satisfies EveryField<BookedSlot>) satisfies z.ZodType<BookedSlot>

const contact = z.object({
  name: z.string(),
  phone: z.string().exactOptional(),
  email: z.string().exactOptional(),
} satisfies EveryField<Contact>) satisfies z.ZodType<Contact>

const watch = z.object({
  citizenDueAt: z.string(),
  askedAt: z.string().nullable(),
} satisfies EveryField<TalkWatch>) satisfies z.ZodType<TalkWatch>

/** A handoff as it is stored. */
export const handoffShape = z.object({
  id: z.string(),
  conversationId: z.string(),
  communeId: z.string(),
  kind: z.enum(HANDOFF_KINDS),
  reference: z.string().exactOptional(),
  slot: bookedSlotShape.exactOptional(),
  missedCalls: z.array(z.string()).exactOptional(),
  status: z.enum(HANDOFF_STATUSES),
  reason: z.enum(HANDOFF_REASONS),
  department: z.string().exactOptional(),
  urgent: z.boolean(),
  language: languageShape,
  requestedAt: z.string(),
  deadlineAt: z.string().nullable(),
  contact: contact.nullable(),
  watch: watch.exactOptional(),
  returnedAt: z.string().exactOptional(),
  subject: z.string(),
  assignedAt: z.string().nullable(),
  firstTakenAt: z.string().exactOptional(),
  agentId: z.string().nullable(),
  agentName: z.string().nullable(),
  passedBy: z.string().exactOptional(),
  takenFrom: z.string().exactOptional(),
  snoozedUntil: z.string().exactOptional(),
  closesAt: z.string().exactOptional(),
  endedAt: z.string().nullable(),
  resolution: z.enum(RESOLUTIONS).nullable(),
  closeReason: z.object({ id: z.string(), nom: z.string() }).exactOptional(),
  reopenedAt: z.string().exactOptional(),
  talliedAt: z.string().exactOptional(),
  offer: z.object({ agentId: z.string(), agentName: z.string(), at: z.string(), dueAt: z.string() }).exactOptional(),
  declinedBy: z.array(z.string()).exactOptional(),
  alone: z.object({ since: z.string().nullable(), toldAt: z.string() }).exactOptional(),
} satisfies EveryField<Handoff>) satisfies z.ZodType<Handoff>

/** Something that was done to a handoff. */
export const handoffStepShape = z.object({
  handoffId: z.string(),
  at: z.string(),
  type: z.enum([
    'claim',
    'resolve',
    'release',
    'miss',
    'reschedule',
    'expire',
    'close_unhandled',
    'lose',
    'free',
    'cancel',
    'transfer',
    'snooze',
    'wake',
    'reopen',
    'take_over',
  ]),
  by: z.string().nullable(),
  from: z.string().exactOptional(),
  to: z.string().exactOptional(),
  department: z.string().exactOptional(),
  until: z.string().exactOptional(),
  slot: bookedSlotShape.exactOptional(),
  reason: z.string().exactOptional(),
  note: z.string().exactOptional(),
} satisfies EveryField<HandoffStep>) satisfies z.ZodType<HandoffStep>

/** What agents write for each other. */
export const noteShape = z.object({
  id: z.string(),
  handoffId: z.string(),
  at: z.string(),
  authorId: z.string(),
  authorName: z.string(),
  text: z.string(),
  clientId: z.string(),
} satisfies EveryField<Note>) satisfies z.ZodType<Note>
