import { Router } from 'express'
import { cleanText } from '../../../assistant/screen.js'
import { type AgentDecision, decideValidation } from '../../../assistant/validation/decide-validation.js'
import type { HttpContext } from '../../../platform/http/http-context.js'
import { parseBody } from '../../../platform/http/problem.js'
import { communeOf } from '../../../platform/http/views.js'
import { AppError } from '../../../platform/model/app-error.js'
import { frenchTypography } from '../../../platform/text/typography.js'
import { staffFrom } from '../../accounts/routes/staff-access.js'
import { renderSummary } from '../../entries/render/render-answer.js'
import { decisionRequest, type ValidationsView, type ValidationView } from '../../entries/routes/trust-contract.js'
import type { Validation } from '../validation.js'

/** Candidates among which an agent chooses. */
const MOST_CANDIDATES = 3

/** Routes of agents about answers that wait for a check. Roles are checked by who mounts them. */
export function validationRoutes(context: HttpContext): Router {
  const { store } = context.assistant
  const router = Router()
  router.get('/validations', async (_request, response) => {
    const { communeId } = staffFrom(response).user
    const waiting = await store.listValidations(communeId)
    const views = await Promise.all(waiting.map((validation) => validationView(context, validation)))
    const validations = views.flatMap((view) => view ?? [])
    const { validation } = communeOf(context, communeId)
    // What waits is shown, also when the rule has just been taken away.
    response.json({
      enabled: validation !== undefined || validations.length > 0,
      validations,
    } satisfies ValidationsView)
  })
  router.post('/validations/:id', async (request, response) => {
    const { user } = staffFrom(response)
    const decision = readDecision(request.body)
    const validation = await store.getValidation(String(request.params.id))
    if (validation?.communeId !== user.communeId) throw new AppError('validation_decided', 409)
    await decideValidation(context.assistant, validation, user, decision)
    response.status(204).end()
  })
  return router
}

/** @throws AppError `invalid_request`, `text_empty`, `text_too_long` (422) */
function readDecision(body: unknown): AgentDecision {
  const decision = parseBody(decisionRequest, body)
  if (decision.decision !== 'write') return decision
  const text = cleanText(decision.text)
  if (text === '') throw new AppError('text_empty', 422, { field: 'text' })
  return { decision: 'write', text }
}

async function validationView(context: HttpContext, validation: Validation): Promise<ValidationView | null> {
  const { store, now } = context.assistant
  const { id, question, language, entryId, communeId, deadlineAt, messageSeq, conversationId } = validation
  const transcript = await store.getTranscript(conversationId)
  const turn = transcript?.turns.find((one) => one.messageSeq === messageSeq)
  if (!transcript || !turn) return null
  const entries = context.entriesNow(communeId)
  const summaryOf = (id: string) => {
    const entry = entries.get(id)
    return entry ? renderSummary(entry, communeOf(context, communeId)) : ''
  }
  return {
    id,
    question,
    language,
    page: transcript.conversation.page,
    leftMs: Math.max(0, Date.parse(deadlineAt) - now().getTime()),
    entryId,
    candidates: turn.candidates.slice(0, MOST_CANDIDATES).map(({ features: _, kept: __, ...candidate }) => ({
      ...candidate,
      title: frenchTypography(candidate.title),
      summary: summaryOf(candidate.entryId),
    })),
  }
}
