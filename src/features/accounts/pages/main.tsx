import { Button } from '../../../ui/kit/button.js'
import { endSession, openSession, readSession } from './sign-in/session-calls.js'
import '../../../ui/kit/kit.css'
import './sign-in/sign-in.css'
import './account.css'
import { type ComponentChildren, render } from 'preact'
import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import type { SessionView } from '../../../platform/http/shapes.js'
import type { StaffLanguage } from '../../../platform/model/language.js'
import { type Translate, translator } from '../../../ui/kit/console-words.js'
import { PasswordField, TextField } from '../../../ui/kit/field.js'
import { useFocusOnOpen } from '../../../ui/kit/focus.js'
import { OtherAccount, useOtherTabs } from '../../../ui/kit/other-account.js'
import { useHashChange } from '../../../ui/kit/place.js'
import { type Preferences, readPreferences, usePreferredLanguage } from '../../../ui/kit/preferences.js'
import { type SignInClaim, StaffApi, sentenceOf } from '../../../ui/kit/staff-api.js'
import { accountRoutes, type StaffLinkView, sessionRoutes } from '../contract.js'
import { linkedRoutes } from '../linked-contract.js'
import { AccountPage } from './account-page.js'
import { accountWords, type FrameProps } from './part-props.js'
import { mayBeSignedIn, readProviderReturn, rememberSignedIn } from './sign-in/session-hint.js'
import { Mark, SignInPage } from './sign-in/sign-in-page.js'
import { type SignInProblem, signInProblem } from './sign-in/sign-in-problem.js'

const place = document.getElementById('account')
if (place) {
  const preferences = readPreferences()
  const api = new StaffApi(() => preferences.language)
  render(<OwnAccount api={api} preferences={preferences} />, place)
}

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

/** What the address asks for, followed as it changes. */
function useWish() {
  const [wish, setWish] = useState(readWish)
  useHashChange(() => setWish(readWish()))
  return [wish, setWish] as const
}

/** The session of this browser, and what becomes of it here and in other tabs. `reason`: what is said where she signs in. */
function useOwnSession(api: StaffApi, t: Translate) {
  const [session, setSession] = useState<SessionView | 'starting' | null>('starting')
  const [reason, tell] = useState<string | null>(null)
  const enter = useCallback((entered: SessionView) => {
    rememberSignedIn(true)
    setSession(entered)
  }, [])
  const leave = () => {
    rememberSignedIn(false)
    tell(null)
    setSession(null)
  }
  const tabs = useOtherTabs({
    session: session === 'starting' ? null : session,
    onRead: () => void readSession(api).then(enter, () => {}),
    onSignedOut: leave,
  })
  useEffect(() => {
    if (!mayBeSignedIn()) return setSession(null)
    readSession(api).then(
      (read) => {
        enter(read)
        // Who comes from the identity provider has just been signed in.
        if (readProviderReturn()?.how === 'ok') tabs.tell(read)
      },
      () => setSession(null),
    )
  }, [api, enter])
  return {
    session,
    reason,
    tell,
    isOther: tabs.isOther,
    opened(next: SessionView) {
      enter(next)
      tabs.tell(next)
    },
    switched(next: SessionView) {
      tabs.tell(next)
      location.reload()
    },
    /** Here alone: another tab may have opened another session meanwhile, which is asked of the server when a page opens. */
    expired(why = t('signIn.expired')) {
      tell(why)
      setSession(null)
    },
    ended() {
      leave()
      tabs.tell(null)
    },
  }
}

/** Opens a session. @returns why there is none, or `null` */
async function signIn(
  api: StaffApi,
  claim: SignInClaim,
  t: Translate,
  onOpened: (session: SessionView) => void,
): Promise<SignInProblem | null> {
  try {
    onOpened(await openSession(api, claim))
    return null
  } catch (error) {
    return signInProblem(error, t)
  }
}

/** The pages of one's own account, those of whoever cannot sign in yet among them. */
function OwnAccount({ api, preferences }: Props) {
  const [wish, setWish] = useWish()
  const [language, onLanguage] = usePreferredLanguage(preferences)
  const t = translator(language)
  const words = accountWords(language)
  const { session, reason, tell, isOther, ...own } = useOwnSession(api, t)
  useEffect(() => {
    document.documentElement.lang = language
    document.title = words.say('documentTitle', { page: words.say('title') })
  }, [language, words])
  const frame = { api, t, language, words, onLanguage }
  const goTo = (next: Wish, why: string | null = null) => {
    // A link of one use stays in no history.
    history.replaceState(null, '', next.type === 'forgotten' ? '#oubli' : location.pathname)
    tell(why)
    setWish(next)
  }
  if (isOther && session !== null && session !== 'starting') {
    return <OtherAccount t={t} name={session.user.displayName} onGo={() => location.reload()} />
  }
  if (wish.type === 'forgotten') return <ForgottenPage {...frame} onBack={() => goTo({ type: 'account' })} />
  if (session === 'starting') return <main class="alone">{t('loading')}</main>
  if (wish.type === 'link') {
    return (
      <LinkPage
        {...frame}
        token={wish.token}
        // Whose account an invitation may be added to.
        session={session}
        onJoined={() => goTo({ type: 'account' })}
        onSaved={() => {
          // Every session of the account has ended, that of this browser among them.
          own.ended()
          goTo({ type: 'account' }, words.say('link.saved'))
        }}
        onForgotten={() => goTo({ type: 'forgotten' })}
      />
    )
  }
  if (session === null) {
    const submit = (claim: SignInClaim) => signIn(api, claim, t, own.opened)
    return <SignInPage t={t} reason={reason} onSubmit={submit} language={language} onLanguage={onLanguage} />
  }
  const signOut = () => {
    void endSession(api).catch(() => {})
    own.ended()
  }
  return (
    <AccountPage
      {...frame}
      session={session}
      onSession={own.opened}
      onSwitched={own.switched}
      onExpired={own.expired}
      onSignOut={signOut}
    />
  )
}

/** By which somebody asks for a link to choose another password. What is said is the same whether there is such an account or not. */
function ForgottenPage({ onBack, ...frame }: FrameProps & { onBack: () => void }) {
  const { api, t, words } = frame
  const { say } = words
  const email = useRef<HTMLInputElement>(null)
  const [byMail, setByMail] = useState(true)
  const [error, setError] = useState<string | undefined>()
  const [sent, setSent] = useState(false)
  useEffect(() => {
    api.ask(sessionRoutes.ways).then(
      ({ resetByMail }) => setByMail(resetByMail),
      () => {},
    )
  }, [api])
  const fail = (sentence: string) => {
    setError(sentence)
    email.current?.focus()
  }
  const submit = async (event: Event) => {
    event.preventDefault()
    const typed = email.current?.value.trim() ?? ''
    if (!/^[^\s@]+@[^\s@]+$/.test(typed)) return fail(t(typed === '' ? 'signIn.emailMissing' : 'signIn.emailWrong'))
    setError(undefined)
    try {
      await api.ask(sessionRoutes.askReset, { body: { email: typed } })
      setSent(true)
    } catch (problem) {
      fail(sentenceOf(problem, t('signIn.unreached')))
    }
  }
  return (
    <CardPage {...frame} title={say('forgotten')}>
      <p class="intro">{say(byMail ? 'forgotten.intro' : 'forgotten.noMail')}</p>
      <form class="sign-in" noValidate onSubmit={submit}>
        <p role="status" class={sent ? 'reason' : undefined}>
          {sent && say('forgotten.sent')}
        </p>
        {byMail && !sent && (
          <>
            <TextField
              id="forgotten-email"
              type="email"
              label={say('forgotten.email')}
              error={error}
              input={email}
              autocomplete="username"
              required
            />
            <Button type="submit" look="main" class="wide" label={say('forgotten.send')} />
          </>
        )}
        <Button look="quiet" label={say('forgotten.back')} onClick={onBack} />
      </form>
    </CardPage>
  )
}

/** One password that is typed and sent: what is wrong with it, and whether it is on its way. */
function usePassword(t: FrameProps['t'], send: (password: string) => Promise<void>) {
  const input = useRef<HTMLInputElement>(null)
  const [error, setError] = useState<string | undefined>()
  const [busy, setBusy] = useState(false)
  const submit = async (event: Event) => {
    event.preventDefault()
    setBusy(true)
    try {
      await send(input.current?.value ?? '')
    } catch (failure) {
      setError(sentenceOf(failure, t('signIn.unreached')))
      input.current?.focus()
    } finally {
      setBusy(false)
    }
  }
  return { input, error, busy, submit }
}

interface LinkPageProps extends FrameProps {
  /** The secret of the link. */
  token: string
  session: SessionView | null
  onJoined: () => void
  onSaved: () => void
  onForgotten: () => void
}

/** Where a link of one use leads: its owner chooses a password. */
function LinkPage({ token, session, onJoined, onSaved, onForgotten, ...frame }: LinkPageProps) {
  const { api, t, words } = frame
  const { say } = words
  const [link, setLink] = useState<StaffLinkView | null>(null)
  const [bad, setBad] = useState('')
  const [isApart, setApart] = useState(false)
  const { input, error, busy, submit } = usePassword(t, async (password) => {
    await api.ask(sessionRoutes.useLink, { body: { token, password } })
    onSaved()
  })
  useEffect(() => {
    const problem = (failure: unknown) => setBad(sentenceOf(failure, t('signIn.unreached')))
    api.ask(sessionRoutes.readLink, { body: { token } }).then(setLink, problem)
  }, [api, token, t])
  if (bad) {
    return (
      <CardPage {...frame} title={say('link.bad')}>
        <p class="intro">{bad}</p>
        <Button label={say('link.again')} onClick={onForgotten} />
      </CardPage>
    )
  }
  if (!link) return <main class="alone">{say('loading')}</main>
  if (session && link.purpose === 'invitation' && !isApart) {
    return (
      <JoinPage
        {...frame}
        token={token}
        invited={link}
        session={session}
        onJoined={onJoined}
        onApart={() => setApart(true)}
      />
    )
  }
  return (
    <CardPage {...frame} title={say(`link.${link.purpose}`, { name: link.name })}>
      <p class="intro">{say('link.intro', { email: link.email, communes: listOf(link.communes, frame.language) })}</p>
      <form class="sign-in" noValidate aria-busy={busy} onSubmit={submit}>
        {/* By which password managers know whose it is. */}
        <input type="email" autocomplete="username" value={link.email} readOnly hidden />
        <PasswordField
          id="new-password"
          input={input}
          label={say('password.next')}
          hint={say('password.hint')}
          error={error}
          autocomplete="new-password"
          show={t('signIn.show')}
          hide={t('signIn.hide')}
        />
        <Button type="submit" look="main" class="wide" label={say('link.save')} disabled={busy} />
      </form>
    </CardPage>
  )
}

/** Names, as they are read out. */
function listOf(names: readonly string[], language: StaffLanguage): string {
  return new Intl.ListFormat(language === 'fr' ? 'fr' : 'en-GB').format(names)
}

interface JoinPageProps extends FrameProps {
  token: string
  invited: StaffLinkView
  session: SessionView
  onJoined: () => void
  onApart: () => void
}

/** An invitation opened by somebody who is signed in: she adds it to the account that she has, by its password. */
function JoinPage({ token, invited, session: { user }, onJoined, onApart, ...frame }: JoinPageProps) {
  const { api, t, words } = frame
  const { say } = words
  const [commune, setCommune] = useState('')
  const { input, error, busy, submit } = usePassword(t, async (password) => {
    await api.ask(linkedRoutes.joinInvited, { body: { token, password } })
    onJoined()
  })
  useEffect(() => {
    api.ask(accountRoutes.read).then(
      ({ commune, hasPassword }) => (hasPassword ? setCommune(commune) : onApart()),
      () => {},
    )
  }, [api])
  return (
    <CardPage {...frame} title={say('join.title')}>
      <p class="intro">
        {say('join.intro', { name: user.displayName, commune, invited: listOf(invited.communes, frame.language) })}
      </p>
      <form class="sign-in" noValidate aria-busy={busy} onSubmit={submit}>
        <input type="email" autocomplete="username" value={user.email} readOnly hidden />
        <PasswordField
          id="own-password"
          input={input}
          label={say('join.password')}
          error={error}
          autocomplete="current-password"
          show={t('signIn.show')}
          hide={t('signIn.hide')}
        />
        <Button type="submit" look="main" class="wide" label={say('join.save')} disabled={busy} />
        <Button look="quiet" label={say('join.apart')} onClick={onApart} />
      </form>
    </CardPage>
  )
}

interface CardPageProps extends Pick<FrameProps, 't' | 'language' | 'onLanguage'> {
  title: string
  children: ComponentChildren
}

/** A page of one form, as the page of sign-in is. */
function CardPage({ t, language, onLanguage, title, children }: CardPageProps) {
  const heading = useFocusOnOpen<HTMLHeadingElement>()
  // What is shown in the place of something else is read from its beginning.
  const other: StaffLanguage = language === 'fr' ? 'en' : 'fr'
  return (
    <main class="sign-in-page">
      <div class="sign-in-card">
        <p class="brand">
          <Mark /> {t('product')}
        </p>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {children}
      </div>
      <Button look="quiet" label={t('languageSwitch')} lang={other} onClick={() => onLanguage(other)} />
    </main>
  )
}
