import type { Feature } from '../../platform/feature.js'
import { communeOf, type KnownCommunes } from '../../platform/http/commune-origins.js'
import { type ServedRoute, serve } from '../../platform/http/serve-routes.js'
import type { Entry } from '../../platform/model/entry.js'
import { indexTitles, searchTitles, type Titled } from '../../platform/text/title-search.js'
import { hasRole, staffFrom } from '../accounts/routes/staff-access.js'
import type { User } from '../accounts/staff.js'
import type { StaffStore } from '../accounts/staff-verbs.js'
import type { EntryStore } from '../entries/entry-verbs.js'
import { rankGroups } from '../failures/failure-groups.js'
import type { FailureInbox } from '../failures/failure-inbox.js'
import { type StaffSearchView, staffSearchRoutes } from './contract.js'

/** Of each kind, at most; of questions of each kind. */
const MOST = 5
const MOST_QUESTIONS = 3

/** What these routes need. */
export interface StaffSearchNeeds extends KnownCommunes {
  store: Pick<StaffStore, 'listUsers'> & Pick<EntryStore, 'listEntryRecords'>
  entriesNow: (communeId: string) => ReadonlyMap<string, Entry>
  failures: Pick<FailureInbox, 'read'>
}

/** Serves {@link staffSearchRoutes}. */
export function serveStaffSearch(needs: StaffSearchNeeds): ServedRoute[] {
  const indexOf = lastIndex()
  return [
    serve(staffSearchRoutes.find, async ({ query: { q }, response }): Promise<StaffSearchView> => {
      const { user } = staffFrom(response)
      const { id: communeId } = communeOf(needs, user.communeId)
      const served = needs.entriesNow(communeId)
      const [written, failures, people] = await Promise.all([
        findWritten(needs, communeId, { q, served }),
        findFailures(needs, communeId, q),
        hasRole(user, ['admin', 'super-admin']) ? findPeople(needs, user, q) : [],
      ])
      const found = searchTitles(indexOf(served), q, MOST)
      const examples = found.flatMap(({ id, questions }) =>
        questions.map((question) => ({ id, title: question, questions: [] })),
      )
      return {
        entries: [...found, ...written].map(({ id, title }) => ({ id, title })),
        examples: find(examples, q, MOST_QUESTIONS).map(({ id, title }) => ({ entryId: id, question: title })),
        failures,
        people,
      }
    }),
  ]
}

function find(titles: readonly Titled[], q: string, most = MOST): Titled[] {
  return searchTitles(indexTitles(titles), q, most)
}

/** Makes the index of what is served, or gives the last one while it is the same: it takes a tenth of a second, which is not each letter's to wait. */
function lastIndex() {
  let last = { served: new Map() as ReadonlyMap<string, Entry>, index: indexTitles<Entry>([]) }
  return (served: ReadonlyMap<string, Entry>) => {
    if (served !== last.served) last = { served, index: indexTitles([...served.values()]) }
    return last.index
  }
}

/** Entries that citizens do not get: drafts, and what is archived. */
async function findWritten(
  { store }: StaffSearchNeeds,
  communeId: string,
  { q, served }: { q: string; served: ReadonlyMap<string, Entry> },
) {
  const records = await store.listEntryRecords(communeId)
  return find(
    records.flatMap(({ entryId: id, facts }) =>
      facts && !served.has(id) ? [{ id, title: facts.title, questions: [] }] : [],
    ),
    q,
  )
}

/** Failed questions, whatever was decided of them; of a group the one that has the words best. */
async function findFailures({ failures }: StaffSearchNeeds, communeId: string, q: string) {
  const now = await failures.read(communeId)
  const asked = rankGroups(now.groups, now.failures).flatMap(({ group: { id }, failures: members }) =>
    [...new Set(members.map(({ question }) => question))].map((title) => ({ id, title, questions: [] })),
  )
  const best = new Map<string, string>()
  for (const { id, title } of searchTitles(indexTitles(asked), q, asked.length)) if (!best.has(id)) best.set(id, title)
  return [...best].slice(0, MOST_QUESTIONS).map(([groupId, question]) => ({ groupId, question }))
}

/** Accounts of the commune, by name and address. */
async function findPeople({ store }: StaffSearchNeeds, { communeId }: User, q: string) {
  const accounts = (await store.listUsers()).filter((account) => account.communeId === communeId)
  return find(
    accounts.map(({ id, displayName, email }) => ({ id, title: displayName, questions: [email] })),
    q,
  ).map(({ id, title }) => ({ id, name: title }))
}

/** One search in everything that the administration works on (docs/entries.md). */
export const staffSearch: Feature<StaffSearchNeeds> = {
  name: 'staff-search',
  routes: staffSearchRoutes,
  open: (needs) => ({ served: serveStaffSearch(needs) }),
}
