import { useCallback, useId, useRef, useState } from 'preact/hooks'
import { useConsole } from '../../../../ui/kit/console-context.js'
import { useClosingMenu } from '../../../../ui/kit/use-closing-menu.js'
import { MAX_AWAY_WORD_LENGTH } from '../../../accounts/staff.js'
import { useTeam } from './team-context.js'

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
      <button
        type="button"
        class="button quiet"
        aria-expanded={open}
        aria-controls="away"
        onClick={() => setOpen(!open)}
      >
        {word ? t('routing.away.change', { word }) : t('routing.away.say')}
      </button>
      <div id="away" class="popover" hidden={!open}>
        <Choice words={team.awayWords} word={word} onDone={close} />
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
    void session.setAvailability('away', said.trim())
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
            <button key={one} type="button" class="button" aria-pressed={one === word} onClick={() => declare(one)}>
              {one}
            </button>
          ))}
        </div>
        <label for={id}>{t('routing.away.own')}</label>
        <div class="away-own">
          <input ref={field} id={id} type="text" maxLength={MAX_AWAY_WORD_LENGTH} autocomplete="off" />
          <button type="submit" class="button main">
            {t('routing.away.save')}
          </button>
        </div>
      </fieldset>
    </form>
  )
}
