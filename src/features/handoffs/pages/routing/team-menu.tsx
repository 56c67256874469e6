import { useCallback, useRef, useState } from 'preact/hooks'
import { useConsole } from '../../../../ui/kit/console-context.js'
import { plural } from '../../../../ui/kit/console-words.js'
import { Icon } from '../../../../ui/kit/icon.js'
import { useClosingMenu } from '../../../../ui/kit/use-closing-menu.js'
import type { ColleagueView } from '../../routing-contract.js'
import { useTeam } from './team-context.js'

/** How many agents are available; pressed, who they are and what they are doing. */
export function TeamMenu() {
  const { t, language, state } = useConsole()
  const [open, setOpen] = useState(false)
  const menu = useRef<HTMLDivElement>(null)
  const close = useCallback(() => setOpen(false), [])
  useClosingMenu(menu, open, close)
  const count = state.queue?.availableAgents ?? 0
  return (
    <div class="team" ref={menu}>
      <button
        type="button"
        class="team-button"
        aria-expanded={open}
        aria-controls="team"
        onClick={() => setOpen(!open)}
      >
        <span class={count > 0 ? 'agents' : 'agents none'}>
          {count === 0 ? t('bar.agentsNone') : plural(t, language, 'bar.agents', count)}
        </span>
        <Icon name="down" />
        <span class="visually-hidden">{t('routing.team.show')}</span>
      </button>
      <div id="team" class="popover team-list" hidden={!open}>
        <h2>{t('routing.team.title')}</h2>
        <Colleagues />
      </div>
    </div>
  )
}

function Colleagues() {
  const { t } = useConsole()
  const { team } = useTeam()
  if (!team) return <p class="hint">{t('routing.team.unread')}</p>
  if (team.colleagues.length === 0) return <p class="hint">{t('routing.team.nobody')}</p>
  return (
    <ul>
      {team.colleagues.map((one) => (
        <Colleague key={one.id} colleague={one} />
      ))}
    </ul>
  )
}

function Colleague({ colleague }: { colleague: ColleagueView }) {
  const { t } = useConsole()
  const { name, state, cause, word, talks, capacity, departments } = colleague
  const stands = t(`routing.team.${cause ?? state}`)
  return (
    <li class={`colleague ${state}`}>
      <p>
        <strong>{name}</strong> <span class="stands">{word ? `${stands}, ${word}` : stands}</span>
      </p>
      <p class="facts">{[t('routing.team.load', { talks, capacity }), ...departments].join(' · ')}</p>
    </li>
  )
}
