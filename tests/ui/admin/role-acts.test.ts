import { describe, expect, it } from '@jest/globals'
import { ROUTES } from '../../../src/features.js'
import type { Route } from '../../../src/platform/http/route.js'
import { ROLES } from '../../../src/platform/model/role.js'
import { ROLE_ACTS, type RoleAct } from '../../../src/ui/admin/role-acts.js'

/** Which calls are which act: `*` stands for anything, and the longest path that fits counts. */
const CALLS: Record<RoleAct, readonly string[]> = {
  answer: ['* /agent/*'],
  watch: ['get /agent/supervision*', 'post /agent/handoffs/{id}/assign'],
  figures: ['get /admin/statistics*'],
  answersState: ['get /admin/answers'],
  entries: [
    ...[
      '* /admin/entries*',
      '* /admin/gate*',
      'post /admin/publications*',
      '* /admin/scheduled-publications*',
      '* /admin/reminders',
      'get /admin/audit',
    ],
    ...['post /admin/submissions', '* /admin/try*', 'get /admin/search', 'post /admin/files'],
  ],
  questions: ['* /admin/failures*', '* /admin/conflicts*', '* /admin/remarks*'],
  exchange: [
    ...['* /admin/exchange*', '* /admin/packs*', 'get /admin/imports/service-public', '* /admin/first-run*'],
    '* /admin/imports/service-public/*',
  ],
  choices: [
    ...['delete /admin/packs/{id}', 'put /admin/imports/service-public/selection', 'put /admin/first-run/steps'],
  ],
  quality: [
    ...['get /admin/validations', 'get /admin/reveals', 'get /admin/ratings', 'get /admin/publication'],
    'get /agent/practice/team',
  ],
  team: ['* /admin/accounts*', 'put /admin/sign-in-policy'],
  settings: [
    ...[
      '* /admin/settings*',
      '* /admin/alert*',
      '* /admin/webhooks*',
      '* /admin/appointments*',
      'get /admin/theme',
      'get /admin/retention',
    ],
    ...['put /admin/answers', 'post /admin/screen'],
  ],
  shared: [
    ...['post /admin/publish', 'post /admin/imports/service-public', 'post /admin/imports/service-public/archive'],
    ...['* /admin/pools*', '* /admin/communes*'],
  ],
  communes: ['put /session/commune', '* /admin/settings/copy*'],
  ownAccount: ['* /account*', '* /session'],
}

describe('what each role may do, as the page of the team says it', () => {
  const staff = ROUTES.filter(
    ({ access }) => typeof access !== 'string' || access === 'account' || access === 'session',
  )

  it('is what every route of the staff declares', () => {
    const lies = staff.flatMap((route) => {
      const act = actOf(route)
      const said = act && ROLES.filter((role) => (ROLE_ACTS[act] as readonly string[]).includes(role))
      const declared = declaredBy(route)
      return `${said}` === `${declared}` ? [] : [[`${route.method} ${route.path}`, act, said, declared]]
    })
    expect(lies).toEqual([])
  })

  it('says nothing that no route does', () => {
    const acts = new Set(staff.map(actOf))
    expect(Object.keys(ROLE_ACTS).filter((act) => !acts.has(act as RoleAct))).toEqual([])
    expect(Object.keys(ROLE_ACTS).length).toBeLessThanOrEqual(15)
  })
})

/** The roles of a route: a super-admin is an administrator, and what communes share is hers alone. */
function declaredBy({ access, server }: Route): readonly string[] {
  if (typeof access === 'string') return ROLES
  if (server) return ['super-admin']
  return ROLES.filter((role) => access.includes(role) || (role === 'super-admin' && access.includes('admin')))
}

function actOf({ method, path }: Route): RoleAct | undefined {
  const fits = (pattern: string) =>
    new RegExp(`^${pattern.replace(/[{}]/g, '\\$&').replaceAll('*', '.*')}$`).test(`${method} ${path}`)
  const found = Object.entries(CALLS).flatMap(([act, patterns]) =>
    patterns.filter(fits).map((pattern) => ({ act: act as RoleAct, length: pattern.replace(/^\S+ /, '').length })),
  )
  return found.sort((a, b) => b.length - a.length)[0]?.act
}
