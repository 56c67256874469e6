import { z } from 'zod'
import { type Route, route } from '../../platform/http/route.js'
import { handoffShape, idShape, noteField } from './shapes.js'

/** Most days for which a handoff is put aside. */
export const MAX_SNOOZE_DAYS = 30

/** To whom a handoff may be passed. */
const colleagues = z.object({
  /** Those who answer citizens, oneself aside; the available ones first. */
  colleagues: z.array(
    z.object({
      id: z.string(),
      displayName: z.string(),
      available: z.boolean(),
      /** In words. */
      departments: z.array(z.string()),
    }),
  ),
  departments: z.array(
    z.object({
      id: z.string(),
      nom: z.string(),
      /** How many of its agents are available. */
      available: z.number(),
    }),
  ),
})

/** A colleague who reads a handoff, or writes in it, for so many ms more; 0 for what she does not do. */
const viewer = z.object({
  userId: z.string(),
  name: z.string(),
  readingMs: z.number(),
  writingMs: z.number(),
})
/** Who else reads it, or writes in it. */
const viewers = z.object({ viewers: z.array(viewer) })

export type ColleaguesView = z.infer<typeof colleagues>
export type Viewer = z.infer<typeof viewer>
/** What the consoles of a commune are told of a viewer. */
export type ViewerTold = Viewer & { handoffId: string }

const agent = { access: ['agent', 'admin'], errors: [401, 403, 404, 409] } as const satisfies Partial<Route>

/** The life of a handoff in agents' hands. */
export const lifecycleRoutes = {
  colleagues: route({
    ...agent,
    method: 'get',
    path: '/agent/colleagues',
    summary: 'To whom a handoff may be passed: colleagues and departments, and who is available',
    /** Of a commune that the agent serves; absent: of the one that she is in. */
    query: z.object({ communeId: idShape.exactOptional() }),
    answer: colleagues,
    errors: [401, 403, 404, 422],
  }),
  transfer: route({
    ...agent,
    method: 'post',
    path: '/agent/handoffs/{id}/transfer',
    summary: 'Pass a handoff on: a colleague has it at once when she is available, otherwise it waits for a department',
    /** With a note for them. */
    body: z.strictObject({
      to: z.union([z.strictObject({ agent: idShape }), z.strictObject({ department: idShape })]),
      note: noteField,
    }),
    typed: { note: 'masked' },
    answer: handoffShape,
    errors: [401, 403, 404, 409, 422],
  }),
  snooze: route({
    ...agent,
    method: 'post',
    path: '/agent/handoffs/{id}/snooze',
    summary: 'Put a handoff aside; it comes back at that time, or as soon as the citizen writes',
    /** Until an instant, or for some minutes of the server's clock: those of counters often differ. */
    body: z.strictObject({
      until: z.union([z.iso.datetime({ offset: true }), z.strictObject({ inMinutes: z.number().int().min(1) })]),
      note: noteField,
    }),
    typed: { note: 'masked' },
    answer: handoffShape,
    errors: [401, 403, 404, 409, 422],
  }),
  wake: route({
    ...agent,
    method: 'post',
    path: '/agent/handoffs/{id}/wake',
    summary: 'Take up what was put aside',
    answer: handoffShape,
  }),
  reopen: route({
    ...agent,
    method: 'post',
    path: '/agent/handoffs/{id}/reopen',
    summary: 'Open an ended handoff again: it is the agent’s from now on',
    answer: handoffShape,
  }),
  takeOver: route({
    ...agent,
    method: 'post',
    path: '/agent/handoffs/{id}/take-over',
    summary: 'Take a handoff out of a colleague’s hands: while she is absent, or as an administrator',
    answer: handoffShape,
  }),
  assign: route({
    ...agent,
    method: 'post',
    path: '/agent/handoffs/{id}/assign',
    summary: 'Give a handoff to an agent who is available, whoever holds it, or put it back in the queue',
    access: ['supervisor', 'admin'],
    /** `to`: oneself, a colleague, or `null` for the queue. */
    body: z.strictObject({ to: idShape.nullable() }),
    answer: handoffShape,
    errors: [401, 403, 404, 409, 422],
  }),
  look: route({
    ...agent,
    method: 'post',
    path: '/agent/handoffs/{id}/look',
    summary: 'Say that a console shows a handoff, and read who else does; nothing is stored',
    body: z.strictObject({ state: z.enum(['reading', 'writing', 'gone']) }),
    answer: viewers,
    errors: [401, 403, 404, 422],
  }),
}
