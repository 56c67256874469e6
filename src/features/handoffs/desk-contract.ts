import { z } from 'zod'
import { type Route, route } from '../../platform/http/route.js'
import {
  answerShape,
  clientIdShape,
  entryIdShape,
  languageShape,
  MAX_TEXT_LENGTH,
  messageShape,
  namedShape,
} from '../../platform/http/shapes.js'
import { DESK_CHANNELS } from '../../platform/model/conversation.js'
import { HALVES } from '../../platform/model/handoff.js'
import { bookedSlotShape, handoffShape, idShape } from './shapes.js'

/** The commune that it is for, of those that the agent serves; absent: the one that she is in. */
const communeId = idShape.exactOptional()
const text = z.string().min(1).max(MAX_TEXT_LENGTH)
const slot = z.strictObject({ day: z.iso.date(), half: z.enum(HALVES) })

/** To whom and for when an agent may leave something for a visitor. */
const choices = z.object({
  departments: z.array(namedShape),
  /** The other agents of the commune. */
  colleagues: z.array(namedShape),
  /** Half-days that have a place left for a call; none when the commune phones nobody. */
  slots: z.array(bookedSlotShape),
})

/** An earlier request whose reference was given in a conversation. */
const earlierRequest = handoffShape
  .pick({ id: true, kind: true, status: true, requestedAt: true, subject: true })
  .extend({ reference: z.string() })
/** Those whose reference the person gave; no other is looked for. */
const earlier = z.object({ earlier: z.array(earlierRequest) })

/** Entries that words find, best first. */
const foundEntries = z.object({
  entries: z.array(z.object({ id: z.string(), title: z.string(), confidence: z.number() })),
  /** Whether one may be sent by e-mail. */
  canMail: z.boolean(),
})

export type FoundEntries = z.infer<typeof foundEntries>
export type DeskChoicesView = z.infer<typeof choices>
export type EarlierRequest = z.infer<typeof earlierRequest>

const agent = { access: ['agent', 'admin'], errors: [401, 403, 404, 409, 422] } as const satisfies Partial<Route>

/** An agent at the counter or on the phone. */
export const deskRoutes = {
  choices: route({
    ...agent,
    method: 'get',
    path: '/agent/desk',
    summary: 'Departments, colleagues and half-days for which something may be left',
    query: z.object({ communeId }),
    answer: choices,
    errors: [401, 403, 404, 422],
  }),
  begin: route({
    ...agent,
    method: 'post',
    path: '/agent/conversations',
    summary: 'Begin a conversation for somebody at the counter or on the phone; the agent holds it',
    body: z.strictObject({
      channel: z.enum(DESK_CHANNELS),
      language: languageShape,
      /** First name, if she says it. */
      name: z.string().trim().max(100).optional(),
      communeId,
    }),
    typed: { name: 'masked' },
    answer: handoffShape,
    status: 201,
    errors: [401, 403, 404, 422],
  }),
  ask: route({
    ...agent,
    method: 'post',
    path: '/agent/handoffs/{id}/ask',
    summary: 'Put a visitor’s question to the assistant, or give her the answer of an entry; idempotent by clientId',
    body: z.union([
      z.strictObject({ clientId: clientIdShape, text }),
      z.strictObject({ clientId: clientIdShape, entryId: entryIdShape }),
    ]),
    typed: { text: 'screened' },
    answer: z.object({ message: messageShape, replies: z.array(messageShape) }),
  }),
  leave: route({
    ...agent,
    method: 'post',
    path: '/agent/handoffs/{id}/leave',
    summary: 'Leave a message or a call-back for a visitor; it takes the place of the talk',
    /** A call-back when it has a slot; for a department, a colleague, or whoever is there. */
    body: z.strictObject({
      name: z.string().trim().min(1).max(100),
      phone: z.string().max(30).optional(),
      email: z.string().max(200).optional(),
      text,
      slot: slot.optional(),
      department: z
        .string()
        .regex(/^[a-z0-9-]{1,64}$/)
        .optional(),
      colleagueId: idShape.optional(),
    }),
    typed: { name: 'masked', phone: 'contact', email: 'contact', text: 'screened' },
    answer: handoffShape,
    status: 201,
  }),
  reschedule: route({
    ...agent,
    method: 'post',
    path: '/agent/handoffs/{id}/reschedule',
    summary: 'Put a call-back off to another half-day; anyone may take it then',
    body: z.strictObject({ slot }),
    answer: handoffShape,
  }),
  find: route({
    ...agent,
    method: 'post',
    path: '/agent/sheets/find',
    summary: 'Find entries by words; nothing is stored',
    body: z.strictObject({ words: z.string().max(MAX_TEXT_LENGTH), communeId }),
    typed: { words: 'never_stored' },
    answer: foundEntries,
    errors: [401, 403, 404, 422],
  }),
  sheet: route({
    ...agent,
    method: 'get',
    path: '/agent/sheets/{id}',
    summary: 'An entry as citizens of the commune read it',
    query: z.object({ language: languageShape.optional(), communeId }),
    answer: answerShape,
    errors: [401, 403, 404, 422],
  }),
  given: route({
    ...agent,
    method: 'post',
    path: '/agent/sheets/{id}/given',
    summary:
      'Count a visitor who was given an entry at the counter or on the phone, with what she asked: a talk begun, answered and ended',
    body: z.strictObject({
      channel: z.enum(DESK_CHANNELS),
      language: languageShape,
      question: z.string().max(MAX_TEXT_LENGTH),
      communeId,
    }),
    typed: { question: 'screened' },
    answer: handoffShape,
    status: 201,
    errors: [401, 403, 404, 422],
  }),
  mailSheet: route({
    ...agent,
    method: 'post',
    path: '/agent/sheets/{id}/mail',
    summary: 'Send an entry to a visitor by e-mail, once; neither her address nor the text is kept once it has left',
    body: z.strictObject({ email: z.string().max(200), language: languageShape, communeId }),
    typed: { email: 'contact' },
    answer: null,
    errors: [401, 403, 404, 409, 422, 429],
  }),
  earlier: route({
    ...agent,
    method: 'get',
    path: '/agent/handoffs/{id}/earlier',
    summary: 'Earlier requests whose reference the person gave in this conversation',
    answer: earlier,
    errors: [401, 403, 404],
  }),
}
