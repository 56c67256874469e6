import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import type { SessionView } from '../../../platform/http/shapes.js'
import type { StaffLanguage } from '../../../platform/model/language.js'
import { answersCitizens } from '../../../platform/model/role.js'
import { Button } from '../../../ui/kit/button.js'
import { plural, type Translate } from '../../../ui/kit/console-words.js'
import { TextField } from '../../../ui/kit/field.js'
import { useFocusOnOpen } from '../../../ui/kit/focus.js'
import { ActMessage } from '../../../ui/kit/form.js'
import { Icon } from '../../../ui/kit/icon.js'
import type { StaffApi } from '../../../ui/kit/staff-api.js'
import { useAct } from '../../../ui/kit/use-act.js'
import { useClosingMenu } from '../../../ui/kit/use-closing-menu.js'
import { type LinkedAccountView, linkedRoutes } from '../linked-contract.js'

interface Props {
  api: StaffApi
  t: Translate
  language: StaffLanguage
  /** Name of the commune in which she is. */
  shown: string
  /** What going away costs now, in sentences; none: one press is enough. */
  costs?: () => string[]
  /** Whether she may leave what she is doing. */
  mayLeave?: () => boolean
  onSwitched: (session: SessionView) => void
}

/** In the head of a page: the other communes of somebody whose accounts are linked, and the way there. */
export function CommuneMenu({ api, t, language, shown, costs = () => [], mayLeave = () => true, onSwitched }: Props) {
  const [isOpen, setOpen] = useState(false)
  const accounts = useLinkedAccounts(api, isOpen)
  const [picked, setPicked] = useState<LinkedAccountView | null>(null)
  const { problem, tell, go } = useSwitch(api, t, onSwitched)
  const menu = useRef<HTMLDivElement>(null)
  const close = useCallback(() => {
    setOpen(false)
    setPicked(null)
    tell('')
  }, [tell])
  useClosingMenu(menu, isOpen, close)
  const pick = (account: LinkedAccountView) => {
    if (!mayLeave()) return
    if (account.state === 'code' || costs().length > 0) setPicked(account)
    else void go(account)
  }
  return (
    <div class="commune-menu" ref={menu}>
      <button
        type="button"
        class="button quiet"
        aria-expanded={isOpen}
        aria-controls="other-communes"
        onClick={() => (isOpen ? close() : setOpen(true))}
      >
        <span class="commune-label">{t('communes.label')}</span> <span>{shown}</span> <Icon name="down" />
      </button>
      <section id="other-communes" class="commune-list" aria-label={t('communes.menu')} hidden={!isOpen}>
        {isOpen && picked && (
          <Going
            t={t}
            account={picked}
            costs={costs()}
            problem={problem}
            onGo={(code) => void go(picked, code)}
            onStay={() => setPicked(null)}
          />
        )}
        {isOpen && !picked && (
          <>
            {!Array.isArray(accounts) && (
              <p role={accounts === 'failed' ? 'alert' : 'status'}>
                {t(accounts === 'failed' ? 'communes.failed' : 'communes.loading')}
              </p>
            )}
            {Array.isArray(accounts) && <Communes t={t} language={language} accounts={accounts} onPick={pick} />}
            <ActMessage problem={problem} />
          </>
        )}
      </section>
    </div>
  )
}

/** Her accounts elsewhere, `null` until they are read. Read each time that the menu opens: who waits elsewhere changes. */
function useLinkedAccounts(api: StaffApi, isOpen: boolean): LinkedAccountView[] | 'failed' | null {
  const [accounts, setAccounts] = useState<LinkedAccountView[] | 'failed' | null>(null)
  useEffect(() => {
    if (!isOpen) return
    api.ask(linkedRoutes.linked).then(
      ({ accounts }) => setAccounts(accounts),
      () => setAccounts('failed'),
    )
  }, [api, isOpen])
  return accounts
}

/** Going on in another account, and why it could not be. */
function useSwitch(api: StaffApi, t: Translate, onSwitched: Props['onSwitched']) {
  const { problem, run, tell } = useAct(t('notice.failed'))
  const go = ({ id }: LinkedAccountView, code?: string) =>
    run(async () => {
      const body = code === undefined ? {} : { code }
      onSwitched(api.adopt(await api.ask(linkedRoutes.openLinked, { params: { id }, body })))
    })
  return { problem, tell, go }
}

interface CommunesProps extends Pick<Props, 't' | 'language'> {
  accounts: readonly LinkedAccountView[]
  onPick: (account: LinkedAccountView) => void
}

/** Each with her role there, and how many citizens wait. One that cannot be opened from here is not offered. */
function Communes({ t, language, accounts, onPick }: CommunesProps) {
  const offered = accounts.filter(({ state }) => state === 'open' || state === 'code')
  if (offered.length === 0) return <p>{t('communes.noneOpen')}</p>
  return (
    <ul>
      {offered.map((account) => {
        const { id, commune, roles, waiting } = account
        return (
          <li key={id}>
            <button type="button" class="button quiet" onClick={() => onPick(account)}>
              <strong>{commune}</strong>
              <span class="hint">
                {roles.map((role) => t(`communes.role.${role}`)).join(', ')}
                {waiting !== null &&
                  ` · ${waiting === 0 ? t('communes.waitingNone') : plural(t, language, 'communes.waiting', waiting)}`}
              </span>
            </button>
          </li>
        )
      })}
    </ul>
  )
}

interface GoingProps extends Pick<Props, 't'> {
  account: LinkedAccountView
  costs: readonly string[]
  problem: string
  onGo: (code?: string) => void
  onStay: () => void
}

/** What going there costs, or asks for, before it is done. */
function Going({ t, account: { commune, state }, costs, problem, onGo, onStay }: GoingProps) {
  const heading = useFocusOnOpen<HTMLHeadingElement>()
  const code = useRef<HTMLInputElement>(null)
  const submit = (event: Event) => {
    event.preventDefault()
    onGo(code.current?.value.trim() || undefined)
  }
  return (
    <form class="own-form" noValidate onSubmit={submit}>
      <h2 ref={heading} tabIndex={-1}>
        {t('communes.leave', { commune })}
      </h2>
      {costs.length > 0 && (
        <ul>
          {costs.map((cost) => (
            <li key={cost}>{cost}</li>
          ))}
        </ul>
      )}
      {state === 'code' && (
        <TextField
          id="commune-code"
          label={t('communes.code', { commune })}
          error={problem || undefined}
          input={code}
          inputMode="numeric"
          autocomplete="one-time-code"
        />
      )}
      {state !== 'code' && <ActMessage problem={problem} />}
      <div class="actions">
        <Button type="submit" look="main" label={t('communes.go')} />
        <Button label={t('communes.stay')} onClick={onStay} />
      </div>
    </form>
  )
}

/** Where somebody goes on in another account: at the console or in the administration where they are open to her, else in her own account. */
export function homeIn({ user: { roles }, mustEnrol }: SessionView): '/compte' | '/console' | '/admin' {
  if (mustEnrol) return '/compte'
  return answersCitizens(roles) ? '/console' : '/admin'
}
