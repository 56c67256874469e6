import { useCallback, useEffect, useState } from 'preact/hooks'
import type { StaffLanguage } from '../../domain/language.js'
import type { Role } from '../../domain/staff.js'
import type { SessionView } from '../../http/contract.js'
import { Icon } from '../console/icon.js'
import { keepPreferences, type Preferences } from '../console/preferences.js'
import { mayBeSignedIn, rememberSignedIn } from '../console/session-hint.js'
import { SignInPage } from '../console/sign-in-page.js'
import { CallError, type StaffApi } from '../console/staff-api.js'
import { type Translate, translator } from '../console/words.js'
import { readServiceState, type ServiceState } from './admin-api.js'
import { AgentsSection } from './agents-section.js'
import { AlertSection } from './alert-section.js'
import { Publication } from './publication.js'
import { RetentionSection } from './retention-section.js'
import { ScreenSection } from './screen-section.js'
import { ServiceStateView } from './service-state.js'
import { ThemeSection } from './theme-section.js'
import { ChecksSection } from './trust/checks-section.js'
import { RemarksSection } from './trust/remarks-section.js'
import { RevealsSection } from './trust/reveals-section.js'

/** What the page needs. `preferences` are those of this browser, which the API also reads for its language. */
export interface AdminProps {
  api: StaffApi
  preferences: Preferences
}

type Phase = 'starting' | 'signed_out' | 'forbidden' | 'curator' | 'signed_in'

/** A curator has what she can act on; an administrator has everything. */
function phaseFor(roles: readonly Role[]): Phase {
  if (roles.includes('admin')) return 'signed_in'
  return roles.includes('curator') ? 'curator' : 'forbidden'
}

/** The administrators' page: what is installed, what works, where to go. */
export function Admin({ api, preferences }: AdminProps) {
  const [phase, setPhase] = useState<Phase>('starting')
  const [language, setLanguage] = useState(preferences.language)
  const t = translator(language)
  const enter = useCallback((session: SessionView) => {
    rememberSignedIn(true)
    setPhase(phaseFor(session.user.roles))
  }, [])
  useEffect(() => {
    if (!mayBeSignedIn()) setPhase('signed_out')
    else api.readSession().then(enter, () => setPhase('signed_out'))
  }, [api, enter])
  useEffect(() => {
    document.documentElement.lang = language
    document.title = t('admin.pageTitle')
  }, [language, t])
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
    setPhase('signed_out')
  }
  if (phase === 'starting') return <main class="alone">{t('loading')}</main>
  if (phase === 'signed_out') {
    return <SignInPage t={t} reason={null} onSubmit={signIn} language={language} onLanguage={changeLanguage} />
  }
  return (
    <main class="admin">
      <Head t={t} language={language} onLanguage={changeLanguage} onSignOut={() => void signOut()} />
      {phase === 'forbidden' && <p class="sheet">{t('admin.forbidden')}</p>}
      {phase === 'signed_in' && <Service api={api} t={t} language={language} />}
      {phase === 'curator' && <RemarksSection api={api} t={t} language={language} />}
      <nav class="sheet" aria-labelledby="links">
        <h2 id="links">{t('admin.links')}</h2>
        <ul>
          <li>
            <a href="/console">{t('admin.toConsole')}</a>
          </li>
          <li>
            <a href="/">{t('admin.toDemo')}</a>
          </li>
        </ul>
      </nav>
    </main>
  )
}

interface HeadProps {
  t: Translate
  language: StaffLanguage
  onLanguage: (language: StaffLanguage) => void
  onSignOut: () => void
}

function Head({ t, language, onLanguage, onSignOut }: HeadProps) {
  const other: StaffLanguage = language === 'fr' ? 'en' : 'fr'
  return (
    <div class="admin-head">
      <div>
        <h1>{t('admin.title')}</h1>
        <p class="hint">{t('admin.intro')}</p>
      </div>
      <div class="actions">
        <button type="button" class="button quiet" lang={other} onClick={() => onLanguage(other)}>
          {t('languageSwitch')}
        </button>
        <button type="button" class="button" onClick={onSignOut}>
          {t('signOut')}
        </button>
      </div>
    </div>
  )
}

function Service({ api, t, language }: { api: StaffApi; t: Translate; language: StaffLanguage }) {
  const [service, setService] = useState<ServiceState | null>(null)
  const [failed, setFailed] = useState(false)
  const read = useCallback(async () => {
    try {
      setService(await readServiceState(api))
      setFailed(false)
    } catch {
      setFailed(true)
    }
  }, [api])
  const refresh = useCallback(() => void read(), [read])
  useEffect(refresh, [refresh])
  return (
    <>
      <p role="alert" class="field-error">
        {failed && t('admin.failed')}
      </p>
      {service && <ServiceStateView t={t} language={language} service={service} />}
      <AlertSection api={api} t={t} language={language} />
      <AgentsSection api={api} t={t} />
      <Publication api={api} t={t} language={language} onEnd={refresh} />
      <RemarksSection api={api} t={t} language={language} />
      <ChecksSection api={api} t={t} language={language} />
      <RevealsSection api={api} t={t} language={language} />
      <RetentionSection api={api} t={t} language={language} />
      <ScreenSection api={api} t={t} language={language} />
      <ThemeSection api={api} t={t} language={language} />
      <button type="button" class="button refresh" onClick={refresh}>
        <Icon name="retry" /> {t('admin.refresh')}
      </button>
    </>
  )
}
