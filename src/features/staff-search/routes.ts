import { communeOf, type KnownCommunes } from '../../platform/http/known-communes.js'
import { type Served, serve } from '../../platform/http/serve-routes.js'
import { indexTitles, searchTitles, type Titled } from '../../platform/text/title-search.js'
import { hasRole, staffFrom } from '../accounts/routes/staff-access.js'
import type { User } from '../accounts/staff.js'
import type { StaffStore } from '../accounts/staff-verbs.js'
import type { EntryStore } from '../entries/entry-verbs.js'
import type { Entry } from '../entries/model/entry.js'
import { rankGroups } from '../failures/failure-groups.js'
import type { FailureInbox } from '../failures/failure-inbox.js'
import { type StaffSearchView, staffSearchRoutes } from './contract.js'

/** Of each kind, at most. */
const MOST = 6

/** What these routes need. */
export interface StaffSearchNeeds extends KnownCommunes {
  store: Pick<StaffStore, 'listUsers'> & Pick<EntryStore, 'listEntryRecords'>
  entriesNow: (communeId: string) => ReadonlyMap<string, Entry>
  failures: Pick<FailureInbox, 'read'>
}

/** Serves {@link staffSearchRoutes}. */
export function serveStaffSearch(needs: StaffSearchNeeds): Served[] {
  return [
    serve(staffSearchRoutes.find, async ({ query: { q }, response }): Promise<StaffSearchView> => {
      const { user } = staffFrom(response)
      const { id: communeId } = communeOf(needs, user.communeId)
      const [found, failures, people] = await Promise.all([
        findEntries(needs, communeId, q),
        findFailures(needs, communeId, q),
        hasRole(user, ['admin', 'super-admin']) ? findPeople(needs, user, q) : [],
      ])
      return { ...found, failures, people }
    }),
  ]
}

function find(titles: readonly Titled[], q: string): Titled[] {
  return searchTitles(indexTitles(titles), q, MOST)
}

/** Entries by their titles and example questions, and those of their examples that have the words themselves. */
async function findEntries(
  { store, entriesNow }: StaffSearchNeeds,
  communeId: string,
  q: string,
): Promise<Pick<StaffSearchView, 'entries' | 'examples'>> {
  const served = entriesNow(communeId)
  const others = (await store.listEntryRecords(communeId)).flatMap(({ entryId: id, facts }) =>
    facts && !served.has(id) ? [{ id, title: facts.title, questions: [] }] : [],
  )
  const entries = find([...served.values(), ...others], q)
  const examples = entries.flatMap(({ id, questions }) => questions.map((title) => ({ id, title, questions: [] })))
  return {
    entries: entries.map(({ id, title }) => ({ id, title })),
    examples: find(examples, q).map(({ id, title }) => ({ entryId: id, question: title })),
  }
}

/** Failed questions, whatever was decided of them; of a group the one that has the words best. */
async function findFailures({ failures }: StaffSearchNeeds, communeId: string, q: string) {
  const now = await failures.read(communeId)
  const asked = rankGroups(now.groups, now.failures).flatMap(({ group: { id }, failures: members }) =>
    [...new Set(members.map(({ question }) => question))].map((title) => ({ id, title, questions: [] })),
  )
  const best = new Map<string, string>()
  for (const { id, title } of searchTitles(indexTitles(asked), q, asked.length)) if (!best.has(id)) best.set(id, title)
  return [...best].slice(0, MOST).map(([groupId, question]) => ({ groupId, question }))
}

/** Accounts of the commune, by name and address. */
async function findPeople({ store }: StaffSearchNeeds, { communeId }: User, q: string) {
  const accounts = (await store.listUsers()).filter((account) => account.communeId === communeId)
  return find(
    accounts.map(({ id, displayName, email }) => ({ id, title: displayName, questions: [email] })),
    q,
  ).map(({ id, title }) => ({ id, name: title }))
}
