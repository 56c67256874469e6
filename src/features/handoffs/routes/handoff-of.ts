import type { Request, Response } from 'express'
import type { HttpContext } from '../../../platform/http/http-context.js'
import { AppError } from '../../../platform/model/app-error.js'
import { staffFrom } from '../../accounts/routes/staff-access.js'
import type { Handoff } from '../handoff.js'

/** The handoff that a staff request names: another commune's does not exist for her. @throws AppError `unknown_handoff` (404) */
export async function handoffOf(context: HttpContext, request: Request, response: Response): Promise<Handoff> {
  const handoff = await context.assistant.store.getHandoff(String(request.params.id))
  if (handoff?.communeId !== staffFrom(response).user.communeId) throw new AppError('unknown_handoff', 404)
  return handoff
}
