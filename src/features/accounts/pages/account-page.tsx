import { useEffect, useRef, useState } from 'preact/hooks'
import type { AnswerOf, CallArguments, Route } from '../../../platform/http/route.js'
import type { SessionView } from '../../../platform/http/shapes.js'
import type { StaffLanguage } from '../../../platform/model/language.js'
import { Button } from '../../../ui/kit/button.js'
import { PasswordField } from '../../../ui/kit/field.js'
import { ActMessage } from '../../../ui/kit/form.js'
import { momentInWords } from '../../../ui/kit/moment-in-words.js'
import { PageHead, Sheet } from '../../../ui/kit/sheet.js'
import { CallError, type StaffApi, sentenceOf } from '../../../ui/kit/staff-api.js'
import { WaysSection } from '../../remote-replies/pages/ways-section.js'
import { TchapSection } from '../../tchap/pages/tchap-section.js'
import { type AccountView, accountRoutes, type RenewedView } from '../contract.js'
import { CommuneMenu } from './commune-menu.js'
import { FactorSection } from './factor-section.js'
import { LinkedSection } from './linked-section.js'
import type { FrameProps, OwnActs, PartProps } from './part-props.js'
import { Mark } from './sign-in/sign-in-page.js'

interface Props extends FrameProps {
  session: SessionView
  onSession: (session: SessionView) => void
  /** She goes on in another of her accounts. */
  onSwitched: (session: SessionView) => void
  /** The session is over. @param why default: that it is */
  onExpired: (why?: string) => void
  onSignOut: () => void
}

/** One's own account: password, second factor, sessions. */
export function AccountPage({ session, onSession, onSwitched, onExpired, onSignOut, ...frame }: Props) {
  const { say } = frame.words
  const { account, failed, said, acts } = useAccount(frame.api, onSession, onExpired)
  const [isLinked, setLinked] = useState(false)
  return (
    <>
      <AccountBar
        {...frame}
        session={session}
        commune={isLinked && account ? account.commune : null}
        onSwitched={onSwitched}
        onSignOut={onSignOut}
      />
      <main class="account">
        <PageHead title={say('title')} />
        {failed && (
          <p role="alert" class="field-error">
            {say('failed')}
          </p>
        )}
        {account && (
          <>
            <div>
              <p>{say('who', { name: account.name, email: account.email })}</p>
              <p class="hint">
                {say('where', {
                  commune: account.commune,
                  roles: account.roles.map((role) => say(`role.${role}`)).join(', '),
                })}
              </p>
            </div>
            {session.mustEnrol && <p class="reason">{say('mustEnrol')}</p>}
            <ActMessage done={said} />
            {isOpenTo(session, ['agent', 'admin']) && <AlertedBy {...frame} acts={acts} />}
            <FactorSection {...frame} account={account} acts={acts} />
            <PasswordSection {...frame} account={account} acts={acts} />
            <SessionsSection {...frame} account={account} acts={acts} />
            <LinkedSection {...frame} account={account} acts={acts} onChange={setLinked} onEnded={onExpired} />
          </>
        )}
      </main>
    </>
  )
}

/** Whether what is for some roles is open to her now. */
function isOpenTo({ mustEnrol, user }: SessionView, roles: readonly string[]): boolean {
  return !mustEnrol && user.roles.some((role) => roles.includes(role))
}

/** The account as it is and becomes, and what its parts do to it. */
function useAccount(api: StaffApi, onSession: Props['onSession'], onExpired: Props['onExpired']) {
  const [account, setAccount] = useState<AccountView | null>(null)
  const [failed, setFailed] = useState(false)
  const [said, setSaid] = useState('')
  useEffect(() => {
    const fail = (error: unknown) => (error instanceof CallError && error.signedOut ? onExpired() : setFailed(true))
    api.ask(accountRoutes.read).then(setAccount, fail)
  }, [api])
  const acts: OwnActs = {
    async change<R extends Route>(route: R, ...call: CallArguments<R>): Promise<AnswerOf<R>> {
      setSaid('')
      try {
        const answer = await api.ask(route, ...call)
        // Some answer the account alone, some with the session that has become hers, some neither.
        const { session, account, ...own } = answer as Partial<RenewedView & AccountView>
        if (session) onSession(api.adopt(session))
        if (account) setAccount(account)
        else if (own.sessions) setAccount(own as AccountView)
        return answer
      } catch (error) {
        if (error instanceof CallError && error.signedOut) onExpired()
        throw error
      }
    },
    tell: setSaid,
  }
  return { account, failed, said, acts }
}

interface BarProps extends FrameProps, Pick<Props, 'session' | 'onSwitched' | 'onSignOut'> {
  /** Where she is, while she has accounts elsewhere too. */
  commune: string | null
}

/** The head of the page: the screens that are hers, her other communes, her language, and the way out. */
function AccountBar({ api, t, words, language, onLanguage, session, commune, onSwitched, onSignOut }: BarProps) {
  const { say } = words
  const other: StaffLanguage = language === 'fr' ? 'en' : 'fr'
  return (
    <header class="account-bar">
      <p class="brand">
        <Mark /> {t('product')}
      </p>
      <nav aria-label={t('product')}>
        {isOpenTo(session, ['agent', 'admin']) && <a href="/console">{say('toConsole')}</a>}
        {isOpenTo(session, ['curator', 'admin']) && <a href="/admin">{say('toAdmin')}</a>}
      </nav>
      {commune !== null && <CommuneMenu api={api} t={t} language={language} shown={commune} onSwitched={onSwitched} />}
      <Button look="quiet" label={t('languageSwitch')} lang={other} onClick={() => onLanguage(other)} />
      <Button look="quiet" label={t('signOut')} onClick={onSignOut} />
    </header>
  )
}

/** By what she is told of citizens who wait, Tchap among it once it is linked. */
function AlertedBy({ api, words, acts }: FrameProps & { acts: OwnActs }) {
  // By what one may be told depends on whether one's Tchap account is linked.
  const [changes, setChanges] = useState(0)
  return (
    <>
      <WaysSection key={changes} api={api} words={words} acts={acts} />
      <TchapSection api={api} words={words} acts={acts} onChange={() => setChanges((count) => count + 1)} />
    </>
  )
}

/** Another password, with the present one. */
function PasswordSection({ t, words: { say }, account, acts }: PartProps) {
  const current = useRef<HTMLInputElement>(null)
  const next = useRef<HTMLInputElement>(null)
  const [errors, setErrors] = useState<{ current?: string; password?: string }>({})
  const [problem, setProblem] = useState('')
  const fail = (found: typeof errors) => {
    setErrors(found)
    const field = found.current ? current : next
    field.current?.focus()
  }
  const submit = async (event: Event) => {
    event.preventDefault()
    const [mine, chosen] = [current.current?.value ?? '', next.current?.value ?? '']
    setErrors({})
    setProblem('')
    if (mine === '') return fail({ current: say('password.missing') })
    if (chosen === '') return fail({ password: say('password.missing') })
    try {
      await acts.change(accountRoutes.changePassword, { body: { current: mine, password: chosen } })
      for (const field of [current, next]) if (field.current) field.current.value = ''
      acts.tell(say('password.saved'))
    } catch (error) {
      const { message, problem: told } = CallError.of(error)
      if (told.field === 'current' || told.field === 'password') fail({ [told.field]: message })
      else setProblem(message || t('notice.failed'))
    }
  }
  return (
    <Sheet id="password-title" title={say('password')}>
      {account.hasPassword ? (
        <form class="own-form" noValidate onSubmit={submit}>
          <input type="email" autocomplete="username" value={account.email} readOnly hidden />
          <PasswordField
            id="current-password"
            input={current}
            label={say('password.current')}
            error={errors.current}
            autocomplete="current-password"
            show={t('signIn.show')}
            hide={t('signIn.hide')}
          />
          <PasswordField
            id="next-password"
            input={next}
            label={say('password.next')}
            hint={say('password.hint')}
            error={errors.password}
            autocomplete="new-password"
            show={t('signIn.show')}
            hide={t('signIn.hide')}
          />
          <ActMessage problem={problem} />
          <Button type="submit" look="main" label={say('password.save')} />
        </form>
      ) : (
        <p>{say('password.none')}</p>
      )}
    </Sheet>
  )
}

/** The browsers in which one is signed in. */
function SessionsSection({ t, words, language, account, acts }: PartProps) {
  const { say } = words
  const heading = useRef<HTMLHeadingElement>(null)
  const [problem, setProblem] = useState('')
  const end = async (ask: () => Promise<AccountView>, done: string) => {
    try {
      await ask()
      setProblem('')
      acts.tell(done)
      // The button that was pressed is gone.
      heading.current?.focus()
    } catch (error) {
      setProblem(sentenceOf(error, t('notice.failed')))
    }
  }
  const { sessions } = account
  const others = sessions.filter(({ current }) => !current)
  return (
    <Sheet id="sessions-title" title={say('sessions')} heading={heading} hint={say('sessions.intro')}>
      <ul class="sessions">
        {sessions.map((one) => (
          <OwnSession
            key={one.id}
            session={one}
            words={words}
            language={language}
            onEnd={() =>
              void end(() => acts.change(accountRoutes.endSession, { params: { id: one.id } }), say('sessions.ended'))
            }
          />
        ))}
      </ul>
      <ActMessage problem={problem} />
      {others.length === 0 ? (
        <p>{say('sessions.alone')}</p>
      ) : (
        <Button
          label={say('sessions.endAll')}
          onClick={() => void end(() => acts.change(accountRoutes.endSessions), say('sessions.allEnded'))}
        />
      )}
    </Sheet>
  )
}

interface OwnSessionProps extends Pick<PartProps, 'words' | 'language'> {
  session: AccountView['sessions'][number]
  onEnd: () => void
}

/** A browser, and since when; another than this one can be signed out. */
function OwnSession({ session, words: { say }, language, onEnd }: OwnSessionProps) {
  const browser = session.browser || say('sessions.unknown')
  const moment = (at: string) => momentInWords(at, language, new Date())
  return (
    <li>
      <div>
        <p class="browser">
          {browser} {session.current && <strong>– {say('sessions.current')}</strong>}
        </p>
        <dl>
          <div>
            <dt>{say('sessions.created')}</dt>
            <dd>{moment(session.createdAt)}</dd>
          </div>
          <div>
            <dt>{say('sessions.lastUsed')}</dt>
            <dd>{moment(session.lastUsedAt)}</dd>
          </div>
        </dl>
      </div>
      {!session.current && (
        <Button
          label={say('sessions.end')}
          aria-label={say('sessions.endOf', { browser, moment: moment(session.createdAt) })}
          onClick={onEnd}
        />
      )}
    </li>
  )
}
