import { useCallback, useRef, useState } from 'preact/hooks'
import type { StaffLanguage } from '../../domain/language.js'
import { AvailabilitySwitch } from './availability-switch.js'
import { useConsole } from './console-context.js'
import { Icon } from './icon.js'
import { momentInWords } from './moment-in-words.js'
import { TeamMenu } from './routing/team-menu.js'
import { Mark } from './sign-in-page.js'
import { maySupervise } from './supervision/may-supervise.js'
import { SUPERVISION } from './supervision/supervision-route.js'
import { useClosingMenu } from './use-closing-menu.js'

/** Town, availability, colleagues, and the tools of the console. */
export function TopBar() {
  const { t, state } = useConsole()
  return (
    <header class="top-bar">
      <div class="town">
        <Mark />
        <div>
          <h1>{t('console')}</h1>
          <p class="town-name">{state.town}</p>
        </div>
      </div>
      <div class="reception">
        <AvailabilitySwitch />
        <Reception />
      </div>
      <Tools />
    </header>
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
      <span class="hours">{availability.open ? t('hours.open') : closed}</span>
    </div>
  )
}

/** Sound, language, help, sign-out: always there on a wide screen, behind a button on a narrow one. */
function Tools() {
  const { t, session, state, language } = useConsole()
  const [open, setOpen] = useState(false)
  const menu = useRef<HTMLDivElement>(null)
  const close = useCallback(() => setOpen(false), [])
  useClosingMenu(menu, open, close)
  const { sound } = state.preferences
  const other: StaffLanguage = language === 'fr' ? 'en' : 'fr'
  return (
    <div class="tools" ref={menu}>
      <p class="agent-name">
        <AgentName />
      </p>
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
        <button
          type="button"
          class="button quiet"
          aria-pressed={sound}
          title={t('bar.sound')}
          onClick={() => session.prefer({ sound: !sound })}
        >
          <Icon name={sound ? 'bell' : 'bellOff'} /> {sound ? t('bar.soundOn') : t('bar.soundOff')}
        </button>
        <button
          type="button"
          class="button quiet"
          onClick={() => {
            close()
            session.setHelp(true)
          }}
        >
          <Icon name="help" /> {t('bar.help')}
        </button>
        {maySupervise(state.session) && (
          <a class="button quiet" href={SUPERVISION} onClick={close}>
            {t('supervision.link')}
          </a>
        )}
        <button
          type="button"
          class="button quiet"
          onClick={() => {
            close()
            session.navigate({ view: 'practice', handoffId: null })
          }}
        >
          <Icon name="practice" /> {t('practice.open')}
        </button>
        {state.session?.user.roles.includes('admin') && (
          <a class="button quiet" href="/admin">
            {t('bar.admin')}
          </a>
        )}
        <button type="button" class="button quiet" lang={other} onClick={() => session.prefer({ language: other })}>
          {t('languageSwitch')}
        </button>
        <button type="button" class="button quiet" onClick={() => void session.signOut()}>
          {t('signOut')}
        </button>
      </div>
    </div>
  )
}

function AgentName() {
  const { t, state } = useConsole()
  return (
    <>
      <Icon name="person" />
      <span class="visually-hidden">{t('bar.agent', { name: '' })}</span>
      <span class="name">{state.session?.user.displayName}</span>
    </>
  )
}
