import { useCallback, useEffect, useState } from 'preact/hooks'
import type { SessionView } from '../../../platform/http/contract.js'
import type { StaffLanguage } from '../../../platform/model/language.js'
import { mayBeSignedIn, rememberSignedIn } from '../../../ui/console/session-hint.js'
import { SignInPage } from '../../../ui/console/sign-in-page.js'
import { type SignInProblem, signInProblem } from '../../../ui/console/sign-in-problem.js'
import type { SignInClaim, StaffApi } from '../../../ui/console/staff-api.js'
import { keepPreferences, type Preferences } from '../../../ui/kit/preferences.js'
import { translator } from '../../../ui/kit/words.js'
import { AccountPage } from './account-page.js'
import { accountWords } from './account-words.js'
import { ForgottenPage } from './forgotten-page.js'
import { LinkPage } from './link-page.js'

interface Props {
  api: StaffApi
  preferences: Preferences
}

/** What the address asks for: a link of one use, a forgotten password, or the account itself. */
type Wish = { type: 'link'; token: string } | { type: 'forgotten' } | { type: 'account' }

function readWish(): Wish {
  const [, token] = /^#lien=([\w-]{20,100})$/.exec(location.hash) ?? []
  if (token) return { type: 'link', token }
  return { type: location.hash === '#oubli' ? 'forgotten' : 'account' }
}

/** The pages of one's own account, those of who cannot sign in yet among them. */
export function OwnAccount({ api, preferences }: Props) {
  const [wish, setWish] = useState(readWish)
  const [session, setSession] = useState<SessionView | 'starting' | null>('starting')
  const [reason, setReason] = useState<string | null>(null)
  const [language, setLanguage] = useState(preferences.language)
  const t = translator(language)
  const words = accountWords(language)
  const enter = useCallback((entered: SessionView) => {
    rememberSignedIn(true)
    setSession(entered)
  }, [])
  useEffect(() => {
    const follow = () => setWish(readWish())
    addEventListener('hashchange', follow)
    return () => removeEventListener('hashchange', follow)
  }, [])
  useEffect(() => {
    if (!mayBeSignedIn()) setSession(null)
    else api.readSession().then(enter, () => setSession(null))
  }, [api, enter])
  useEffect(() => {
    document.documentElement.lang = language
    document.title = words.say('documentTitle', { page: words.say('title') })
  }, [language, words])
  const frame = {
    t,
    language,
    words,
    onLanguage(next: StaffLanguage) {
      preferences.language = next
      keepPreferences(preferences)
      setLanguage(next)
    },
  }
  const goTo = (next: Wish, why: string | null = null) => {
    // A link of one use stays in no history.
    history.replaceState(null, '', next.type === 'forgotten' ? '#oubli' : location.pathname)
    setReason(why)
    setWish(next)
  }
  const signIn = async (claim: SignInClaim): Promise<SignInProblem | null> => {
    try {
      enter(await api.signIn(claim))
      return null
    } catch (error) {
      return signInProblem(error, t)
    }
  }
  const leave = (why: string | null) => {
    rememberSignedIn(false)
    setReason(why)
    setSession(null)
  }
  if (wish.type === 'link') {
    return (
      <LinkPage
        {...frame}
        api={api}
        token={wish.token}
        onSaved={() => {
          // Every session of the account has ended, that of this browser among them.
          leave(null)
          goTo({ type: 'account' }, words.say('link.saved'))
        }}
        onForgotten={() => goTo({ type: 'forgotten' })}
      />
    )
  }
  if (wish.type === 'forgotten') return <ForgottenPage {...frame} api={api} onBack={() => goTo({ type: 'account' })} />
  if (session === 'starting') return <main class="alone">{t('loading')}</main>
  if (session === null) {
    return <SignInPage t={t} reason={reason} onSubmit={signIn} language={language} onLanguage={frame.onLanguage} />
  }
  return (
    <AccountPage
      {...frame}
      api={api}
      session={session}
      onSession={enter}
      onExpired={() => leave(t('signIn.expired'))}
      onSignOut={() => {
        void api.signOut().catch(() => {})
        leave(null)
      }}
    />
  )
}
