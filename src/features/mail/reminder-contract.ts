import { route } from '../../platform/http/route.js'
import { letterChoiceShape, letterWishShape } from '../../platform/http/shapes.js'

const curator = { access: ['curator', 'admin'], errors: [401, 403] } as const

/** The weekly letter about entries that expire, which everybody gets who keeps some true and has not declined it. */
export const reminderRoutes = {
  reminders: route({
    ...curator,
    method: 'get',
    path: '/admin/reminders',
    summary: 'Whether one gets the weekly letter about the entries that one keeps true',
    answer: letterChoiceShape,
  }),
  chooseReminders: route({
    ...curator,
    method: 'put',
    path: '/admin/reminders',
    summary: 'Decline the weekly letter about entries that expire, or ask for it again',
    body: letterWishShape,
    answer: letterChoiceShape,
    errors: [401, 403, 422],
  }),
}
