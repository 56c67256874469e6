import { z } from 'zod'
import { route } from '../../platform/http/route.js'

/** The reception of the town as a human-in-the-loop provider of a Botpress bot (docs/botpress.md). */
export const botpressRoutes = {
  /** What a call may be is the contract of Botpress's integrations to say: its headers name the operation. */
  call: route({
    access: 'anyone',
    method: 'post',
    path: '/botpress/{secret}',
    summary: 'What a Botpress bot asks of the reception: to take a talk, to hear a message of it, to end it',
    counts: 'nothing',
    body: z.looseObject({}),
    typed: { '**': 'screened' },
    answer: z.looseObject({}),
    errors: [401, 422, 503],
  }),
}
