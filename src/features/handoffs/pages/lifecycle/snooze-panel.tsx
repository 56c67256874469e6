import type { ComponentChild } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { Button } from '../../../../ui/kit/button.js'
import { useConsole } from '../../../../ui/kit/console-context.js'
import { useFocusOnOpen } from '../../../../ui/kit/focus.js'
import { Icon } from '../../../../ui/kit/icon.js'
import { momentInWords } from '../../../../ui/kit/moment-in-words.js'
import { serverNow } from '../../../../ui/kit/server-clock.js'
import { dayAfter, townDay, townInstant } from '../../../../ui/kit/town-clock.js'
import { panelNoteKey } from '../../../replies/pages/draft-keys.js'
import { putAside, type Until } from './life-acts.js'
import { NoteField } from './note-field.js'
import { Panel } from './panel.js'

/** Minutes that are proposed. */
const SNOOZE_MINUTES = [10, 30, 60, 120] as const
const OPENING_TIME = '09:00'

/** Nine o'clock of the next day that is neither a Saturday nor a Sunday, by the town's clock. */
export function nextMorning(now: Date): Date {
  let day = townDay(now)
  do day = dayAfter(day, 1)
  while ([0, 6].includes(new Date(day).getUTCDay()))
  return townInstant(`${day}T${OPENING_TIME}`)
}

/** What the choice of the panel stands for: `minutes:30`, `morning`, or `other` with the value of a date field, by the town's clock; `null` when that is not a later moment. */
export function untilOf(choice: string, other: string, now: Date): Until | null {
  const [kind, minutes] = choice.split(':')
  if (kind === 'minutes') return { inMinutes: Number(minutes) }
  if (kind === 'morning') return nextMorning(now).toISOString()
  const at = townInstant(other)
  return Number.isNaN(at.getTime()) || at <= now ? null : at.toISOString()
}

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

/**
 * A note that most do not write: a button beside the others opens its field, so that the short way stays short. What was begun is kept, and
 * shows at once when its panel opens again.
 */
export function useOptionalNote(
  panel: 'snooze' | 'resolve',
  handoffId: string,
): { note: string; field: ComponentChild; button: ComponentChild } {
  const { t, session, state } = useConsole()
  const key = panelNoteKey(panel, handoffId)
  const note = state.drafts[key] ?? ''
  const [begun] = useState(note !== '')
  const [opened, setOpened] = useState(false)
  const id = `${panel}-note`
  const button = <Button look="quiet" label={t('lifecycle.addNote')} onClick={() => setOpened(true)} />
  const field = <NoteField id={id} value={note} onChange={(text) => session.keepDraft(key, text)} focused={opened} />
  return begun || opened ? { note, field, button: null } : { note, field: null, button }
}
