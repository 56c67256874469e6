import type { Feature } from '../../platform/feature.js'
import { communeOf, type KnownCommunes } from '../../platform/http/commune-origins.js'
import { type ServedRoute, serve } from '../../platform/http/serve-routes.js'
import { AppError } from '../../platform/model/app-error.js'
import { actorOf } from '../../platform/model/audit.js'
import type { CheckPoint } from '../../platform/model/check-tick.js'
import type { Entry } from '../../platform/model/entry.js'
import { staffFrom } from '../accounts/routes/staff-access.js'
import type { User } from '../accounts/staff.js'
import type { Curation } from '../entries/editing/curation.js'
import type { EntryStore } from '../entries/entry-verbs.js'
import type { SettingsStore } from '../settings/settings-verbs.js'
import { firstRunRoutes } from './contract.js'
import { checkedEntries, entriesWith, type FirstRunSources, firstRunView } from './first-run-state.js'

/** What these routes need. */
export interface FirstRunRouteNeeds extends KnownCommunes {
  store: Pick<SettingsStore, 'tickChecks' | 'listCheckTicks'> & Pick<EntryStore, 'listEntryRecords'>
  now: () => Date
  curation: Pick<Curation, 'installedOf'>
  /** The entries of a commune that can be read without waiting. */
  entriesNow: (communeId: string) => ReadonlyMap<string, Entry>
}

/** Serves {@link firstRunRoutes}. */
export function serveFirstRun(needs: FirstRunRouteNeeds): ServedRoute[] {
  return [
    serve(firstRunRoutes.read, async ({ response }) => firstRunView(await sourcesOf(needs, staffFrom(response).user))),
    serve(firstRunRoutes.checks, async ({ query: { category }, response }) => {
      const sources = await sourcesOf(needs, staffFrom(response).user)
      return { category, entries: checkedEntries(sources, { category }) }
    }),
    serve(firstRunRoutes.tick, async ({ body: { points, done, everywhere = false }, response }) => {
      const { user } = staffFrom(response)
      const sources = await sourcesOf(needs, user)
      const unknown = points.find(({ entryId, check }) => !sources.served.get(entryId)?.toCheck.includes(check))
      // What an entry no longer has may still be taken back.
      if (done && unknown) throw new AppError('unknown_check', 404, { field: 'points' })
      const all = points.flatMap(({ entryId, check }): CheckPoint[] => {
        const ids = everywhere ? entriesWith(sources, check) : []
        return [entryId, ...ids].map((id) => ({ kind: 'entry', id, check }))
      })
      await tick(needs, user, { points: all, done })
      const after = await sourcesOf(needs, user)
      const entries = checkedEntries(after, { ids: new Set(all.map(({ id }) => id)) })
      return { entries, firstRun: firstRunView(after) }
    }),
    serve(firstRunRoutes.finishStep, async ({ body: { step, done }, response }) => {
      const { user } = staffFrom(response)
      await tick(needs, user, { points: [{ kind: 'step', id: step, check: '' }], done })
      return firstRunView(await sourcesOf(needs, user))
    }),
  ]
}

async function tick(
  { store, now }: FirstRunRouteNeeds,
  user: User,
  ticked: { points: readonly CheckPoint[]; done: boolean },
): Promise<void> {
  await store.tickChecks({ communeId: user.communeId, ...ticked, at: now().toISOString(), ...actorOf(user) })
}

async function sourcesOf(needs: FirstRunRouteNeeds, { communeId }: User): Promise<FirstRunSources> {
  const { store, curation, entriesNow } = needs
  const [installed, records, ticks] = await Promise.all([
    curation.installedOf(communeId),
    store.listEntryRecords(communeId),
    store.listCheckTicks(communeId),
  ])
  return { commune: communeOf(needs, communeId), served: entriesNow(communeId), installed, records, ticks }
}

/** What a town does once to make the installed content its own. */
export const firstRun: Feature<FirstRunRouteNeeds> = {
  name: 'first-run',
  routes: firstRunRoutes,
  open: (needs) => ({ served: serveFirstRun(needs) }),
}
