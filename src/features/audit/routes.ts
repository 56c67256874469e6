import type { Feature } from '../../platform/feature.js'
import { type ServedRoute, serve } from '../../platform/http/serve-routes.js'
import { AppError } from '../../platform/model/app-error.js'
import type { AuditFilter, AuditRow, AuditValue } from '../../platform/model/audit.js'
import type { Entry } from '../../platform/model/entry.js'
import { staffFrom } from '../accounts/routes/staff-access.js'
import type { User } from '../accounts/staff.js'
import type { StaffStore } from '../accounts/staff-verbs.js'
import type { EntryStore } from '../entries/entry-verbs.js'
import type { LiveCommunes } from '../settings/live-communes.js'
import type { AuditStore } from './audit-verbs.js'
import { type AuditQuery, type AuditView, auditRoutes } from './contract.js'

/** What these routes need. */
export interface AuditRouteNeeds {
  store: Pick<AuditStore, 'listAudit'> & Pick<StaffStore, 'listUsers'> & Pick<EntryStore, 'listEntryRecords'>
  entriesNow: (communeId: string) => ReadonlyMap<string, Entry>
  liveCommunes: Pick<LiveCommunes, 'settingsOf'>
}

/** Serves {@link auditRoutes}. Curators read what was done to entries, administrators everything. */
export function serveAudit(needs: AuditRouteNeeds): ServedRoute[] {
  return [serve(auditRoutes.list, ({ query, response }) => readAudit(needs, staffFrom(response).user, query))]
}

async function readAudit(needs: AuditRouteNeeds, user: User, query: AuditQuery): Promise<AuditView> {
  const { store } = needs
  const { rows, next } = await store.listAudit(user.communeId, filterFor(user, query))
  const people = (await store.listUsers()).filter(({ communeId }) => communeId === user.communeId)
  const { titleOf, named } = await namesIn(needs, user.communeId)
  const nameOf = ({
    target: { kind, id },
    before,
    after,
  }: Pick<AuditRow, 'target' | 'before' | 'after'>): string | null => {
    if (kind === 'user') return people.find((one) => one.id === id)?.displayName ?? null
    return (kind === 'entry' ? titleOf(id) : (nameIn(after) ?? nameIn(before))) ?? null
  }
  // Also who acted without being of the commune: a super-admin, the command line.
  const actors = new Map([
    ...rows.map((row) => [row.userId, row.userName] as const),
    ...people.map(({ id, displayName }) => [id, displayName] as const),
  ])
  const ids = new Set(rows.flatMap(({ before, after }) => [...wordsOf(before), ...wordsOf(after)]))
  return {
    rows: rows.map(({ communeId: _, ...row }) => ({ ...row, targetName: nameOf(row) })),
    next,
    names: Object.fromEntries([...ids].map((id) => [id, named(id) ?? '']).filter(([, name]) => name !== '')),
    people: [...actors].map(([id, name]) => ({ id, name })),
  }
}

/** What somebody may read of what she asks. @throws AppError `forbidden` (403) */
function filterFor({ roles }: User, { kind, target, user: userId, ...query }: AuditQuery): AuditFilter {
  const seesAll = roles.includes('admin') || roles.includes('super-admin')
  if (!seesAll && (kind ?? 'entry') !== 'entry') throw new AppError('forbidden', 403, { field: 'kind' })
  const shown = seesAll ? kind : 'entry'
  return { ...query, ...(shown && { kind: shown }), ...(target && { targetId: target }), ...(userId && { userId }) }
}

/** How entries are called in a commune, and how entries, services and teams are. */
async function namesIn({ store, entriesNow, liveCommunes }: AuditRouteNeeds, communeId: string) {
  const entries = entriesNow(communeId)
  const records = await store.listEntryRecords(communeId)
  const written = new Map(records.map(({ entryId, facts }) => [entryId, facts?.title]))
  const titleOf = (id: string) => entries.get(id)?.title ?? written.get(id)
  const { services, departments = {} } = liveCommunes.settingsOf(communeId).commune
  return { titleOf, named: (id: string) => titleOf(id) ?? services[id]?.nom ?? departments[id]?.nom }
}

/** The name that a file, a pack or a software had when it was told. */
function nameIn(value: AuditValue): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return
  return typeof value.name === 'string' ? value.name : undefined
}

/** Every text of a value that may be an id: what it says, and the pieces of the names of its parts. */
function wordsOf(value: AuditValue): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  if (Array.isArray(value)) return value.flatMap(wordsOf)
  return Object.entries(value).flatMap(([name, part]) => [...name.split('.'), ...wordsOf(part)])
}

/** Who did what, when and why, is told to those who run the service (docs/privacy.md). */
export const audit: Feature<AuditRouteNeeds> = {
  name: 'audit',
  routes: auditRoutes,
  open: (needs) => ({ served: serveAudit(needs) }),
}
