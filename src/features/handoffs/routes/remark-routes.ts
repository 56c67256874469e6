import { randomUUID } from 'node:crypto'
import { type Request, type RequestHandler, type Response, Router } from 'express'
import { remarkOn } from '../../../assistant/remark-on.js'
import { cleanText } from '../../../assistant/screen.js'
import type { HttpContext } from '../../../platform/http/http-context.js'
import { parseBody } from '../../../platform/http/problem.js'
import { AppError } from '../../../platform/model/app-error.js'
import { frenchTypography } from '../../../platform/text/typography.js'
import { staffFrom } from '../../accounts/routes/staff-access.js'
import type { User } from '../../accounts/staff.js'
import {
  type OwnRemarksView,
  type RemarkView,
  remarkDetailsRequest,
  remarkRequest,
} from '../../entries/routes/trust-contract.js'
import type { Handoff } from '../handoff.js'
import type { Remark } from '../remark.js'
import type { RemarkResult } from '../store/remark-verbs.js'

/** Of her own, those that an agent is shown. */
const MOST_SHOWN = 30

/** Routes of agents about what they notice for the curators. Roles are checked by who mounts them. */
export function remarkRoutes(context: HttpContext): Router {
  const { store } = context.assistant
  const router = Router()
  router.post('/handoffs/:id/remarks', postRemark(context))
  router.get('/remarks', async (_request, response) => {
    const { user } = staffFrom(response)
    const own = (await store.listRemarks(user.communeId)).filter(({ agentId }) => agentId === user.id)
    response.json({ remarks: own.slice(0, MOST_SHOWN).map((one) => remarkView(context, one)) } satisfies OwnRemarksView)
  })
  router.put('/remarks/:id', async (request, response) => {
    const { id, communeId } = await ownRemark(context, String(request.params.id), staffFrom(response).user)
    const { rightEntryId, note } = parseBody(remarkDetailsRequest, request.body)
    if (rightEntryId !== null && !context.entriesNow(communeId).has(rightEntryId))
      throw new AppError('entry_unpublished', 422, { field: 'rightEntryId' })
    const result = await store.editRemark(id, { rightEntryId, note: cleanText(note) })
    response.json(remarkView(context, requireDone(result)))
  })
  router.delete('/remarks/:id', async (request, response) => {
    const { id } = await ownRemark(context, String(request.params.id), staffFrom(response).user)
    requireDone(await store.withdrawRemark(id))
    response.status(204).end()
  })
  return router
}

/** The same press twice is one remark. */
function postRemark(context: HttpContext): RequestHandler {
  const { store, now } = context.assistant
  return async (request, response) => {
    const { conversationId, communeId } = await handoffOf(context, request, response)
    const { id: agentId, displayName: agentName } = staffFrom(response).user
    const { kind, messageSeq } = parseBody(remarkRequest, request.body)
    const transcript = await store.getTranscript(conversationId)
    if (!transcript) throw new AppError('unknown_handoff', 404)
    const known = (await store.listRemarks(communeId)).find(
      (one) =>
        one.conversationId === conversationId &&
        one.messageSeq === messageSeq &&
        one.kind === kind &&
        one.agentId === agentId,
    )
    const remark: Remark = known ?? {
      id: randomUUID(),
      communeId,
      kind,
      at: now().toISOString(),
      agentId,
      agentName,
      conversationId,
      messageSeq,
      ...remarkOn(transcript, { messageSeq, kind }, (text) => masked(context, text)),
      note: '',
      state: 'new',
      settledAt: null,
      settledBy: null,
      reason: '',
    }
    if (!known && (await store.addRemark(conversationId, remark)) === 'unknown_conversation')
      throw new AppError('unknown_handoff', 404)
    response.status(201).json(remarkView(context, remark))
  }
}

/** What staff writes may repeat what a citizen said. */
function masked({ assistant: { mask, say } }: HttpContext, text: string): string {
  return mask(cleanText(text), (kind) => say('fr', `mask.${kind}`)).text
}

/** @throws AppError `unknown_remark` (404), also for a colleague's */
async function ownRemark({ assistant }: HttpContext, id: string, user: User): Promise<Remark> {
  const remark = (await assistant.store.listRemarks(user.communeId)).find((one) => one.id === id)
  if (remark?.agentId !== user.id) throw new AppError('unknown_remark', 404)
  return remark
}

/** @throws AppError `unknown_remark` (404), `remark_settled` (409) */
export function requireDone(result: RemarkResult): Remark {
  if (result.outcome === 'done') return result.remark
  if (result.outcome === 'settled') throw new AppError('remark_settled', 409)
  throw new AppError('unknown_remark', 404)
}

/** A remark as staff reads it, with the titles of the entries that it names. */
function remarkView(context: HttpContext, remark: Remark): RemarkView {
  const { communeId, conversationId: _, agentId: __, ...view } = remark
  const entries = context.entriesNow(communeId)
  const named = [remark.entryId, remark.rightEntryId].flatMap((id) => {
    const title = id === null ? undefined : entries.get(id)?.title
    return id && title ? [[id, frenchTypography(title)] as const] : []
  })
  return { ...view, titles: Object.fromEntries(named) }
}

/** The handoff that a staff request names: another commune's does not exist for her. @throws AppError `unknown_handoff` (404) */
export async function handoffOf(context: HttpContext, request: Request, response: Response): Promise<Handoff> {
  const handoff = await context.assistant.store.getHandoff(String(request.params.id))
  if (handoff?.communeId !== staffFrom(response).user.communeId) throw new AppError('unknown_handoff', 404)
  return handoff
}
