import { useCallback, useEffect, useState } from 'preact/hooks'
import type { StaffLanguage } from '../../domain/language.js'
import type { SessionView } from '../../http/contract.js'
import { keepPreferences, type Preferences } from '../console/preferences.js'
import { mayBeSignedIn, rememberSignedIn } from '../console/session-hint.js'
import { SignInPage } from '../console/sign-in-page.js'
import { CallError, type StaffApi } from '../console/staff-api.js'
import { translator } from '../console/words.js'
import { pagesFor } from './pages.js'
import { Shell } from './shell.js'

/** What the administration needs. `preferences` are those of this browser, which the API also reads for its language. */
export interface AdminProps {
  api: StaffApi
  preferences: Preferences
}

/** The administration: signing in, then the pages that are open to whoever did. */
export function Admin({ api, preferences }: AdminProps) {
  const [user, setUser] = useState<SessionView['user'] | 'starting' | null>('starting')
  const [language, setLanguage] = useState(preferences.language)
  const t = translator(language)
  const enter = useCallback((session: SessionView) => {
    rememberSignedIn(true)
    setUser(session.user)
  }, [])
  useEffect(() => {
    if (!mayBeSignedIn()) setUser(null)
    else api.readSession().then(enter, () => setUser(null))
  }, [api, enter])
  useEffect(() => {
    document.documentElement.lang = language
    if (user === null) document.title = t('admin.pageTitle')
  }, [language, user, t])
  const changeLanguage = (next: StaffLanguage) => {
    preferences.language = next
    keepPreferences(preferences)
    setLanguage(next)
  }
  const signIn = async (email: string, password: string): Promise<string | null> => {
    try {
      enter(await api.signIn(email.trim(), password))
      return null
    } catch (error) {
      const outOfReach = error instanceof CallError && error.outOfReach
      return (error instanceof CallError && error.message) || t(outOfReach ? 'signIn.unreached' : 'signIn.failed')
    }
  }
  const signOut = async () => {
    await api.signOut().catch(() => {})
    rememberSignedIn(false)
    setUser(null)
  }
  if (user === 'starting') return <main class="alone">{t('loading')}</main>
  if (user === null) {
    return <SignInPage t={t} reason={null} onSubmit={signIn} language={language} onLanguage={changeLanguage} />
  }
  if (pagesFor(user.roles).length === 0) {
    return (
      <main class="alone">
        <p>{t('admin.forbidden')}</p>
        <p>
          <a href="/console">{t('admin.toConsole')}</a>
        </p>
        <button type="button" class="button" onClick={() => void signOut()}>
          {t('signOut')}
        </button>
      </main>
    )
  }
  return (
    <Shell
      api={api}
      t={t}
      language={language}
      user={user}
      onLanguage={changeLanguage}
      onSignOut={() => void signOut()}
    />
  )
}
