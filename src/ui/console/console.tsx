import { useEffect, useMemo } from 'preact/hooks'
import { AlertsDialog } from '../../features/alerts/pages/alerts-dialog.js'
import { useTabIcon } from '../../features/alerts/pages/use-tab-icon.js'
import { TeamContext, useTeamWatch } from '../../features/handoffs/pages/routing/team-context.js'
import { PracticeController } from '../../features/practice/pages/practice-controller.js'
import { PracticePage } from '../../features/practice/pages/practice-page.js'
import { maySupervise } from '../../features/statistics/pages/supervision/may-supervise.js'
import { SupervisionPlace } from '../../features/statistics/pages/supervision/supervision-place.js'
import { useSupervisionView } from '../../features/statistics/pages/supervision/supervision-route.js'
import { ValidationBar } from '../../features/validation/pages/validation-bar.js'
import { type Translate, translator } from '../kit/words.js'
import { Banners } from './banners.js'
import { Palette } from './commands/palette.js'
import { ConsoleContext } from './console-context.js'
import type { ConsoleSession } from './console-session.js'
import type { ConsoleState } from './console-state.js'
import { ConversationPane } from './conversation-pane.js'
import { HelpDialog } from './help-dialog.js'
import { LiveRegion } from './live-region.js'
import { QueuePane } from './queue-pane.js'
import { waitingCount } from './queue-sections.js'
import { SignInPage } from './sign-in-page.js'
import { SignOutDialog } from './sign-out-dialog.js'
import { TopBar } from './top-bar.js'
import { UnderstandingPane } from './understanding-pane.js'
import { useNow } from './use-now.js'
import { useSessionState } from './use-session-state.js'
import { useShortcuts } from './use-shortcuts.js'
import { useTitleCount } from './use-title-count.js'

/** The whole console: sign-in, then the queue, the conversation and what the assistant understood. */
export function Console({ session }: { session: ConsoleSession }) {
  const state = useSessionState(session)
  const now = useNow()
  const { language } = state.preferences
  const t = translator(language)
  const waiting = state.phase === 'signed_in' && state.queue ? waitingCount(state.queue) : 0
  useTitleCount(t('title'), waiting)
  useTabIcon(waiting > 0)
  useShortcuts(session)
  useEffect(() => {
    document.documentElement.lang = language
  }, [language])
  return (
    <ConsoleContext.Provider value={{ session, state, t, language, now }}>
      <Phase session={session} state={state} t={t} />
      <LiveRegion />
    </ConsoleContext.Provider>
  )
}

function Phase({ session, state, t }: { session: ConsoleSession; state: ConsoleState; t: Translate }) {
  switch (state.phase) {
    case 'starting':
      return <main class="alone">{t('loading')}</main>
    case 'unreachable':
      return (
        <main class="alone">
          <p>{t('loadFailed')}</p>
          <button type="button" class="button main" onClick={() => session.reconnect()}>
            {t('tryAgain')}
          </button>
        </main>
      )
    case 'signed_out':
      return (
        <SignInPage
          t={t}
          language={state.preferences.language}
          reason={state.signInProblem}
          onLanguage={(language) => session.prefer({ language })}
          onSubmit={(claim) => session.signIn(claim)}
        />
      )
    case 'signed_in':
      return <Desk session={session} state={state} t={t} />
    default:
      return state.phase satisfies never
  }
}

function Desk({ session, state, t }: { session: ConsoleSession; state: ConsoleState; t: Translate }) {
  const practice = useMemo(() => new PracticeController(session), [session])
  // The desk goes with the session: whoever signs in next finds nothing.
  useEffect(() => () => practice.leaveDesk(), [practice])
  const team = useTeamWatch(session)
  const supervision = useSupervisionView()
  const supervised = maySupervise(state.session) ? supervision : null
  const isPractising = state.route.view === 'practice'
  const skip = () => {
    if (supervised) document.getElementById('supervision-title')?.focus()
    else if (isPractising) document.getElementById('practice-title')?.focus()
    else session.focusOn(state.route.handoffId === null ? 'queue' : 'thread')
  }
  return (
    <TeamContext.Provider value={team}>
      <div class="desk">
        <button type="button" class="skip" onClick={skip}>
          {t('skip')}
        </button>
        <TopBar />
        <ValidationBar />
        {supervised && (
          <main class="whole">
            <Banners />
            <SupervisionPlace view={supervised} />
          </main>
        )}
        {!supervised && isPractising && <PracticePage controller={practice} />}
        {!supervised && !isPractising && (
          <main class="panes" data-view={state.route.view}>
            <Banners />
            <QueuePane />
            <ConversationPane />
            <UnderstandingPane />
          </main>
        )}
        <HelpDialog />
        <AlertsDialog />
        <Palette />
        <SignOutDialog />
      </div>
    </TeamContext.Provider>
  )
}
