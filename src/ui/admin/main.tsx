import { endSession, openSession, readSession } from '../../features/accounts/pages/sign-in/session-calls.js'
import { Button } from '../kit/button.js'
import '../kit/kit.css'
import '../../features/accounts/pages/sign-in/sign-in.css'
import '../../features/statistics/pages/supervision/supervision.css'
import './shell.css'
import './admin.css'
import '../../features/failures/pages/failures.css'
import '../../features/conflicts/pages/conflicts.css'
import '../../features/exchange/pages/exchange.css'
import '../../features/settings/pages/settings.css'
import '../../features/audit/pages/audit.css'
import '../../features/entries/pages/entries.css'
import '../../features/entries/pages/entry-editor.css'
import '../../features/first-run/pages/first-run.css'
import '../../features/national-feed/pages/national-feed.css'
import '../../features/accounts/pages/admin/accounts.css'
import '../../features/pools/pages/pools.css'
import '../../features/new-town/pages/new-town.css'
import '../../features/appointments/pages/appointments.css'
import '../../features/webhooks/pages/webhooks.css'
import '../../features/statistics/pages/statistics.css'
import '../../features/settings/pages/theme/theme.css'
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
import { type Translate, translator } from '../kit/console-words.js'
import { Dialog } from '../kit/dialog.js'
import { clearLeaveQuestions } from '../kit/leave-guard.js'
import { OtherAccount, useOtherTabs } from '../kit/other-account.js'
import { hrefOf, parsePlace } from '../kit/place.js'
import { type Preferences, readPreferences, usePreferredLanguage } from '../kit/preferences.js'
import { shellWords } from '../kit/shell-words.js'
import type { SignInClaim } from '../kit/staff-api.js'
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

/** The session of this browser, and what becomes of it here and in other tabs. */
function useAdminSession(api: AdminApi) {
  const [session, setSession] = useState<SessionView | 'starting' | null>('starting')
  const opened = session === 'starting' ? null : session
  const again = useSignInAgain(api, opened)
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
  const leave = () => {
    clearLeaveQuestions()
    rememberSignedIn(false)
    setSession(null)
  }
  const tabs = useOtherTabs({
    session: opened,
    onRead: () => void readAgain().catch(() => {}),
    onSignedOut: leave,
  })
  useEffect(() => {
    if (!mayBeSignedIn()) return setSession(null)
    // Who comes from the identity provider has just been signed in.
    const tell = (read: SessionView) => readProviderReturn()?.how === 'ok' && tabs.tell(read)
    readAgain().then(tell, () => setSession(null))
  }, [readAgain])
  useEffect(() => (tabs.isOther ? api.hold() : undefined), [api, tabs.isOther])
  return {
    session,
    isOther: tabs.isOther,
    isAskedAgain: again.isAsked,
    /** She goes on in this session, which was opened here. */
    go(next: SessionView) {
      enter(next)
      tabs.tell(next)
    },
    signedIn(next: SessionView) {
      again.onEntered(next)
      enter(next)
      tabs.tell(next)
    },
    tell: tabs.tell,
    signedOut() {
      leave()
      tabs.tell(null)
    },
  }
}

/** The administration: signing in, then the pages that are open to whoever did. */
function Admin({ api, preferences }: AdminProps) {
  const [language, changeLanguage] = usePreferredLanguage(preferences)
  const t = translator(language)
  const { session, isOther, isAskedAgain, ...own } = useAdminSession(api)
  useEffect(() => {
    document.documentElement.lang = language
    if (session === null) document.title = t('admin.pageTitle')
  }, [language, session, t])
  const submit = async (claim: SignInClaim) => {
    const expected = isAskedAgain && session !== null && session !== 'starting' ? session.user : null
    const { opened, problem } = await signIn(api, claim, language, expected)
    if (opened) own.signedIn(opened)
    return problem
  }
  const signOut = async () => {
    // An identity provider's page may come in place of this one.
    clearLeaveQuestions()
    await endSession(api).catch(() => {})
    own.signedOut()
  }
  if (session === 'starting') return <main class="alone">{t('loading')}</main>
  if (session === null) {
    return <SignInPage t={t} reason={null} onSubmit={submit} language={language} onLanguage={changeLanguage} />
  }
  const { user, communes = [] } = session
  if (pagesFor(user.roles).length === 0) return <Forbidden t={t} onSignOut={() => void signOut()} />
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
        onCommune={async (communeId) => own.go(await lookAt(api, communeId))}
        onLanguage={changeLanguage}
        onSignOut={() => void signOut()}
        onSwitched={session.linked ? (next) => goOnAs(next, own) : null}
      />
      {isAskedAgain && !isOther && <SignInAgain t={t} onSubmit={submit} />}
      {isOther && <OtherAccount t={t} name={user.displayName} onGo={() => void goToOther(api)} />}
    </>
  )
}

/** Whoever has no page here is told where she has. */
function Forbidden({ t, onSignOut }: { t: Translate; onSignOut: () => void }) {
  return (
    <main class="alone">
      <p>{t('admin.forbidden')}</p>
      <p>
        <a href="/console">{t('admin.toConsole')}</a>
      </p>
      <Button label={t('signOut')} onClick={onSignOut} />
    </main>
  )
}

/**
 * Opens a session.
 * @param expected whose page waits for her to sign in again; `null`: none does
 * @returns the session, or why there is none
 */
async function signIn(
  api: AdminApi,
  claim: SignInClaim,
  language: StaffLanguage,
  expected: SessionView['user'] | null,
): Promise<{ opened: SessionView; problem: null } | { opened: null; problem: SignInProblem }> {
  try {
    const opened = await openSession(api, claim)
    if (expected && opened.user.id !== expected.id) {
      // What somebody was writing is not to be saved under another name.
      const sentence = shellWords(language).say('signIn.otherUser', { name: expected.displayName })
      return { opened: null, problem: { sentence, step: 'password', isFirst: false, communes: [] } }
    }
    // A super-admin comes back to the commune that she was looking at.
    const isElsewhere = expected !== null && expected.communeId !== opened.user.communeId
    return { opened: isElsewhere ? await lookAt(api, expected.communeId) : opened, problem: null }
  } catch (error) {
    return { opened: null, problem: signInProblem(error, translator(language)) }
  }
}

/** A super-admin's session in another commune. */
async function lookAt(api: AdminApi, communeId: string): Promise<SessionView> {
  return api.adopt(await api.ask(sessionRoutes.lookAt, { body: { communeId } }))
}

/** The same page in another of her accounts, where it is hers there too; what it showed of this commune is not. */
function goOnAs(next: SessionView, { tell, go }: Pick<ReturnType<typeof useAdminSession>, 'tell' | 'go'>): void {
  clearLeaveQuestions()
  const pages = pagesFor(next.user.roles)
  if (next.mustEnrol || pages.length === 0) {
    tell(next)
    location.assign(homeIn(next))
    return
  }
  const { page } = parsePlace(location.hash)
  history.replaceState(null, '', hrefOf(pages.some(({ id }) => id === page) ? page : ''))
  go(next)
}

/** This page as the account of another tab, or that account's own where the administration is not open to it. What was written here is let go of. */
async function goToOther(api: AdminApi): Promise<void> {
  clearLeaveQuestions()
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
