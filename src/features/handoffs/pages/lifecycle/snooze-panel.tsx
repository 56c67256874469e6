import { useRef, useState } from 'preact/hooks'
import { useConsole } from '../../../../ui/console/console-context.js'
import { Icon } from '../../../../ui/kit/icon.js'
import { momentInWords } from '../../../../ui/kit/moment-in-words.js'
import { serverNow } from '../../../../ui/kit/server-clock.js'
import { useFocusOnOpen } from '../../../../ui/kit/use-focus-on-open.js'
import { putAside } from './life-acts.js'
import { Panel } from './panel.js'
import { nextMorning, SNOOZE_MINUTES, untilOf } from './snooze-times.js'
import { useOptionalNote } from './use-optional-note.js'

/** Puts a conversation aside until a moment. */
export function SnoozePanel({ handoffId }: { handoffId: string }) {
  const { t, session, state, language, now } = useConsole()
  const first = useFocusOnOpen<HTMLInputElement>()
  const date = useRef<HTMLInputElement>(null)
  const [choice, setChoice] = useState(`minutes:${SNOOZE_MINUTES[0]}`)
  const [other, setOther] = useState('')
  const { note, field, button } = useOptionalNote('snooze', handoffId)
  const [wrong, setWrong] = useState(false)
  const submit = () => {
    const until = untilOf(choice, other, serverNow())
    setWrong(until === null)
    if (until === null) date.current?.focus()
    else void putAside(session, handoffId, { until, note })
  }
  const choices = [
    ...SNOOZE_MINUTES.map((minutes) => [
      `minutes:${minutes}`,
      minutes < 60 ? t('lifecycle.inMinutes', { count: minutes }) : t('lifecycle.inHours', { count: minutes / 60 }),
    ]),
    ['morning', momentInWords(nextMorning(now).toISOString(), language, now)],
    ['other', t('lifecycle.otherMoment')],
  ] as [string, string][]
  return (
    <Panel
      id="snooze"
      title={t('lifecycle.snoozeTitle')}
      intro={t('lifecycle.snoozeIntro')}
      confirm={t('lifecycle.snoozeConfirm')}
      busy={state.pending?.verb === 'snooze'}
      onSubmit={submit}
      more={button}
    >
      <fieldset class="moments">
        <legend>{t('lifecycle.until')}</legend>
        {choices.map(([value, words], index) => (
          <label key={value} class="moment">
            <input
              ref={index === 0 ? first : null}
              type="radio"
              name="snooze"
              value={value}
              checked={choice === value}
              onChange={() => setChoice(value)}
            />
            <span>{words}</span>
          </label>
        ))}
      </fieldset>
      {choice === 'other' && (
        <div class="field">
          <label for="snooze-date">{t('lifecycle.date')}</label>
          <input
            ref={date}
            id="snooze-date"
            type="datetime-local"
            value={other}
            aria-invalid={wrong}
            aria-describedby={wrong ? 'snooze-error' : undefined}
            onInput={(event) => {
              setOther(event.currentTarget.value)
              setWrong(false)
            }}
          />
          {wrong && (
            <p id="snooze-error" class="field-error">
              <Icon name="alert" /> {t('lifecycle.dateWrong')}
            </p>
          )}
        </div>
      )}
      {field}
    </Panel>
  )
}
