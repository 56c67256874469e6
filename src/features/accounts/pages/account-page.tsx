import { useEffect, useRef, useState } from 'preact/hooks'
import type { SessionView } from '../../../platform/http/contract.js'
import type { StaffLanguage } from '../../../platform/model/language.js'
import { momentInWords } from '../../../ui/kit/moment-in-words.js'
import { PasswordField } from '../../../ui/kit/password-field.js'
import { CallError } from '../../../ui/kit/staff-api.js'
import type { AccountView } from '../routes/account-contract.js'
import { FactorSection } from './factor-section.js'
import type { FrameProps, OwnActs, PartProps } from './part-props.js'
import { Mark } from './sign-in/sign-in-page.js'

interface Props extends FrameProps {
  session: SessionView
  onSession: (session: SessionView) => void
  onExpired: () => void
  onSignOut: () => void
}

/** One's own account: password, second factor, sessions. */
export function AccountPage({ session, onSession, onExpired, onSignOut, ...frame }: Props) {
  const { api, t, words, language, onLanguage } = frame
  const { say } = words
  const [account, setAccount] = useState<AccountView | null>(null)
  const [failed, setFailed] = useState(false)
  const [said, setSaid] = useState('')
  useEffect(() => {
    const fail = (error: unknown) => (error instanceof CallError && error.signedOut ? onExpired() : setFailed(true))
    api.call<AccountView>('GET', '/account').then(setAccount, fail)
  }, [api])
  const acts: OwnActs = {
    async change<T extends object>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: object) {
      setSaid('')
      try {
        const answer = await api.call<T & { session?: SessionView; account?: AccountView }>(method, path, body)
        if (answer.session) onSession(api.adopt(answer.session))
        if (answer.account) setAccount(answer.account)
        else if ('sessions' in answer) setAccount(answer as unknown as AccountView)
        return answer
      } catch (error) {
        if (error instanceof CallError && error.signedOut) onExpired()
        throw error
      }
    },
    tell: setSaid,
  }
  const other: StaffLanguage = language === 'fr' ? 'en' : 'fr'
  const isOpen = (roles: string[]) => !session.mustEnrol && session.user.roles.some((role) => roles.includes(role))
  return (
    <>
      <header class="account-bar">
        <p class="brand">
          <Mark /> {t('product')}
        </p>
        <nav aria-label={t('product')}>
          {isOpen(['agent', 'admin']) && <a href="/console">{say('toConsole')}</a>}
          {isOpen(['curator', 'admin']) && <a href="/admin">{say('toAdmin')}</a>}
        </nav>
        <button type="button" class="button quiet" lang={other} onClick={() => onLanguage(other)}>
          {t('languageSwitch')}
        </button>
        <button type="button" class="button quiet" onClick={onSignOut}>
          {t('signOut')}
        </button>
      </header>
      <main class="account">
        <h1>{say('title')}</h1>
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
            <p role="status" class="said">
              {said}
            </p>
            <FactorSection t={t} words={words} language={language} account={account} acts={acts} />
            <PasswordSection t={t} words={words} language={language} account={account} acts={acts} />
            <SessionsSection t={t} words={words} language={language} account={account} acts={acts} />
          </>
        )}
      </main>
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
      await acts.change('PUT', '/account/password', { current: mine, password: chosen })
      for (const field of [current, next]) if (field.current) field.current.value = ''
      acts.tell(say('password.saved'))
    } catch (error) {
      const { message, problem: told } = error instanceof CallError ? error : new CallError(0)
      if (told.field === 'current' || told.field === 'password') fail({ [told.field]: message })
      else setProblem(message || t('notice.failed'))
    }
  }
  return (
    <section class="sheet" aria-labelledby="password-title">
      <h2 id="password-title">{say('password')}</h2>
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
          <p role="alert" class="field-error">
            {problem}
          </p>
          <button type="submit" class="button main">
            {say('password.save')}
          </button>
        </form>
      ) : (
        <p>{say('password.none')}</p>
      )}
    </section>
  )
}

/** The browsers in which one is signed in. */
function SessionsSection({ t, words: { say }, language, account, acts }: PartProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  const [problem, setProblem] = useState('')
  const end = async (path: string, done: string) => {
    try {
      await acts.change('DELETE', path)
      setProblem('')
      acts.tell(done)
      // The button that was pressed is gone.
      heading.current?.focus()
    } catch (error) {
      setProblem((error instanceof CallError && error.message) || t('notice.failed'))
    }
  }
  const { sessions } = account
  const others = sessions.filter(({ current }) => !current)
  return (
    <section class="sheet" aria-labelledby="sessions-title">
      <h2 id="sessions-title" ref={heading} tabIndex={-1}>
        {say('sessions')}
      </h2>
      <p class="hint">{say('sessions.intro')}</p>
      <ul class="sessions">
        {sessions.map(({ id, browser, createdAt, lastUsedAt, current }) => (
          <li key={id}>
            <div>
              <p class="browser">
                {browser || say('sessions.unknown')} {current && <strong>– {say('sessions.current')}</strong>}
              </p>
              <dl>
                <div>
                  <dt>{say('sessions.created')}</dt>
                  <dd>{momentInWords(createdAt, language, new Date())}</dd>
                </div>
                <div>
                  <dt>{say('sessions.lastUsed')}</dt>
                  <dd>{momentInWords(lastUsedAt, language, new Date())}</dd>
                </div>
              </dl>
            </div>
            {!current && (
              <button
                type="button"
                class="button"
                aria-label={say('sessions.endOf', {
                  browser: browser || say('sessions.unknown'),
                  moment: momentInWords(createdAt, language, new Date()),
                })}
                onClick={() => void end(`/account/sessions/${id}`, say('sessions.ended'))}
              >
                {say('sessions.end')}
              </button>
            )}
          </li>
        ))}
      </ul>
      <p role="alert" class="field-error">
        {problem}
      </p>
      {others.length === 0 ? (
        <p>{say('sessions.alone')}</p>
      ) : (
        <button type="button" class="button" onClick={() => void end('/account/sessions', say('sessions.allEnded'))}>
          {say('sessions.endAll')}
        </button>
      )}
    </section>
  )
}
