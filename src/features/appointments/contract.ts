import { z } from 'zod'
import { type Route, route } from '../../platform/http/route.js'

/** What RDV Service Public says of an appointment, in its own words; and that it is there no more. */
export const APPOINTMENT_STATUSES = ['unknown', 'seen', 'excused', 'revoked', 'noshow', 'destroyed'] as const
/** One of {@link APPOINTMENT_STATUSES}. */
export type AppointmentStatus = (typeof APPOINTMENT_STATUSES)[number]

/** How RDV Service Public is connected to a commune. */
const connection = z.object({
  /** What is written in RDV Service Public: where its webhooks go. */
  address: z.string(),
  isConnected: z.boolean(),
  /** When it was last heard, to the hour; `null`: never. */
  heardAt: z.string().nullable(),
  /** Until when the former secret is still taken. */
  formerSecretUntil: z.string().nullable(),
  /** Appointments that are known now. */
  count: z.number(),
})

/** An appointment as an agent reads it. */
const appointment = z.object({
  id: z.string(),
  status: z.enum(APPOINTMENT_STATUSES).exclude(['destroyed']),
  isPast: z.boolean(),
  /** In words, by the commune's clock. */
  when: z.string(),
  motive: z.string(),
  place: z.string(),
})

/** Shapes of what these routes answer. */
export type ConnectionView = z.infer<typeof connection>
export type AppointmentView = z.infer<typeof appointment>

const admin = { access: ['admin'], errors: [401, 403] } as const satisfies Partial<Route>

/** Appointments taken with RDV Service Public (docs/appointments.md). */
export const appointmentRoutes = {
  /** What a call may be is the contract of RDV Service Public to say. */
  hear: route({
    access: 'anyone',
    underNames: true,
    method: 'post',
    path: '/appointments/{communeId}',
    summary:
      'What RDV Service Public tells of its appointments, signed in `X-Lapin-Signature`; what is of no use here is taken and left',
    body: z.looseObject({ meta: z.looseObject({ model: z.string(), event: z.string() }) }),
    typed: { '**': 'checked' },
    answer: null,
    errors: [401, 422],
  }),
  ofHandoff: route({
    access: ['agent', 'admin'],
    method: 'get',
    path: '/agent/handoffs/{id}/appointments',
    summary: 'The appointments of whoever left the phone number or the e-mail address of a handoff, the next one first',
    answer: z.object({ appointments: z.array(appointment) }),
    errors: [401, 403, 404],
  }),
  connection: route({
    ...admin,
    method: 'get',
    path: '/admin/appointments',
    summary: 'How RDV Service Public is connected to the commune',
    answer: connection,
  }),
  renew: route({
    ...admin,
    method: 'post',
    path: '/admin/appointments/secret',
    summary: 'Connect RDV Service Public, or renew the secret that it signs with; it is told this once',
    answer: z.object({ connection, secret: z.string() }),
    status: 201,
  }),
  disconnect: route({
    ...admin,
    method: 'delete',
    path: '/admin/appointments',
    summary: 'Forget the secret and every appointment that is known',
    answer: null,
  }),
}
