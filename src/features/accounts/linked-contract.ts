import { z } from 'zod'
import { type Route, route } from '../../platform/http/route.js'
import { sessionShape } from '../../platform/http/shapes.js'
import { ROLES } from '../../platform/model/role.js'

/** Another account of the same person. */
const linkedAccount = z.object({
  id: z.string(),
  commune: z.string(),
  email: z.string(),
  roles: z.array(z.enum(ROLES)),
  /** How many citizens anybody there may take now; `null` where she answers none. */
  waiting: z.number().nullable(),
  /**
   * Whether she may go there: `code`, with a code of its second factor; `elsewhere`, not by the way in which she signed in; `closed`, not now: the account or
   * its commune is suspended.
   */
  state: z.enum(['open', 'code', 'elsewhere', 'closed']),
  /** That it is the one that she signed in to, so that undoing its link ends this session. */
  signedInTo: z.literal(true).optional(),
})

/** The accounts that one person has in other communes. */
const linked = z.object({
  accounts: z.array(linkedAccount),
  /** Whether there is another commune on the server. */
  isPossible: z.boolean(),
})

/** Shapes of what these routes answer. */
export type LinkedView = z.infer<typeof linked>
export type LinkedAccountView = z.infer<typeof linkedAccount>

const own = { access: 'account', answer: linked } as const satisfies Partial<Route>
const password = z.string().max(200)
const code = z.string().trim().min(1).max(40).optional()

/** Accounts of one person in several communes: each keeps its own rights, and she goes from one to the other (docs/decisions/093). */
export const linkedRoutes = {
  linked: route({
    ...own,
    method: 'get',
    path: '/account/linked',
    summary: 'One’s accounts in other communes, and how many citizens wait there',
    errors: [401, 403],
  }),
  link: route({
    ...own,
    method: 'post',
    path: '/account/linked',
    summary: 'Link the accounts that an address and a password open, with a code where they have a second factor',
    body: z.strictObject({
      /** Of the account that is signed in; left out where it has none, and was signed in just now. */
      present: password.optional(),
      email: z.string().max(200),
      password,
      code,
    }),
    typed: { present: 'never_stored', email: 'never_stored', password: 'never_stored', code: 'never_stored' },
    errors: [401, 403, 404, 422, 429],
  }),
  linkByProvider: route({
    ...own,
    method: 'post',
    path: '/account/linked/provider',
    summary: 'Link the accounts that the identity provider has opened for the same person',
    errors: [401, 403, 404, 422, 429],
  }),
  joinInvited: route({
    ...own,
    method: 'post',
    path: '/account/linked/invitation',
    summary: 'Accept another commune’s invitation with the account that is signed in, whose password it takes',
    body: z.strictObject({ token: z.string().max(100), password }),
    typed: { token: 'never_stored', password: 'never_stored' },
    errors: [401, 403, 404, 422, 429],
  }),
  openLinked: route({
    ...own,
    method: 'post',
    path: '/account/linked/{id}/open',
    summary: 'Go on in another of one’s accounts; the session of this browser ends',
    body: z.strictObject({ code }),
    typed: { code: 'never_stored' },
    answer: sessionShape,
    errors: [401, 403, 404, 409, 422, 429],
  }),
  unlink: route({
    ...own,
    method: 'delete',
    path: '/account/linked/{id}',
    summary: 'Undo the link of one of one’s accounts; each stays',
    errors: [401, 403, 404, 429],
  }),
}
