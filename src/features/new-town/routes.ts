import { randomUUID } from 'node:crypto'
import { access, constants } from 'node:fs/promises'
import type { Request, Response } from 'express'
import { languageOf } from '../../platform/http/problem.js'
import type { SecurityEvents } from '../../platform/http/security-events.js'
import { type ServedRoute, serve } from '../../platform/http/serve-routes.js'
import { AppError } from '../../platform/model/app-error.js'
import type { Commune } from '../../platform/model/commune.js'
import type { PlacesNearby } from '../../platform/model/place.js'
import { errorCode } from '../../platform/store/file-system.js'
import type { AccountStore } from '../accounts/account-verbs.js'
import { staffFrom } from '../accounts/routes/staff-access.js'
import { accountRow, drawLink, type LinkNeeds, linkAddress, mailLink } from '../accounts/routes/staff-link.js'
import type { User } from '../accounts/staff.js'
import type { StaffStore } from '../accounts/staff-verbs.js'
import type { Library } from '../entries/catalogue/library.js'
import type { DraftStore } from '../exchange/apply-import.js'
import type { RetentionStore } from '../retention/retention-verbs.js'
import type { LiveCommunes } from '../settings/live-communes.js'
import { newCommuneLike, WORKINGS } from '../settings/new-commune.js'
import { communeIdOf, copyEntries, foundedCommune, ownEntriesOf, TOWN_FOUNDER, writeCommune } from './begin-town.js'
import { type BegunTownView, newTownRoutes, type TownPlanView } from './contract.js'
import { type AskedTown, townFaults } from './town-faults.js'

/** What these routes need. */
export interface NewTownRouteNeeds extends LinkNeeds {
  store: LinkNeeds['store'] &
    DraftStore &
    Pick<AccountStore, 'inviteUser'> &
    Pick<StaffStore, 'listUsers'> &
    Pick<RetentionStore, 'listCommunesKept'>
  liveCommunes: LiveCommunes
  library: Pick<Library, 'servedBase' | 'sharedEntries'>
  placesOf: (communeId: string) => PlacesNearby | null
  /** Where the communes of the server are. */
  townPlace: { townDir: string; demonstration: boolean }
  securityEvents: Pick<SecurityEvents, 'changed'>
}

/** Reasons for which the folder of the communes cannot be written in: it is another account's, or on a disk that is only read. */
const CLOSED = ['EROFS', 'EACCES', 'EPERM']

/** Serves {@link newTownRoutes}. */
export function serveNewTown(needs: NewTownRouteNeeds): ServedRoute[] {
  return [
    serve(newTownRoutes.plan, ({ response }) => planOf(needs, response)),
    serve(newTownRoutes.begin, async ({ body, request, response }) => {
      const [field] = Object.keys(townFaults(body))
      if (field !== undefined) throw new AppError('invalid_request', 422, { field })
      return begin(needs, { request, response }, body)
    }),
  ]
}

async function planOf(needs: NewTownRouteNeeds, response: Response): Promise<TownPlanView> {
  const { user } = staffFrom(response)
  const { commune: source } = needs.liveCommunes.settingsOf(user.communeId)
  const { commune, leftOut } = newCommuneLike(source, 'x', 'X')
  const { own, chosenAnew } = await ownOf(needs, source.id)
  return {
    from: { id: source.id, name: source.nom },
    settings: [...WORKINGS.filter((key) => commune[key] !== undefined), 'privacy'],
    leftOut,
    entries: own.length,
    chosenAnew,
    willSee: willSee(user),
    obstacle: await obstacleOf(needs),
  }
}

async function obstacleOf({ townPlace }: NewTownRouteNeeds): Promise<TownPlanView['obstacle']> {
  if (townPlace.demonstration) return 'demonstration'
  const isWritten = await access(townPlace.townDir, constants.W_OK).then(
    () => true,
    () => false,
  )
  return isWritten ? null : 'read_only'
}

/** An administrator's request. */
interface Asking {
  request: Request
  response: Response
}

async function begin(needs: NewTownRouteNeeds, asking: Asking, asked: AskedTown): Promise<BegunTownView> {
  const { liveCommunes, store, townPlace, defaultCommuneId = '' } = needs
  const { user } = staffFrom(asking.response)
  const obstacle = await obstacleOf(needs)
  if (obstacle !== null) return { outcome: obstacle }
  const { commune: source } = liveCommunes.settingsOf(user.communeId)
  const { own } = await ownOf(needs, source.id)
  const name = asked.name.trim()
  const id = communeIdOf(name)
  // What is kept of one that was there before is another town's.
  const users = await store.listUsers()
  const kept = [
    ...liveCommunes.byId.keys(),
    ...(await store.listCommunesKept()),
    ...users.map(({ communeId }) => communeId),
  ]
  if (id === '' || kept.includes(id)) return { outcome: 'taken' }
  const { commune, leftOut } = foundedCommune({ id, name, source, facts: asked })
  const file = await writeCommune(townPlace.townDir, commune).catch((error: unknown) => {
    if (CLOSED.includes(errorCode(error) ?? '')) return 'read_only' as const
    throw error
  })
  if (file === 'read_only') return { outcome: file }
  if (file === null) return { outcome: 'taken' }
  await liveCommunes.put(commune)
  const link = await inviteFirst(needs, asking, { commune, asked })
  const copied = await copyEntries(store, {
    ...{ source, target: commune, own, at: needs.now().toISOString() },
    shared: needs.library.sharedEntries(),
    users,
    places: needs.placesOf(source.id),
  })
  await tell(needs, user, commune)
  return {
    ...{ outcome: 'begun', commune: { id, name }, ...copied, leftOut, link, email: asked.adminEmail.trim() },
    willSee: willSee(user),
    becomesFirst: id < defaultCommuneId,
  }
}

async function ownOf({ library }: NewTownRouteNeeds, communeId: string) {
  return ownEntriesOf((await library.servedBase(communeId)).entries, library.sharedEntries())
}

/** Who administers the server looks at any of its communes; the administrator of its only one does not. */
function willSee({ roles }: User): boolean {
  return roles.includes('super-admin')
}

/** Invites the first administrator of a commune. Nobody of the first town is named among what the second keeps. @returns the link, unless it was sent */
async function inviteFirst(
  needs: NewTownRouteNeeds,
  { request }: Asking,
  { commune, asked }: { commune: Commune; asked: AskedTown },
): Promise<string | null> {
  const user: User = {
    id: randomUUID(),
    communeId: commune.id,
    email: asked.adminEmail.trim(),
    displayName: asked.adminName.trim(),
    roles: ['admin'],
    passwordHash: null,
    demonstration: false,
    createdAt: needs.now().toISOString(),
  }
  const link = drawLink(needs, user.id, 'invitation')
  const { email, displayName, roles } = user
  const after = { email, name: displayName, roles, state: 'invited' }
  const row = { action: 'user_created' as const, target: { kind: 'user' as const, id: user.id }, before: null, after }
  const audit = accountRow(needs, user, { ...row, ...TOWN_FOUNDER })
  await needs.store.inviteUser({ user, token: link.token, audit })
  const address = linkAddress(needs, request, link)
  const isMailed = await mailLink(needs, { user, purpose: 'invitation', address, language: languageOf(request) })
  return isMailed ? null : address
}

/** The audit of the first town says who began the second. */
async function tell(needs: NewTownRouteNeeds, user: User, { id, nom: name }: Commune): Promise<void> {
  needs.securityEvents.changed('commune_begun', { userId: user.id, communeId: user.communeId, begun: id })
  const target = { kind: 'settings' as const, id: 'communes' }
  await needs.store.recordAudit(
    accountRow(needs, user, { action: 'commune_begun', target, before: null, after: { id, name } }),
  )
}
