import { useCallback, useEffect, useState } from 'preact/hooks'
import type { StaffLanguage } from '../../domain/language.js'
import type { SessionView } from '../../http/contract.js'
import { keepPreferences, type Preferences } from '../console/preferences.js'
import { mayBeSignedIn, rememberSignedIn } from '../console/session-hint.js'
import { SignInPage } from '../console/sign-in-page.js'
import { type SignInProblem, signInProblem } from '../console/sign-in-problem.js'
import type { StaffApi } from '../console/staff-api.js'
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
  const [session, setSession] = useState<SessionView | 'starting' | null>('starting')
  const [language, setLanguage] = useState(preferences.language)
  const t = translator(language)
  const enter = useCallback((session: SessionView) => {
    rememberSignedIn(true)
    // Nothing else is open to her until she has what her commune asks for.
    if (session.mustEnrol) location.assign('/compte')
    else setSession(session)
  }, [])
  useEffect(() => {
    if (!mayBeSignedIn()) setSession(null)
    else api.readSession().then(enter, () => setSession(null))
  }, [api, enter])
  useEffect(() => {
    document.documentElement.lang = language
    if (session === null) document.title = t('admin.pageTitle')
  }, [language, session, t])
  const changeLanguage = (next: StaffLanguage) => {
    preferences.language = next
    keepPreferences(preferences)
    setLanguage(next)
  }
  const signIn = async (email: string, password: string, code?: string): Promise<SignInProblem | null> => {
    try {
      enter(await api.signIn(email.trim(), password, code))
      return null
    } catch (error) {
      return signInProblem(error, t)
    }
  }
  const signOut = async () => {
    await api.signOut().catch(() => {})
    rememberSignedIn(false)
    setSession(null)
  }
  if (session === 'starting') return <main class="alone">{t('loading')}</main>
  if (session === null) {
    return <SignInPage t={t} reason={null} onSubmit={signIn} language={language} onLanguage={changeLanguage} />
  }
  const { user, communes = [] } = session
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
      key={user.communeId}
      user={user}
      communes={communes}
      onCommune={async (communeId) => enter(api.adopt(await api.call('PUT', '/session/commune', { communeId })))}
      onLanguage={changeLanguage}
      onSignOut={() => void signOut()}
    />
  )
}
