import { endSession, openSession, readSession } from '../../features/accounts/pages/sign-in/session-calls.js'
import { Button } from '../kit/button.js'
import '../kit/kit.css'
import '../../features/accounts/pages/sign-in/sign-in.css'
import '../../features/statistics/pages/supervision/supervision.css'
import './shell.css'
import './admin.css'
import '../../features/failures/pages/failures.css'
import '../../features/conflicts/pages/conflicts.css'
import '../../features/imports/pages/exchange.css'
import '../../features/settings/pages/settings.css'
import '../../features/audit/pages/audit.css'
import '../../features/entries/pages/entries.css'
import '../../features/entries/pages/entry-editor.css'
import '../../features/first-run/pages/first-run.css'
import '../../features/national-feed/pages/imports.css'
import '../../features/accounts/pages/admin/accounts.css'
import '../../features/pools/pages/pools.css'
import '../../features/new-town/pages/new-town.css'
import '../../features/appointments/pages/appointments.css'
import '../../features/webhooks/pages/webhooks.css'
import '../../features/statistics/pages/statistics.css'
import '../../features/settings/pages/theme/theme.css'
import '../../features/validation/pages/admin/trust.css'
import '../../features/entries/pages/try/try.css'
import { render } from 'preact'
import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { sessionRoutes } from '../../features/accounts/contract.js'
import { homeIn } from '../../features/accounts/pages/commune-menu.js'
import {
  mayBeSignedIn,
  readProviderReturn,
  rememberSignedIn,
} from '../../features/accounts/pages/sign-in/session-hint.js'
import { SignInForm, type SignInProps } from '../../features/accounts/pages/sign-in/sign-in-form.js'
import { SignInPage } from '../../features/accounts/pages/sign-in/sign-in-page.js'
import { type SignInProblem, signInProblem } from '../../features/accounts/pages/sign-in/sign-in-problem.js'
import type { SessionView } from '../../platform/http/shapes.js'
import type { StaffLanguage } from '../../platform/model/language.js'
import { shellWords } from '../kit/admin-words.js'
import { Dialog } from '../kit/dialog.js'
import { letGo } from '../kit/leave-guard.js'
import { OtherAccount, useOtherTabs } from '../kit/other-account.js'
import { hrefOf, parsePlace } from '../kit/place.js'
import { keepPreferences, type Preferences, readPreferences } from '../kit/preferences.js'
import type { SignInClaim } from '../kit/staff-api.js'
import { translator } from '../kit/words.js'
import { AdminApi } from './admin-api.js'
import { pagesFor } from './pages.js'
import { Shell } from './shell.js'

const place = document.getElementById('admin')
if (place) {
  const preferences = readPreferences()
  const api = new AdminApi(() => preferences.language)
  render(<Admin api={api} preferences={preferences} />, place)
}

/** What the administration needs. `preferences` are those of this browser, which the API also reads for its language. */
interface AdminProps {
  api: AdminApi
  preferences: Preferences
}

/** The administration: signing in, then the pages that are open to whoever did. */
function Admin({ api, preferences }: AdminProps) {
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
  const readAgain = useCallback(
    () =>
      readSession(api).then((read) => {
        again.onEntered(read)
        enter(read)
        return read
      }),
    [api, enter, again.onEntered],
  )
  const tabs = useOtherTabs({
    session: session === 'starting' ? null : session,
    onRead: () => void readAgain().catch(() => {}),
    onSignedOut() {
      letGo()
      rememberSignedIn(false)
      setSession(null)
    },
  })
  useEffect(() => {
    if (!mayBeSignedIn()) return setSession(null)
    // Who comes from the identity provider has just been signed in.
    const tell = (read: SessionView) => readProviderReturn()?.how === 'ok' && tabs.tell(read)
    readAgain().then(tell, () => setSession(null))
  }, [readAgain])
  useEffect(() => (tabs.isOther ? api.hold() : undefined), [api, tabs.isOther])
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
      const opened = await openSession(api, claim)
      if (expected && opened.user.id !== expected.id) {
        // What somebody was writing is not to be saved under another name.
        const sentence = shellWords(language).say('signIn.otherUser', { name: expected.displayName })
        return { sentence, step: 'password', isFirst: false, communes: [] }
      }
      const next = await backToCommune(opened)
      again.onEntered(next)
      enter(next)
      tabs.tell(next)
      return null
    } catch (error) {
      return signInProblem(error, t)
    }
  }
  /** A super-admin comes back to the commune that she was looking at. */
  const backToCommune = async (opened: SessionView): Promise<SessionView> => {
    if (!expected || expected.communeId === opened.user.communeId) return opened
    return api.adopt(await api.ask(sessionRoutes.lookAt, { body: { communeId: expected.communeId } }))
  }
  /** The same page where it is hers there too; what it showed of this commune is not. */
  const goOnAs = (next: SessionView) => {
    letGo()
    tabs.tell(next)
    const pages = pagesFor(next.user.roles)
    if (next.mustEnrol || pages.length === 0) return location.assign(homeIn(next))
    const { page } = parsePlace(location.hash)
    history.replaceState(null, '', hrefOf(pages.some(({ id }) => id === page) ? page : ''))
    enter(next)
  }
  const signOut = async () => {
    // An identity provider's page may come in place of this one.
    letGo()
    await endSession(api).catch(() => {})
    rememberSignedIn(false)
    tabs.tell(null)
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
        <Button label={t('signOut')} onClick={() => void signOut()} />
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
        onCommune={async (communeId) => {
          const next = api.adopt(await api.ask(sessionRoutes.lookAt, { body: { communeId } }))
          enter(next)
          tabs.tell(next)
        }}
        onLanguage={changeLanguage}
        onSignOut={() => void signOut()}
        onSwitched={session.linked ? goOnAs : null}
      />
      {again.isAsked && !tabs.isOther && <SignInAgain t={t} onSubmit={signIn} />}
      {tabs.isOther && <OtherAccount t={t} name={user.displayName} onGo={() => void goToOther(api)} />}
    </>
  )
}

/** This page as the account of another tab, or that account's own where the administration is not open to it. What was written here is let go of. */
async function goToOther(api: AdminApi): Promise<void> {
  letGo()
  const next = await readSession(api).catch(() => null)
  if (next && pagesFor(next.user.roles).length === 0) location.assign(homeIn(next))
  else location.reload()
}

/** The sign-in form over a page whose session has ended: what was typed there stays. */
function SignInAgain({ t, onSubmit }: Pick<SignInProps, 't' | 'onSubmit'>) {
  // Nothing can be done beneath without a session: it has no way to be closed.
  return (
    <Dialog class="sign-in-again" title={t('signIn.title')} onClose={() => {}}>
      <SignInForm t={t} reason={t('signIn.expired')} onSubmit={onSubmit} />
    </Dialog>
  )
}

/** The way back into a session that has ended. */
interface SigningInAgain {
  /** Whether the sign-in form is to be shown over the page. */
  isAsked: boolean
  /** Somebody has signed in: whoever waits goes on, if it is the same person. */
  onEntered: (session: SessionView) => void
}

/** Hears of an ended session. Signed in meanwhile in another tab, she is asked nothing. @param session the one whose pages are shown */
function useSignInAgain(api: AdminApi, session: SessionView | null): SigningInAgain {
  const [isAsked, setAsked] = useState(false)
  const answer = useRef<((isSame: boolean) => void) | null>(null)
  const current = useRef(session)
  current.current = session
  useEffect(() => {
    api.askAgain = async () => {
      const other = await readSession(api).catch(() => null)
      if (other && isSame(other, current.current)) return true
      setAsked(true)
      return new Promise((resolve) => {
        answer.current = resolve
      })
    }
    return () => {
      api.askAgain = null
    }
  }, [api])
  const onEntered = useCallback((next: SessionView) => {
    answer.current?.(isSame(next, current.current))
    answer.current = null
    setAsked(false)
  }, [])
  return { isAsked: isAsked && session !== null, onEntered }
}

/** Whether two sessions are of the same person, in the same commune. */
function isSame(one: SessionView, other: SessionView | null): boolean {
  return one.user.id === other?.user.id && one.user.communeId === other.user.communeId
}
