import { Router } from 'express'
import type { HttpContext } from '../../../platform/http/http-context.js'
import { parseBody } from '../../../platform/http/problem.js'
import { AppError } from '../../../platform/model/app-error.js'
import { requireRole, staffFrom } from '../../accounts/routes/staff-access.js'
import { type RemindersView, remindersRequest } from './reminder-contract.js'

/** Whether one is written to, once a week at most, about the entries that one keeps true. */
export function reminderRoutes(context: HttpContext): Router {
  const router = Router()
  const isCurator = requireRole(context, ['curator', 'admin'])
  const { store, handover } = context.assistant
  const view = (wanted: boolean): RemindersView => ({ wanted, mail: handover.mailer ? 'on' : 'off' })
  router.get('/admin/reminders', isCurator, async (_request, response) => {
    const user = await store.getUser(staffFrom(response).user.id)
    response.json(view(user?.declinesReminders !== true))
  })
  router.put('/admin/reminders', isCurator, async (request, response) => {
    const { wanted } = parseBody(remindersRequest, request.body)
    const saved = await store.saveReminderWish(staffFrom(response).user.id, wanted)
    if (saved === 'unknown') throw new AppError('sign_in_required', 401)
    response.json(view(wanted))
  })
  return router
}
