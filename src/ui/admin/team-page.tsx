import { useContext } from 'preact/hooks'
import { accountsWords } from '../../features/accounts/pages/admin/account-fields.js'
import { AccountsPage } from '../../features/accounts/pages/admin/accounts-page.js'
import { routingRoutes } from '../../features/handoffs/routing-contract.js'
import { PresenceHours } from '../../features/settings/pages/presence-hours.js'
import { ROLES, type Role } from '../../platform/model/role.js'
import { Button } from '../kit/button.js'
import type { PageProps } from '../kit/page-props.js'
import { Sheet } from '../kit/sheet.js'
import { shellWords } from '../kit/shell-words.js'
import { type Column, Table } from '../kit/table.js'
import { useReading } from '../kit/use-reading.js'
import { ACTS_OF_THE_ONLY_COMMUNE, ROLE_ACTS, type RoleAct } from './role-acts.js'
import { rolesToSeeAs, SeeAsContext } from './seen-as.js'

/** The people of the commune, as accounts and as agents, and when they are there; then what each role may do. */
export function TeamPage({ user, place, ...section }: PageProps) {
  const { api, t } = section
  const { view } = useReading(api, routingRoutes.team)
  const wordsOf = (id: string) => {
    const agent = view && [view.me, ...view.colleagues].find((one) => one.id === id)
    if (!agent) return null
    const stands = t(`routing.team.${agent.cause ?? agent.state}`)
    return agent.word ? `${stands}, ${agent.word}` : stands
  }
  return (
    <AccountsPage {...section} wanted={place.path[0]} standing={{ wordsOf, capacity: view?.routing.capacity ?? null }}>
      <PresenceHours api={api} language={section.language} isAsked={place.path[0] === 'hours'} />
      <RolesSection {...section} user={user} />
    </AccountsPage>
  )
}

/** What each role may do, and the way to see the administration as one of them would. */
function RolesSection({ language, user }: Pick<PageProps, 'language' | 'user'>) {
  const { say } = shellWords(language)
  const { say: name } = accountsWords(language)
  const seeAs = useContext(SeeAsContext)
  const cell = (act: RoleAct, role: Role) => {
    if ((ROLE_ACTS[act] as readonly Role[]).includes(role)) return say('may.yes')
    return role === 'admin' && ACTS_OF_THE_ONLY_COMMUNE.includes(act) ? say('may.alone') : say('may.no')
  }
  const columns: Column<RoleAct>[] = [
    { name: say('may.what'), cell: (act) => say(`may.${act}`) },
    ...ROLES.map((role) => ({ name: name(`role.${role}`), cell: (act: RoleAct) => cell(act, role) })),
  ]
  return (
    <Sheet id="roles-title" title={say('may.title')} hint={say('seenAs.hint')}>
      <div class="actions">
        {rolesToSeeAs(user.roles).map((role) => (
          <Button key={role} label={say('seenAs', { role: name(`role.${role}`) })} onClick={() => seeAs(role)} />
        ))}
      </div>
      <details>
        <summary>{say('may.show')}</summary>
        <Table
          caption={say('may.title')}
          isCaptionHidden
          isScrolled
          columns={columns}
          rows={Object.keys(ROLE_ACTS) as RoleAct[]}
          keyOf={(act) => act}
        />
      </details>
    </Sheet>
  )
}
