import type { ComponentChildren } from 'preact'
import { useEffect, useMemo, useState } from 'preact/hooks'
import { SignInPage } from '../../features/accounts/pages/sign-in/sign-in-page.js'
import { AlertsDialog } from '../../features/agent-alerts/pages/alerts-dialog.js'
import { FindSheetDialog } from '../../features/handoffs/pages/desk/find-sheet.js'
import { waitingItems } from '../../features/handoffs/pages/queue/queue-lists.js'
import { QueuePane } from '../../features/handoffs/pages/queue/queue-pane.js'
import { TeamContext, useTeamWatch } from '../../features/handoffs/pages/routing/team-context.js'
import { PracticeController } from '../../features/practice/pages/practice-controller.js'
import { PracticePage, usePractice } from '../../features/practice/pages/practice-page.js'
import {
  maySupervise,
  SupervisionPlace,
  useSupervisionView,
} from '../../features/statistics/pages/supervision/supervision-place.js'
import { SampleStrip } from '../../features/truth-sheet/pages/sample-strip.js'
import { ValidationBar } from '../../features/validation/pages/validation-bar.js'
import type { AgentConsole, ConsoleState } from '../kit/agent-console.js'
import { Button } from '../kit/button.js'
import { isPossible } from '../kit/commands/command.js'
import { isMac, isWriting, pressedCommand } from '../kit/commands/key-match.js'
import { Keys } from '../kit/commands/keys.js'
import { ConsoleContext, useConsole } from '../kit/console-context.js'
import { ConsoleDialog } from '../kit/console-dialog.js'
import { type Translate, translator } from '../kit/console-words.js'
import { CheckField } from '../kit/field.js'
import { onClockMoved, serverNow } from '../kit/town-clock.js'
import { Banners, LastDone } from './banners.js'
import { COMMANDS, commandOf } from './commands/commands.js'
import { Palette } from './commands/palette.js'
import type { ConsoleSession } from './console-session.js'
import { ConversationPane } from './conversation-pane.js'
import { ExerciseSession } from './exercise-session.js'
import { SidePanel } from './side-panel.js'
import { lossInWords } from './sign-out-loss.js'
import { TopBar } from './top-bar.js'

const ICON = '/console-icon.svg'
const ICON_WITH_DOT = '/console-icon-dot.svg'

/** Puts a dot on the tab's icon while somebody waits: its title may be cut short among many tabs. */
function useTabIcon(someoneWaits: boolean): void {
  useEffect(() => {
    const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]')
    link?.setAttribute('href', someoneWaits ? ICON_WITH_DOT : ICON)
  }, [someoneWaits])
}

const REFRESH_MS = 10_000

/** The present by the server's clock, refreshed every 10 s, and as soon as the server tells another time: waiting times are told in minutes. */
function useNow(): Date {
  const [now, setNow] = useState(serverNow)
  useEffect(() => {
    const refresh = () => setNow(serverNow())
    const timer = setInterval(refresh, REFRESH_MS)
    const stop = onClockMoved(refresh)
    return () => {
      clearInterval(timer)
      stop()
    }
  }, [])
  return now
}

/** The whole console: sign-in, then the queue, the conversation and what the assistant understood. */
export function Console({ session }: { session: ConsoleSession }) {
  const state = useSessionState(session)
  const now = useNow()
  const { language } = state.preferences
  const t = translator(language)
  const waiting = state.phase === 'signed_in' && state.queue ? waitingItems(state.queue, now).length : 0
  useTitleCount(t('title'), waiting)
  useTabIcon(waiting > 0)
  useEffect(() => {
    document.documentElement.lang = language
  }, [language])
  return (
    <ConsoleContext.Provider value={{ session, state, t, language, now, commandOf }}>
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
          <Button look="main" label={t('tryAgain')} onClick={() => session.reconnect()} />
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

function Desk({ session, state, t }: { session: AgentConsole; state: ConsoleState; t: Translate }) {
  const controller = useMemo(() => new PracticeController(session), [session])
  // The desk goes with the session: whoever signs in next finds nothing.
  useEffect(() => () => controller.leaveDesk(), [controller])
  const isPractising = state.route.view === 'practice'
  const practice = usePractice(controller, isPractising)
  const exercise = useExercise(session, controller)
  const front = exercise ?? session
  useShortcuts(front)
  const team = useTeamWatch(session)
  const supervision = useSupervisionView()
  const supervised = maySupervise(state.session) ? supervision : null
  const skip = () => {
    const title = supervised ? 'supervision-title' : isPractising && !exercise ? 'practice-title' : null
    if (title) document.getElementById(title)?.focus()
    else front.focusOn(front.state.route.handoffId === null ? 'queue' : 'thread')
  }
  return (
    <TeamContext.Provider value={team}>
      <div class="desk">
        <button type="button" class="skip" onClick={skip}>
          {t('skip')}
        </button>
        <TopBar />
        <ValidationBar />
        <SampleStrip />
        {supervised && (
          <main class="whole">
            <Banners />
            <SupervisionPlace />
          </main>
        )}
        {!supervised && isPractising && (
          <PracticePage
            controller={controller}
            practice={practice}
            banners={<Banners />}
            desk={
              exercise && (
                <InFront session={exercise}>
                  <ExercisePanes />
                </InFront>
              )
            }
          />
        )}
        {!supervised && !isPractising && <OwnPanes />}
        <InFront session={front}>
          <FindSheetDialog />
          <Palette />
        </InFront>
        <HelpDialog />
        <AlertsDialog />
        <SignOutDialog />
      </div>
    </TeamContext.Provider>
  )
}

function Panes() {
  return (
    <>
      <QueuePane />
      <ConversationPane />
      <SidePanel />
    </>
  )
}

/** The panes over the citizens of the town. */
function OwnPanes() {
  const { state } = useConsole()
  return (
    <main class={state.preferences.side ? 'panes side' : 'panes'} data-view={state.route.view}>
      <Banners />
      <Panes />
    </main>
  )
}

/** The panes over an exercise, with what became of the last thing done in it. */
function ExercisePanes() {
  const { state } = useConsole()
  return (
    <div class={state.preferences.side ? 'panes side' : 'panes'} data-view={state.route.view}>
      <div class="banners">
        <LastDone />
      </div>
      <Panes />
    </div>
  )
}

/** The session of the exercise that is played, as long as its desk is in front; `null` while there is none. */
function useExercise(session: AgentConsole, controller: PracticeController): ExerciseSession | null {
  const { view, exerciseId } = session.state.route
  const { dialog } = session.state
  const played = view === 'practice' ? controller.played(exerciseId) : null
  const key = played?.startedAt
  const exercise = useMemo(
    () => (key !== undefined && played ? new ExerciseSession(session, controller, played) : null),
    [session, controller, key],
  )
  useEffect(() => exercise?.open(), [exercise])
  // What the bar opens is for the desk in front.
  useEffect(() => {
    if (!exercise || (dialog !== 'sheet' && dialog !== 'palette')) return
    session.show(null)
    exercise.show(dialog)
  }, [session, exercise, dialog])
  return exercise
}

/** What is drawn over a session: the console's own, or that of an exercise. */
function InFront({ session, children }: { session: AgentConsole; children: ComponentChildren }) {
  const use = useConsole()
  const state = useSessionState(session)
  return <ConsoleContext.Provider value={{ ...use, session, state }}>{children}</ConsoleContext.Provider>
}

/** Shows in the tab's title how many wait: "(2) Accueil en ligne". */
function useTitleCount(title: string, count: number): void {
  useEffect(() => {
    document.title = count > 0 ? `(${count}) ${title}` : title
  }, [title, count])
}

/** What screen readers are told once, politely. The same words said twice are said twice: the paragraph is a new one each time. */
function LiveRegion() {
  const { state } = useConsole()
  const { text, serial } = state.spoken
  return (
    <div class="visually-hidden live" role="status" aria-live="polite" aria-atomic="true">
      {text !== '' && <p key={serial}>{text}</p>}
    </div>
  )
}

/** The state of a session, kept up to date. */
function useSessionState(session: AgentConsole): ConsoleState {
  const [state, setState] = useState(session.state)
  useEffect(() => {
    setState(session.state)
    return session.subscribe(() => setState(session.state))
  }, [session])
  return state
}

/** Listens to the keys of the commands, unless the agent has turned them off, or a window over the console holds the keyboard. */
function useShortcuts(session: AgentConsole): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const { phase, preferences, dialog } = session.state
      if (phase !== 'signed_in' || !preferences.shortcuts || event.isComposing || event.defaultPrevented) return
      const command = pressedCommand(COMMANDS, event, { writing: isWriting(event.target), mac: isMac() })
      const isBehind = document.querySelector('dialog[open]') !== null && dialog !== 'palette'
      if (!command || isBehind || (dialog === 'palette' && command.id !== 'palette')) return
      // The keys are the console's even when there is nothing to do: the browser's own menus do not open instead.
      event.preventDefault()
      if (isPossible(command, session)) command.run?.(session)
      else session.announce(translator(preferences.language)('commands.notNow'))
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [session])
}

/** Says what signing out costs, before it does. */
function SignOutDialog() {
  const { t, session, state, language } = useConsole()
  const costs = state.dialog === 'sign-out' ? lossInWords(state, t, language) : []
  const signOut = () => {
    session.show(null)
    void session.signOut()
  }
  return (
    <ConsoleDialog name="sign-out" title={t('signOut.title')}>
      <ul>
        {costs.map((cost) => (
          <li key={cost}>{cost}</li>
        ))}
      </ul>
      <div class="actions">
        <Button look="main" label={t('signOut')} onClick={signOut} />
        <Button label={t('signOut.stay')} onClick={() => session.show(null)} />
      </div>
    </ConsoleDialog>
  )
}

/** The list of shortcuts, and the switch that turns them off for those whose own tools use the same keys. */
function HelpDialog() {
  const { t, session, state } = useConsole()
  return (
    <ConsoleDialog name="help" title={t('help.title')}>
      <p>{t('help.intro')}</p>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('help.key')}</th>
            <th scope="col">{t('help.action')}</th>
          </tr>
        </thead>
        <tbody>
          {COMMANDS.map(
            ({ id, keys, label }) =>
              keys && (
                <tr key={id}>
                  <td>
                    <Keys keys={keys} />
                  </td>
                  <td>{t(label)}</td>
                </tr>
              ),
          )}
        </tbody>
      </table>
      <p class="hint">{t('commands.here')}</p>
      <CheckField
        label={t('help.toggle')}
        isChecked={state.preferences.shortcuts}
        onCheck={(isOn) => session.prefer({ shortcuts: isOn })}
      />
    </ConsoleDialog>
  )
}
