import { z } from 'zod'
import { type Route, route } from '../../platform/http/route.js'
import { STAFF_LANGUAGES } from '../../platform/model/language.js'

/** One's Tchap account, as the page of one's own account shows it. */
const tchap = z.object({
  /** `off`: the installation has no account there, and nothing is shown of it. `away`: its homeserver does not answer. */
  state: z.enum(['off', 'away', 'unlinked', 'linked']),
  /** To whom one writes in Tchap. */
  bot: z.string().nullable(),
  /** The account that was proved to be one's own. */
  matrixId: z.string().nullable(),
  since: z.string().nullable(),
  /** Whether what is asked and answered passes through Tchap. */
  carriesText: z.boolean(),
})
/** A code to be typed to the bot, shown this once. */
const code = z.object({ code: z.string(), until: z.string() })

/** Shapes of what these routes answer. */
export type TchapView = z.infer<typeof tchap>
export type TchapCodeView = z.infer<typeof code>

const own = { access: 'account', errors: [401, 403] } as const satisfies Partial<Route>

/** One's Tchap account, by which one is told of requests and answers. */
export const tchapRoutes = {
  read: route({ ...own, method: 'get', path: '/account/tchap', summary: 'One’s Tchap account', answer: tchap }),
  drawCode: route({
    ...own,
    method: 'post',
    path: '/account/tchap',
    summary: 'Draw a code that is typed to the bot in Tchap, in the place of the former one',
    body: z.strictObject({ language: z.enum(STAFF_LANGUAGES) }),
    answer: code,
    errors: [401, 403, 409, 422],
  }),
  unlink: route({
    ...own,
    method: 'delete',
    path: '/account/tchap',
    summary: 'Forget one’s Tchap account: the bot leaves its room',
    answer: tchap,
  }),
}
