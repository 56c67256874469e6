import { type ServedRoute, serve } from '../../platform/http/serve-routes.js'
import type { AnswersStop } from '../../platform/http/shapes.js'
import { AppError } from '../../platform/model/app-error.js'
import { actorOf } from '../../platform/model/audit.js'
import { cleanText } from '../../platform/text/clean-text.js'
import { staffFrom } from '../accounts/routes/staff-access.js'
import { answersRoutes } from './answers-contract.js'
import type { LiveCommunes } from './live-communes.js'
import type { SettingsStore } from './settings-verbs.js'

/** What the switch of the answers needs. */
export interface AnswersRouteNeeds {
  store: Pick<SettingsStore, 'switchAnswers'>
  now: () => Date
  liveCommunes: Pick<LiveCommunes, 'stopOf' | 'suspensionOf' | 'refresh'>
}

/** Serves {@link answersRoutes}. All the staff of a commune may see whether its assistant answers; administrators stop it. */
export function serveAnswersSwitch(needs: AnswersRouteNeeds): ServedRoute[] {
  const { store, now, liveCommunes } = needs
  return [
    serve(answersRoutes.answers, ({ response }) => ({ stop: answersStop(needs, staffFrom(response).user.communeId) })),
    serve(answersRoutes.stopAnswers, async ({ body: { stopped, why = '' }, response }) => {
      const { user } = staffFrom(response)
      const { communeId } = user
      const reason = cleanText(why)
      if (!stopped && liveCommunes.suspensionOf(communeId)) throw new AppError('suspended_by_operator', 409)
      if (stopped && reason === '') throw new AppError('text_empty', 422, { field: 'why' })
      await store.switchAnswers({ communeId, stopped, at: now().toISOString(), ...actorOf(user), why: reason })
      await liveCommunes.refresh(communeId)
      return { stop: answersStop(needs, communeId) }
    }),
  ]
}

/** Who stopped the answers of a commune; `null` while it answers. */
export function answersStop(
  { liveCommunes }: { liveCommunes: Pick<LiveCommunes, 'stopOf' | 'suspensionOf'> },
  communeId: string,
): AnswersStop | null {
  const stop = liveCommunes.stopOf(communeId)
  const suspended = liveCommunes.suspensionOf(communeId) ? { suspended: true as const } : {}
  return stop && { since: stop.at, by: stop.userName, why: stop.why, ...suspended }
}
