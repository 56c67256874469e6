import { useEffect, useState } from 'preact/hooks'
import type { SessionView } from '../../../platform/http/contract.js'
import type { StaffLanguage } from '../../../platform/model/language.js'
import { Mark } from '../../../ui/console/sign-in-page.js'
import { CallError } from '../../../ui/console/staff-api.js'
import type { AccountView } from '../routes/account-contract.js'
import { FactorSection } from './factor-section.js'
import type { FrameProps } from './frame-props.js'
import type { OwnActs } from './part-props.js'
import { PasswordSection } from './password-section.js'
import { SessionsSection } from './sessions-section.js'

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
