import { Router } from 'express'
import type { HttpContext } from '../../../platform/http/http-context.js'
import { parseBody } from '../../../platform/http/problem.js'
import { communeOf } from '../../../platform/http/views.js'
import { AppError } from '../../../platform/model/app-error.js'
import { requireRole, staffFrom } from '../../accounts/routes/staff-access.js'
import type { User } from '../../accounts/staff.js'
import { actorOf } from '../../audit/audit.js'
import type { CheckPoint } from '../check-tick.js'
import { type CheckedView, type ChecksView, checksQuery, checksRequest, stepRequest } from './first-run-contract.js'
import { checkedEntries, entriesWith, type FirstRunSources, firstRunView } from './first-run-state.js'

/** What a town does once to make the installed content its own. Curators check entries; settings are the administrators'. */
export function firstRunRoutes(context: HttpContext): Router {
  const router = Router()
  const isCurator = requireRole(context, ['curator', 'admin'])
  router.get('/admin/first-run', isCurator, async (_request, response) => {
    response.json(firstRunView(await sourcesOf(context, staffFrom(response).user)))
  })
  router.get('/admin/first-run/checks', isCurator, async (request, response) => {
    const { category } = parseBody(checksQuery, request.query)
    const sources = await sourcesOf(context, staffFrom(response).user)
    response.json({ category, entries: checkedEntries(sources, { category }) } satisfies ChecksView)
  })
  router.put('/admin/first-run/checks', isCurator, async (request, response) => {
    const { user } = staffFrom(response)
    const { points, done, everywhere = false } = parseBody(checksRequest, request.body)
    const sources = await sourcesOf(context, user)
    const unknown = points.find(({ entryId, check }) => !sources.served.get(entryId)?.toCheck.includes(check))
    // What an entry no longer has may still be taken back.
    if (done && unknown) throw new AppError('unknown_check', 404, { field: 'points' })
    const all = points.flatMap(({ entryId, check }): CheckPoint[] => {
      const ids = everywhere ? entriesWith(sources, check) : []
      return [entryId, ...ids].map((id) => ({ kind: 'entry', id, check }))
    })
    await tick(context, user, all, done)
    const after = await sourcesOf(context, user)
    const entries = checkedEntries(after, { ids: new Set(all.map(({ id }) => id)) })
    response.json({ entries, firstRun: firstRunView(after) } satisfies CheckedView)
  })
  router.put('/admin/first-run/steps', requireRole(context, ['admin']), async (request, response) => {
    const { user } = staffFrom(response)
    const { step, done } = parseBody(stepRequest, request.body)
    await tick(context, user, [{ kind: 'step', id: step, check: '' }], done)
    response.json(firstRunView(await sourcesOf(context, user)))
  })
  return router
}

async function tick(context: HttpContext, user: User, points: readonly CheckPoint[], done: boolean): Promise<void> {
  const { store, now } = context.assistant
  await store.tickChecks({ communeId: user.communeId, points, done, at: now().toISOString(), ...actorOf(user) })
}

async function sourcesOf(context: HttpContext, { communeId }: User): Promise<FirstRunSources> {
  const { store } = context.assistant
  const [installed, records, ticks] = await Promise.all([
    context.curation.installedOf(communeId),
    store.listEntryRecords(communeId),
    store.listCheckTicks(communeId),
  ])
  return { commune: communeOf(context, communeId), served: context.entriesNow(communeId), installed, records, ticks }
}
