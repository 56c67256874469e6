import { useCallback, useId, useRef, useState } from 'preact/hooks'
import { Button } from '../../../../ui/kit/button.js'
import { useConsole } from '../../../../ui/kit/console-context.js'
import { Icon } from '../../../../ui/kit/icon.js'
import { useClosingMenu } from '../../../../ui/kit/use-closing-menu.js'
import { MAX_AWAY_WORD_LENGTH } from '../../../accounts/staff.js'
import { useTeam } from './team-context.js'
import { useHeld } from './use-held.js'

/** Beside the switch of an agent who is away: why, for her colleagues, from the commune's list or in her own words. */
export function AwayWord() {
  const { t, state } = useConsole()
  const { team } = useTeam()
  const [open, setOpen] = useState(false)
  const menu = useRef<HTMLDivElement>(null)
  const close = useCallback(() => setOpen(false), [])
  useClosingMenu(menu, open, close)
  if (state.queue?.presence !== 'away' || !team || team.me.state !== 'away' || team.me.cause) return null
  const { word } = team.me
  return (
    <div class="away" ref={menu}>
      <Button
        look="quiet"
        label={word ? t('routing.away.change', { word }) : t('routing.away.say')}
        aria-expanded={open}
        aria-controls="away"
        onClick={() => setOpen(!open)}
      />
      <div id="away" class="popover" hidden={!open}>
        <Choice words={team.awayWords} word={word} onDone={close} />
        <Successor onDone={close} />
      </div>
    </div>
  )
}

function Choice({ words, word, onDone }: { words: string[]; word: string | null; onDone: () => void }) {
  const { t, session } = useConsole()
  const field = useRef<HTMLInputElement>(null)
  const id = useId()
  const declare = (said: string) => {
    onDone()
    void session.setAvailability('away', { word: said.trim() })
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        declare(field.current?.value ?? '')
      }}
    >
      <fieldset>
        <legend>{t('routing.away.title')}</legend>
        <p class="hint">{t('routing.away.hint')}</p>
        <div class="away-words">
          {words.map((one) => (
            <Button key={one} label={one} aria-pressed={one === word} onClick={() => declare(one)} />
          ))}
        </div>
        <label for={id}>{t('routing.away.own')}</label>
        <div class="away-own">
          <input ref={field} id={id} type="text" maxLength={MAX_AWAY_WORD_LENGTH} autocomplete="off" />
          <Button type="submit" look="main" label={t('routing.away.save')} />
        </div>
      </fieldset>
    </form>
  )
}

/** To whom what she holds goes, in one press; to its place in the queue when she names nobody. */
function Successor({ onDone }: { onDone: () => void }) {
  const { t, session, state } = useConsole()
  const { team } = useTeam()
  const there = team?.colleagues.filter((one) => one.state === 'available') ?? []
  if (!state.queue || state.queue.mine.length === 0 || there.length === 0) return null
  return (
    <section class="successor" aria-labelledby="successor">
      <h3 id="successor">{t('routing.away.hand')}</h3>
      <p class="hint">{t('routing.away.handHint')}</p>
      <ul class="choices-list">
        {there.map(({ id, name }) => (
          <li key={id}>
            <Button
              look="quiet"
              icon="person"
              label={name}
              onClick={() => {
                onDone()
                const word = team?.me.word
                void session.setAvailability('away', { ...(word ? { word } : {}), hand: { to: id } })
              }}
            />
          </li>
        ))}
      </ul>
    </section>
  )
}

const MINUTE_MS = 60_000

/** Asks an agent who has not touched her console whether she is there; once she is taken for absent, says so, with the way back. */
export function IdleBanner() {
  const { t, session, state } = useConsole()
  const { team, asking, stay } = useTeam()
  const cause = state.queue?.presence === 'away' ? (team?.me.cause ?? null) : null
  const shown = useHeld(asking ? 'asking' : cause)
  if (shown === 'asking') {
    return <Banner text={t('routing.idle.warn')} onHere={stay} />
  }
  if (shown !== 'idle' && shown !== 'missed') return null
  const minutes = Math.round((team?.idleLimitMs ?? 0) / MINUTE_MS)
  return (
    <Banner
      text={t(shown === 'idle' ? 'routing.idle.gone' : 'routing.idle.missed', { minutes })}
      onHere={() => void session.setAvailability('available')}
    />
  )
}

function Banner({ text, onHere }: { text: string; onHere: () => void }) {
  const { t } = useConsole()
  return (
    <div class="banner warning" role="alert">
      <Icon name="moon" />
      <p>{text}</p>
      <Button look="main" label={t('routing.idle.here')} onClick={onHere} />
    </div>
  )
}
