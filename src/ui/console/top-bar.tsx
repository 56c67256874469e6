import { useCallback, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { CommuneMenu } from '../../features/accounts/pages/commune-menu.js'
import { Mark } from '../../features/accounts/pages/sign-in/sign-in-page.js'
import { PRESENCE_STATES } from '../../features/accounts/staff.js'
import { Overdue, useAlerts } from '../../features/agent-alerts/pages/overdue.js'
import type { QueueView } from '../../features/handoffs/contract.js'
import { AwayWord } from '../../features/handoffs/pages/routing/away-word.js'
import { TeamMenu } from '../../features/handoffs/pages/routing/team-menu.js'
import { maySupervise, SUPERVISION } from '../../features/statistics/pages/supervision/supervision-place.js'
import type { StaffLanguage } from '../../platform/model/language.js'
import { Button } from '../kit/button.js'
import { Keys, useCommand } from '../kit/commands/keys.js'
import { useConsole } from '../kit/console-context.js'
import type { WordKey } from '../kit/console-words.js'
import { Icon, type IconName } from '../kit/icon.js'
import { momentInWords } from '../kit/moment-in-words.js'
import { useClosingMenu } from '../kit/use-closing-menu.js'
import { commandOf } from './commands/commands.js'
import { lossInWords } from './sign-out-loss.js'

type Presence = QueueView['presence']

const FACES: Record<Presence, { icon: IconName; word: WordKey }> = {
  available: { icon: 'check', word: 'bar.available' },
  busy: { icon: 'clock', word: 'routing.busy' },
  away: { icon: 'moon', word: 'bar.away' },
}

/** Available, busy or away, as radio buttons: the one that is pressed is the one that the server has agreed to. */
function AvailabilitySwitch() {
  const { t, state } = useConsole()
  const presence = state.queue?.presence ?? 'away'
  return (
    <>
      <fieldset class="availability" aria-busy={state.settingAvailability} disabled={!state.queue}>
        <legend class="visually-hidden">{t('bar.availability')}</legend>
        {PRESENCE_STATES.map((value) => (
          <Option key={value} value={value} presence={presence} />
        ))}
      </fieldset>
      <AwayWord />
    </>
  )
}

function Option({ value, presence }: { value: Presence; presence: Presence }) {
  const { t, session, state } = useConsole()
  const input = useRef<HTMLInputElement>(null)
  const { icon, word } = FACES[value]
  // A press moves the browser's own mark at once; the state puts it back where the server says.
  useLayoutEffect(() => {
    if (input.current && !state.settingAvailability) input.current.checked = presence === value
  })
  return (
    <label class={`option ${value}`}>
      <input
        ref={input}
        type="radio"
        name="availability"
        value={value}
        onChange={() => void session.setAvailability(value)}
      />
      <span class="face">
        <Icon name={icon} />
        {t(word)}
      </span>
    </label>
  )
}

/** Town, availability, colleagues, and the tools of the console. */
export function TopBar() {
  const { t, state } = useConsole()
  const { length: communes } = state.queue?.communes ?? []
  return (
    <header class="top-bar">
      <div class="town">
        <Mark />
        <div class="if-room">
          <h1 class="if-room">{t('console')}</h1>
          <p class="town-name if-room">{communes > 1 ? t('bar.communes', { count: communes }) : state.town}</p>
        </div>
      </div>
      <OtherCommunes />
      <div class="reception">
        <AvailabilitySwitch />
        <Reception />
      </div>
      <Tools />
    </header>
  )
}

/** The way to the other communes of somebody whose accounts are linked, and what going there costs. */
function OtherCommunes() {
  const { t, session, state, language } = useConsole()
  if (!state.session?.linked) return null
  return (
    <CommuneMenu
      api={session.api}
      t={t}
      language={language}
      shown={state.town}
      costs={() => lossInWords(state, t, language)}
      onSwitched={(next) => session.goOnAs(next)}
    />
  )
}

/** Colleagues and opening hours, in words. */
function Reception() {
  const { t, language, state, now } = useConsole()
  if (!state.queue) return null
  const { availability } = state.queue
  const closed = availability.opensAt
    ? t('hours.closedUntil', { moment: momentInWords(availability.opensAt, language, now) })
    : t('hours.closed')
  return (
    <div class="colleagues">
      <TeamMenu />
      <span class="bar-note">
        <span class="hours">{availability.open ? t('hours.open') : closed}</span>
        <Overdue />
      </span>
    </div>
  )
}

/** The search and the alerts at hand; the other tools behind a button. */
function Tools() {
  const { t, session, state, language } = useConsole()
  const [open, setOpen] = useState(false)
  const menu = useRef<HTMLDivElement>(null)
  const close = useCallback(() => setOpen(false), [])
  useClosingMenu(menu, open, close)
  const other: StaffLanguage = language === 'fr' ? 'en' : 'fr'
  return (
    <div class="tools" ref={menu}>
      <SheetButton />
      <AlertsButton />
      <button
        type="button"
        class="button quiet tools-button"
        aria-expanded={open}
        aria-controls="tools"
        onClick={() => setOpen(!open)}
      >
        <AgentName /> <Icon name="menu" />
        <span class="visually-hidden">{t('bar.menu')}</span>
      </button>
      <div id="tools" class={open ? 'tool-list open' : 'tool-list'}>
        <CommandButton id="palette" icon="search" onPress={close} />
        <CommandButton id="alerts" icon="bell" onPress={close} narrow />
        <CommandButton id="help" icon="help" words={t('bar.help')} onPress={close} />
        {maySupervise(state.session) && (
          <a class="button quiet" href={SUPERVISION} onClick={close}>
            {t('supervision.link')}
          </a>
        )}
        <CommandButton id="practice" icon="practice" onPress={close} />
        {state.session?.user.roles.includes('admin') && (
          <a class="button quiet" href="/admin">
            {t('bar.admin')}
          </a>
        )}
        <a class="button quiet" href="/compte">
          {t('account.link')}
        </a>
        <Button
          look="quiet"
          label={t('languageSwitch')}
          lang={other}
          onClick={() => session.prefer({ language: other })}
        />
        <Button look="quiet" label={t('signOut')} onClick={() => session.askSignOut()} />
      </div>
    </div>
  )
}

/** Looks for an entry, for whoever stands at the counter or phones: always there, one key. */
function SheetButton() {
  const { t, state } = useConsole()
  const { keys } = commandOf('sheet')
  return (
    <button type="button" class="button in-bar find" title={t('sheet.find')} {...useCommand('sheet')}>
      <Icon name="sheet" /> <span class="if-room">{t('sheet.find')}</span>
      {keys && state.preferences.shortcuts && (
        <span aria-hidden="true" class="keys-in-bar">
          <Keys keys={keys} />
        </span>
      )}
    </button>
  )
}

/** Opens the alerts, and shows whether they are heard. */
function AlertsButton() {
  const { t, state } = useConsole()
  const alerts = useAlerts()
  const key = alerts.isQuiet ? 'quiet' : state.preferences.sound ? 'on' : 'off'
  const icon = { quiet: 'moon', on: 'bell', off: 'bellOff' } as const
  return (
    <button type="button" class="button quiet in-bar" title={t('alerts.title')} {...useCommand('alerts')}>
      <Icon name={icon[key]} />
      <span class="visually-hidden">{t(`alerts.state.${key}`)}</span>
    </button>
  )
}

interface CommandButtonProps {
  id: string
  icon: IconName
  /** In place of the command's own. */
  words?: string
  onPress: () => void
  /** Shown where the bar itself has no room for it. */
  narrow?: boolean
}

function CommandButton({ id, icon, words, onPress, narrow = false }: CommandButtonProps) {
  const { t } = useConsole()
  const { onClick, ...keys } = useCommand(id)
  const press = () => {
    onPress()
    onClick()
  }
  return (
    <Button
      look="quiet"
      class={narrow ? 'not-in-bar' : undefined}
      icon={icon}
      label={words ?? t(commandOf(id).label)}
      {...keys}
      onClick={press}
    />
  )
}

function AgentName() {
  const { t, state } = useConsole()
  return (
    <>
      <Icon name="person" />
      <span class="visually-hidden">{t('bar.agent', { name: '' })}</span>
      <span class="name if-room">{state.session?.user.displayName}</span>
    </>
  )
}
