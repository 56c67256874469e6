import { maySupervise } from '../../../features/statistics/pages/supervision/may-supervise.js'
import { SUPERVISION } from '../../../features/statistics/pages/supervision/supervision-route.js'
import type { Command } from './command.js'

/** What an agent does with the console itself. */
export const CONSOLE_COMMANDS: readonly Command[] = [
  {
    id: 'palette',
    label: 'commands.palette',
    keys: { mod: 'KeyK' },
    run: (session) => session.show(session.state.dialog === 'palette' ? null : 'palette'),
  },
  { id: 'help', label: 'commands.help', keys: { sign: '?' }, run: (session) => session.show('help') },
  {
    id: 'available',
    label: 'commands.available',
    when: ({ state }) => state.queue !== null && state.queue.presence !== 'available',
    run: (session) => void session.setAvailability('available'),
  },
  {
    id: 'away',
    label: 'commands.away',
    when: ({ state }) => state.queue !== null && state.queue.presence !== 'away',
    run: (session) => void session.setAvailability('away'),
  },
  { id: 'alerts', label: 'commands.alerts', run: (session) => session.show('alerts') },
  {
    id: 'sound',
    label: 'commands.sound',
    run: (session) => session.prefer({ sound: !session.state.preferences.sound }),
  },
  {
    id: 'supervision',
    label: 'supervision.link',
    when: ({ state }) => maySupervise(state.session),
    run() {
      location.hash = SUPERVISION
    },
  },
  {
    id: 'practice',
    label: 'practice.open',
    run: (session) => session.navigate({ view: 'practice', handoffId: null }),
  },
  {
    id: 'language',
    label: 'commands.language',
    run: (session) => session.prefer({ language: session.state.preferences.language === 'fr' ? 'en' : 'fr' }),
  },
  { id: 'sign-out', label: 'commands.signOut', run: (session) => session.askSignOut() },
]
