import { type Served, serve } from '../../platform/http/serve-routes.js'
import { answersCitizens } from '../../platform/model/role.js'
import { staffFrom } from '../accounts/routes/staff-access.js'
import type { User } from '../accounts/staff.js'
import type { StaffStore } from '../accounts/staff-verbs.js'
import { remoteReplyRoutes, type WishesView } from './contract.js'
import type { RemoteReplyStore } from './remote-reply-verbs.js'
import type { ReplyWay } from './reply-way.js'
import { mayBeTold } from './tell-requests.js'

/** What these routes need. */
export interface WishRouteNeeds {
  store: Pick<RemoteReplyStore, 'saveReplyWish' | 'dropReplyWish' | 'listReplyWishes'> &
    Pick<StaffStore, 'readSignInPolicy'>
  now: () => Date
  ways: readonly ReplyWay[]
}

/** Serves an agent's own choice of how she is told. */
export function serveWishes(needs: WishRouteNeeds): Served[] {
  const { store, now } = needs
  return [
    serve(remoteReplyRoutes.wishes, ({ response }) => wishesView(needs, staffFrom(response).user)),
    serve(remoteReplyRoutes.choose, async ({ body: { ways, language }, response }) => {
      const { user } = staffFrom(response)
      const { ways: before } = await wishesView(needs, user)
      for (const { way, chosen } of before) {
        if (!ways.includes(way)) await store.dropReplyWish(user.id, way)
        else if (!chosen) {
          const since = now().toISOString()
          await store.saveReplyWish({ userId: user.id, communeId: user.communeId, way, language, since })
        }
      }
      return wishesView(needs, user)
    }),
  ]
}

/** No way at all for who answers no citizen. */
async function wishesView({ store, ways }: WishRouteNeeds, user: User): Promise<WishesView> {
  if (!answersCitizens(user.roles) || !(await mayBeTold(store, user))) return { ways: [] }
  const wishes = (await store.listReplyWishes()).filter(({ userId }) => userId === user.id)
  const view: WishesView = { ways: [] }
  for (const { id, reaches } of ways)
    if (await reaches(user)) view.ways.push({ way: id, chosen: wishes.some(({ way }) => way === id) })
  return view
}
