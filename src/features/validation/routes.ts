import type { AgentDecision } from '../../assistant/validation/decide-validation.js'
import type { Duty, Feature } from '../../platform/feature.js'
import { type ServedRoute, serve } from '../../platform/http/serve-routes.js'
import { AppError } from '../../platform/model/app-error.js'
import type { Commune } from '../../platform/model/commune.js'
import type { Entry } from '../../platform/model/entry.js'
import { summariseValidations, type Validation } from '../../platform/model/validation.js'
import { cleanText } from '../../platform/text/clean-text.js'
import { frenchTypography } from '../../platform/text/typography.js'
import { lastDays, localMoment } from '../../platform/time/period.js'
import { standingIn } from '../accounts/pool.js'
import { communesOf, type ServingNeeds } from '../accounts/routes/serving.js'
import { staffFrom } from '../accounts/routes/staff-access.js'
import type { User } from '../accounts/staff.js'
import type { ConversationStore } from '../conversations/conversation-verbs.js'
import { renderSummary } from '../entries/render/render-answer.js'
import type { CounterStore } from '../statistics/counter-verbs.js'
import type { Counters } from '../statistics/counters.js'
import { type Decision, type ValidationView, validationRoutes } from './contract.js'
import type { ValidationStore } from './validation-verbs.js'

/** Candidates among which an agent chooses. */
const MOST_CANDIDATES = 3
/** Days of checks that administrators read, besides today. */
const DAYS = 30

/** What these routes need. */
export interface ValidationRouteNeeds extends ServingNeeds {
  store: Pick<ValidationStore, 'listValidations' | 'getValidation'> &
    Pick<ConversationStore, 'getTranscript'> &
    Pick<CounterStore, 'readCounters'> &
    ServingNeeds['store']
  now: () => Date
  communeOf: (communeId: string) => Commune
  /** The entries of a commune that can be read without waiting. */
  entriesNow: (communeId: string) => ReadonlyMap<string, Entry>
  counters: Pick<Counters, 'flush'>
  /** Says to the citizen what an agent decided, once. @throws AppError `validation_decided` (409), `unknown_entry` (422) */
  decideValidation: (validation: Validation, agent: User, decision: AgentDecision) => Promise<unknown>
  /** Says what was held for a check that nobody has made in time. */
  sweepValidations: Duty
}

/** Agents check answers before they are said. */
export const validation: Feature<ValidationRouteNeeds> = {
  name: 'validation',
  routes: validationRoutes,
  open: (needs) => ({ served: serveValidations(needs), duties: [needs.sweepValidations] }),
}

/** Serves what agents check before it is said, and what administrators read of it. */
function serveValidations(needs: ValidationRouteNeeds): ServedRoute[] {
  const { store, now, communeOf, counters } = needs
  return [
    serve(validationRoutes.list, async ({ response }) => {
      const communeIds = await communesOf(needs, staffFrom(response).user)
      const waiting = (await Promise.all(communeIds.map((id) => store.listValidations(id)))).flat()
      const views = await Promise.all(waiting.map((validation) => validationView(needs, validation)))
      const validations = views.flatMap((view) => view ?? [])
      const isWanted = communeIds.some((id) => communeOf(id).validation !== undefined)
      // What waits is shown, also when the rule has just been taken away.
      return { enabled: isWanted || validations.length > 0, validations }
    }),
    serve(validationRoutes.decide, async ({ params, body, response }) => {
      const decision = cleanDecision(body)
      const validation = await store.getValidation(params.id)
      const agent = validation && standingIn(await store.listPools(), staffFrom(response).user, validation.communeId)
      if (!agent) throw new AppError('validation_decided', 409)
      await needs.decideValidation(validation, agent, decision)
      return null
    }),
    serve(validationRoutes.checks, async ({ response }) => {
      const { id, timeZone, validation } = communeOf(staffFrom(response).user.communeId)
      await counters.flush()
      const { from, to } = lastDays(localMoment(now(), timeZone).day, DAYS + 1)
      const summary = summariseValidations(await store.readCounters(id, from, to))
      return { enabled: validation !== undefined, from, to, ...summary }
    }),
  ]
}

/** @throws AppError `text_empty` (422) */
function cleanDecision(decision: Decision): AgentDecision {
  if (decision.decision !== 'write') return decision
  const text = cleanText(decision.text)
  if (text === '') throw new AppError('text_empty', 422, { field: 'text' })
  return { decision: 'write', text }
}

async function validationView(needs: ValidationRouteNeeds, validation: Validation): Promise<ValidationView | null> {
  const { store, now, communeOf, entriesNow } = needs
  const { id, question, language, entryId, communeId, deadlineAt, messageSeq, conversationId } = validation
  const transcript = await store.getTranscript(conversationId)
  const turn = transcript?.turns.find((one) => one.messageSeq === messageSeq)
  if (!transcript || !turn) return null
  const entries = entriesNow(communeId)
  const summaryOf = (id: string) => {
    const entry = entries.get(id)
    return entry ? renderSummary(entry, communeOf(communeId)) : ''
  }
  return {
    id,
    communeId,
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
