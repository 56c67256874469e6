import { useCallback, useEffect, useState } from 'preact/hooks'
import type { SessionView } from '../../platform/http/contract.js'
import type { StaffLanguage } from '../../platform/model/language.js'
import { mayBeSignedIn, rememberSignedIn } from '../console/session-hint.js'
import { SignInPage } from '../console/sign-in-page.js'
import { type SignInProblem, signInProblem } from '../console/sign-in-problem.js'
import type { SignInClaim } from '../console/staff-api.js'
import { shellWords } from '../kit/admin-words.js'
import { letGo } from '../kit/leave-guard.js'
import { keepPreferences, type Preferences } from '../kit/preferences.js'
import { translator } from '../kit/words.js'
import type { AdminApi } from './admin-api.js'
import { pagesFor } from './pages.js'
import { Shell } from './shell.js'
import { SignInAgain } from './sign-in-again.js'
import { useSignInAgain } from './use-sign-in-again.js'

/** What the administration needs. `preferences` are those of this browser, which the API also reads for its language. */
export interface AdminProps {
  api: AdminApi
  preferences: Preferences
}

/** The administration: signing in, then the pages that are open to whoever did. */
export function Admin({ api, preferences }: AdminProps) {
  const [session, setSession] = useState<SessionView | 'starting' | null>('starting')
  const [language, setLanguage] = useState(preferences.language)
  const t = translator(language)
  const again = useSignInAgain(api, session === 'starting' ? null : session)
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
  /** Whose page waits for her to sign in again. */
  const expected = again.isAsked && session !== null && session !== 'starting' ? session.user : null
  const changeLanguage = (next: StaffLanguage) => {
    preferences.language = next
    keepPreferences(preferences)
    setLanguage(next)
  }
  const signIn = async (claim: SignInClaim): Promise<SignInProblem | null> => {
    try {
      const opened = await api.signIn(claim)
      if (expected && opened.user.id !== expected.id) {
        // What somebody was writing is not to be saved under another name.
        const sentence = shellWords(language).say('signIn.otherUser', { name: expected.displayName })
        return { sentence, step: 'password', isFirst: false, communes: [] }
      }
      const next = await backToCommune(opened)
      again.onEntered(next)
      enter(next)
      return null
    } catch (error) {
      return signInProblem(error, t)
    }
  }
  /** A super-admin comes back to the commune that she was looking at. */
  const backToCommune = async (opened: SessionView): Promise<SessionView> => {
    if (!expected || expected.communeId === opened.user.communeId) return opened
    return api.adopt(await api.call('PUT', '/session/commune', { communeId: expected.communeId }))
  }
  const signOut = async () => {
    // An identity provider's page may come in place of this one.
    letGo()
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
    <>
      <Shell
        api={api}
        t={t}
        language={language}
        // Nobody is shown what somebody else was writing.
        key={`${user.id} ${user.communeId}`}
        user={user}
        communes={communes}
        onCommune={async (communeId) => enter(api.adopt(await api.call('PUT', '/session/commune', { communeId })))}
        onLanguage={changeLanguage}
        onSignOut={() => void signOut()}
      />
      {again.isAsked && <SignInAgain t={t} onSubmit={signIn} />}
    </>
  )
}
