import { useEffect, useRef, useState } from 'preact/hooks'
import { Button } from '../../../../ui/kit/button.js'
import { useConsole } from '../../../../ui/kit/console-context.js'
import { Icon } from '../../../../ui/kit/icon.js'
import { momentInWords } from '../../../../ui/kit/moment-in-words.js'
import { dayAfter, serverNow, townDay, townInstant } from '../../../../ui/kit/town-clock.js'
import { useOneAtATime } from '../../../../ui/kit/use-act.js'
import type { HandoffDetailView } from '../../contract.js'
import { type DeskChoicesView, deskRoutes } from '../../desk-contract.js'
import { deskCall } from '../desk/new-desk.js'
import { slotInWords } from '../desk/slot-field.js'
import { communeAtHand } from '../queue/communes.js'
import { putAside } from './life-acts.js'
import { Choices, Menu } from './menu.js'

/** Minutes that are proposed. */
const SNOOZE_MINUTES = [10, 30, 60, 120] as const
const OPENING_TIME = '09:00'

/** Nine o'clock of the next day that is neither a Saturday nor a Sunday, by the town's clock. */
export function nextWorkingMorning(now: Date): Date {
  let day = townDay(now)
  do day = dayAfter(day, 1)
  while ([0, 6].includes(new Date(day).getUTCDay()))
  return townInstant(`${day}T${OPENING_TIME}`)
}

/** The value of a date field as an instant, by the town's clock; `null` when that is not a later moment. */
export function momentOf(value: string, now: Date): string | null {
  const at = townInstant(value)
  return Number.isNaN(at.getTime()) || at <= now ? null : at.toISOString()
}

/** Puts a conversation aside until a moment, or a call off to another half-day, in two presses. */
export function LaterMenu({ detail: { handoff, channel } }: { detail: HandoffDetailView }) {
  const { t } = useConsole()
  const isCall = handoff.kind === 'callback'
  return (
    <Menu
      panel="snooze"
      icon="clock"
      label={t(isCall ? 'desk.later' : 'lifecycle.snooze')}
      title={t(isCall ? 'desk.slot' : 'lifecycle.snoozeTitle')}
    >
      {isCall ? <Slots handoffId={handoff.id} isOnline={channel === 'web'} /> : <Moments handoffId={handoff.id} />}
    </Menu>
  )
}

function Moments({ handoffId }: { handoffId: string }) {
  const { t, session, state, language, now } = useConsole()
  const isBusy = state.pending !== null
  const morning = nextWorkingMorning(now)
  return (
    <>
      <p class="hint">{t('lifecycle.snoozeIntro')}</p>
      <Choices>
        {SNOOZE_MINUTES.map((minutes) => (
          <li key={minutes}>
            <Button
              look="quiet"
              label={
                minutes < 60
                  ? t('lifecycle.inMinutes', { count: minutes })
                  : t('lifecycle.inHours', { count: minutes / 60 })
              }
              disabled={isBusy}
              onClick={() => void putAside(session, handoffId, { inMinutes: minutes })}
            />
          </li>
        ))}
        <li>
          <Button
            look="quiet"
            label={momentInWords(morning.toISOString(), language, now)}
            disabled={isBusy}
            onClick={() => void putAside(session, handoffId, morning.toISOString())}
          />
        </li>
      </Choices>
      <OtherMoment handoffId={handoffId} />
    </>
  )
}

function OtherMoment({ handoffId }: { handoffId: string }) {
  const { t, session } = useConsole()
  const date = useRef<HTMLInputElement>(null)
  const [isWrong, setWrong] = useState(false)
  const submit = (event: Event) => {
    event.preventDefault()
    const until = momentOf(date.current?.value ?? '', serverNow())
    setWrong(until === null)
    if (until === null) date.current?.focus()
    else void putAside(session, handoffId, until)
  }
  return (
    <form class="other-moment" noValidate onSubmit={submit}>
      <label for="snooze-date">{t('lifecycle.otherMoment')}</label>
      <input
        ref={date}
        id="snooze-date"
        type="datetime-local"
        aria-invalid={isWrong}
        aria-describedby={isWrong ? 'snooze-error' : undefined}
        onInput={() => setWrong(false)}
      />
      <Button type="submit" label={t('lifecycle.snoozeConfirm')} />
      {isWrong && (
        <p id="snooze-error" class="field-error">
          <Icon name="alert" /> {t('lifecycle.dateWrong')}
        </p>
      )}
    </form>
  )
}

/** The half-days that have a place left for a call. */
function Slots({ handoffId, isOnline }: { handoffId: string; isOnline: boolean }) {
  const { t, session, language } = useConsole()
  const choices = useDeskChoices()
  const one = useOneAtATime()
  const putOff = async ({ day, half }: DeskChoicesView['slots'][number]) => {
    const asked = { params: { id: handoffId }, body: { slot: { day, half } } }
    if (!(await deskCall(session, () => session.api.ask(deskRoutes.reschedule, asked)))) return
    session.openPanel(null)
    session.notice('done', t(isOnline ? 'desk.rescheduled' : 'desk.rescheduledOffline'))
  }
  if (!choices) return <p role="status">{t('loading')}</p>
  if (choices.slots.length === 0) return <p role="status">{t('desk.noSlots')}</p>
  return (
    <Choices>
      {choices.slots.map((slot) => (
        <li key={`${slot.day} ${slot.half}`}>
          <Button
            look="quiet"
            label={slotInWords(slot, { t, language })}
            onClick={() => void one(() => putOff(slot))}
          />
        </li>
      ))}
    </Choices>
  )
}

/** To whom and for when something may be left in the open conversation, read when it is asked for; `null` until then. */
export function useDeskChoices(): DeskChoicesView | null {
  const { session, state } = useConsole()
  const communeId = communeAtHand(state)
  const [choices, setChoices] = useState<DeskChoicesView | null>(null)
  useEffect(() => {
    let gone = false
    session.api.ask(deskRoutes.choices, { query: communeId ? { communeId } : {} }).then(
      (read) => !gone && setChoices(read),
      () => !gone && setChoices({ departments: [], colleagues: [], slots: [] }),
    )
    return () => {
      gone = true
    }
  }, [session, communeId])
  return choices
}
