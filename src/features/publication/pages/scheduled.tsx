import { useEffect, useRef, useState } from 'preact/hooks'
import type { StaffLanguage } from '../../../platform/model/language.js'
import { Button } from '../../../ui/kit/button.js'
import type { Translate } from '../../../ui/kit/console-words.js'
import { TextField } from '../../../ui/kit/field.js'
import { ActMessage, Form } from '../../../ui/kit/form.js'
import { dayInWords, timeInWords } from '../../../ui/kit/moment-in-words.js'
import { hrefOf } from '../../../ui/kit/place.js'
import type { StaffApi } from '../../../ui/kit/staff-api.js'
import { dayAfter, townDay, townField } from '../../../ui/kit/town-clock.js'
import { useAct } from '../../../ui/kit/use-act.js'
import type { Reading } from '../../../ui/kit/use-reading.js'
import { publicationRoutes, type ScheduledView } from '../contract.js'

type Scheduled = ScheduledView['scheduled'][number]

interface Telling {
  api: StaffApi
  t: Translate
  language: StaffLanguage
}

/** "3 janvier à 8 h", by the town's clock. */
function hourOf(at: string, { t, language }: Pick<Telling, 't' | 'language'>): string {
  const time = timeInWords(at, language).replace(/(\u00a0h)\u00a000$/, '$1')
  return t('admin.scheduled.hour', { day: dayInWords(at, language, new Date()), time })
}

/** Tomorrow at eight, by the town's clock: what a field of an hour begins with. */
export function tomorrowMorning(): string {
  return `${dayAfter(townDay(new Date()), 1)}T08:00`
}

interface HourProps {
  t: Translate
  id: string
  value: string
  error: string
  onValue: (value: string) => void
}

/** A day and an hour by the town's clock. */
export function HourField({ t, id, value, error, onValue }: HourProps) {
  return (
    <TextField
      id={id}
      type="datetime-local"
      label={t('admin.scheduled.when')}
      hint={t('admin.scheduled.whenHint')}
      error={error}
      required
      min={townField(new Date())}
      value={value}
      onValue={onValue}
    />
  )
}

interface ListProps extends Telling {
  reading: Pick<Reading<ScheduledView>, 'view' | 'show'>
  /** Which of them are told; else all. */
  isTold?: (one: Scheduled) => boolean
  /** Whether each says what it publishes, and its next act is that of the page: not where the entry stands above. */
  isNamed?: boolean
}

/** What is published later, and what was not published at its hour: each with its next act. */
export function ScheduledList({
  reading: { view, show },
  isTold = () => true,
  isNamed = false,
  ...telling
}: ListProps) {
  const [done, setDone] = useState('')
  const box = useRef<HTMLDivElement>(null)
  const told = view?.scheduled.filter(isTold) ?? []
  // What was pressed is gone.
  useEffect(() => {
    if (done !== '') box.current?.focus()
  }, [done, view])
  return (
    <div ref={box} tabIndex={-1}>
      <ActMessage done={done} />
      {told.length > 0 && (
        <ul class="scheduled">
          {told.map((one) => (
            <ScheduledItem
              key={one.id}
              {...telling}
              one={one}
              isNamed={isNamed}
              onChanged={(next, words) => {
                show(next)
                setDone(words)
              }}
            />
          ))}
        </ul>
      )}
    </div>
  )
}

interface ItemProps extends Telling {
  one: Scheduled
  isNamed: boolean
  onChanged: (view: ScheduledView, words: string) => void
}

/** One of them: its hour, and its next act or the form of another hour. */
function ScheduledItem({ one, isNamed, onChanged, ...telling }: ItemProps) {
  const { api, t } = telling
  const [isMoving, setMoving] = useState(false)
  const { problem, isBusy, run } = useAct(t('admin.scheduled.failed'))
  const send = (act: () => Promise<ScheduledView>, words: string) =>
    run(async () => {
      onChanged(await act(), words)
      setMoving(false)
    })
  const params = { id: one.id }
  const acts = { t, one, isBusy }
  return (
    <li>
      {isNamed && (
        <p>
          <strong lang="fr">{titlesOf(one)}</strong>
        </p>
      )}
      <ScheduledWords one={one} {...telling} />
      {isMoving ? (
        <MoveForm
          {...acts}
          problem={problem}
          onMove={(at) =>
            send(() => api.ask(publicationRoutes.move, { params, body: { at } }), t('admin.scheduled.moved'))
          }
          onCancel={() => setMoving(false)}
        />
      ) : (
        <>
          <ActMessage problem={problem} />
          <NextActs
            {...acts}
            isNamed={isNamed}
            onMove={() => setMoving(true)}
            onCancel={() =>
              void send(() => api.ask(publicationRoutes.cancel, { params }), t('admin.scheduled.cancelled'))
            }
          />
        </>
      )}
    </li>
  )
}

function titlesOf({ entries }: Scheduled): string {
  return entries.map(({ title }) => title).join(', ')
}

interface ActsProps {
  t: Translate
  one: Scheduled
  isNamed: boolean
  isBusy: boolean
  onMove: () => void
  onCancel: () => void
}

/** What can be done with it: read a new report on what will not be published as it is, give it another hour, give it up. */
function NextActs({ t, one, isNamed, isBusy, onMove, onCancel }: ActsProps) {
  const { entries, held, changed } = one
  const titles = titlesOf(one)
  return (
    <div class="actions">
      {(held || changed) && (
        <a class={isNamed ? 'button main' : 'button'} href={reportHref(entries)}>
          {t('admin.scheduled.report')}
        </a>
      )}
      <Button label={t('admin.scheduled.move')} about={titles} onClick={onMove} />
      <Button
        label={t(held ? 'admin.scheduled.forget' : 'admin.scheduled.cancel')}
        about={titles}
        isOff={isBusy}
        onClick={onCancel}
      />
    </div>
  )
}

/** When it is published, or why it was not. */
function ScheduledWords({ one: { at, by, held, changed, entries }, ...telling }: { one: Scheduled } & Telling) {
  const { t } = telling
  const hour = hourOf(at, telling)
  const number = entries.length > 1 ? 'Other' : 'One'
  if (held) {
    const why = held.reason === 'late' || held.reason === 'worse' ? held.reason : 'changed'
    const title = held.entry?.title ?? ''
    return (
      <p class="bad">
        {t(`admin.scheduled.held${number}`, { hour })} {t(`admin.scheduled.held.${why}`, { title })}
      </p>
    )
  }
  if (changed) return <p class="bad">{t('admin.scheduled.changed', { hour, title: changed.title })}</p>
  return <p>{t(`admin.scheduled.waits${number}`, { hour, by })}</p>
}

/** Where a report on entries is made as they are now. */
function reportHref(entries: Scheduled['entries']): string {
  const [only, ...more] = entries
  if (only && more.length === 0) return hrefOf('entries', [only.id, 'publish'])
  return hrefOf('entries', ['+', 'publish'], { ids: entries.map(({ id }) => id).join(',') })
}

interface MoveProps {
  t: Translate
  one: Scheduled
  problem: string
  isBusy: boolean
  onMove: (at: string) => void
  onCancel: () => void
}

function MoveForm({ t, one: { id, at, held }, problem, isBusy, onMove, onCancel }: MoveProps) {
  const [hour, setHour] = useState(held ? tomorrowMorning() : townField(new Date(at)))
  const [error, setError] = useState('')
  const submit = () => {
    setError(hour === '' ? t('admin.scheduled.whenMissing') : '')
    if (hour !== '') onMove(hour)
  }
  return (
    <Form
      errors={{ hour: error || problem }}
      submit={t('admin.scheduled.moveTo')}
      cancel={t('admin.scheduled.keep')}
      isBusy={isBusy}
      isOpened
      onSubmit={submit}
      onCancel={onCancel}
    >
      <HourField t={t} id={`hour-${id}`} value={hour} error={error || problem} onValue={setHour} />
    </Form>
  )
}
