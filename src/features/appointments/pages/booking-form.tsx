import { useEffect, useState } from 'preact/hooks'
import en from '../../../../knowledge/messages/admin-appointments.en.json' with { type: 'json' }
import fr from '../../../../knowledge/messages/admin-appointments.fr.json' with { type: 'json' }
import { MAX_BOOKING_LENGTH } from '../../../platform/model/booking.js'
import type { BookingSettings } from '../../../platform/model/commune.js'
import { Button } from '../../../ui/kit/button.js'
import { Confirm } from '../../../ui/kit/confirm.js'
import { SelectField, TextField } from '../../../ui/kit/field.js'
import { Form } from '../../../ui/kit/form.js'
import { useUnsaved } from '../../../ui/kit/leave-guard.js'
import { type PageWords, pageWords } from '../../../ui/kit/page-words.js'
import type { StaffApi } from '../../../ui/kit/staff-api.js'
import { useTitles } from '../../settings/pages/suggestions-fields.js'
import type { Settings } from '../../settings/pages/use-settings.js'

/** The sentences of appointments, in a language. */
export type AppointmentWords = PageWords<keyof typeof fr>

/** The sentences of appointments. */
export const appointmentWords = pageWords<keyof typeof fr>(fr, en)

/** As it is typed: its entry is chosen, or not yet. */
interface Row {
  entry: string
  link: string
}

interface Draft {
  page: string
  rows: Row[]
}

interface Props {
  api: StaffApi
  words: AppointmentWords
  communeId: string
  settings: Settings
}

/** What is typed, what is to mend in it, and what becomes of it. */
function useBooking({ words, settings }: Pick<Props, 'words' | 'settings'>) {
  const { say } = words
  const kept = draftOf(settings.view?.values.appointments)
  const [draft, setDraft] = useState(kept)
  const [errors, setErrors] = useState<Record<string, string>>({})
  const [done, setDone] = useState('')
  const { view, refusal } = settings
  useEffect(() => setDraft(kept), [view])
  useEffect(() => {
    if (refusal) setErrors({ [fieldOf(refusal.field, draft)]: refusal.sentence || say('failed') })
  }, [refusal])
  useUnsaved(draft, kept, words.language)
  const save = async (appointments: BookingSettings | null) => {
    setDone('')
    if (await settings.save({ set: { appointments }, why: '' })) setDone(say(appointments ? 'saved' : 'stopped'))
  }
  const send = async () => {
    const found = faultsOf(draft, words)
    setErrors(found)
    if (Object.keys(found).length === 0) await save(settingsOf(draft))
  }
  return { kept, draft, setDraft, errors, done, save, send }
}

/** Where appointments are booked: the page of the commune, and the entries whose cards lead to it, each with its motive. */
export function BookingForm({ api, words, communeId, settings }: Props) {
  const { say } = words
  const titles = useTitles(api, communeId)
  const { kept, draft, setDraft, errors, done, save, send } = useBooking({ words, settings })
  const { page, rows } = draft
  const putRow = (at: number, change: Partial<Row>) =>
    setDraft({ page, rows: rows.map((row, index) => (index === at ? { ...row, ...change } : row)) })
  return (
    <Form
      errors={errors}
      said={{ done, problem: errors.form ?? '' }}
      submit={say('save')}
      onSubmit={send}
      more={
        kept.page && (
          <Confirm
            label={say('stop')}
            question={say('stop.confirm')}
            cancel={say('cancel')}
            onYes={() => void save(null)}
          />
        )
      }
    >
      <TextField
        id="booking-page"
        label={say('page')}
        hint={say('page.hint')}
        error={errors.page}
        value={page}
        inputMode="url"
        maxLength={MAX_BOOKING_LENGTH}
        placeholder="https://"
        autocomplete="off"
        onValue={(typed) => setDraft({ page: typed, rows })}
      />
      <h3>{say('entries')}</h3>
      {rows.length === 0 && <p class="hint">{say('entries.none')}</p>}
      {rows.map((row, at) => (
        // Its place in the list is its name: its entry changes while it is chosen.
        <BookingRow
          key={at}
          {...{ words, titles, row, at, errors }}
          onChange={(change) => putRow(at, change)}
          onRemove={() => {
            setDraft({ page, rows: rows.filter((_, index) => index !== at) })
            document.getElementById('booking-add')?.focus()
          }}
        />
      ))}
      <div class="actions">
        <Button
          id="booking-add"
          label={say('entry.add')}
          onClick={() => setDraft({ page, rows: [...rows, { entry: '', link: '' }] })}
        />
      </div>
    </Form>
  )
}

interface RowProps {
  words: AppointmentWords
  titles: ReturnType<typeof useTitles>
  row: Row
  at: number
  errors: Readonly<Record<string, string>>
  onChange: (change: Partial<Row>) => void
  onRemove: () => void
}

/** An entry, and where what it is about is booked. */
function BookingRow({ words: { say }, titles, row: { entry, link }, at, errors, onChange, onRemove }: RowProps) {
  const title = titles.find(({ id }) => id === entry)?.title
  const options = [
    ['', say('entry.choose')] as const,
    ...titles.map((one) => [one.id, one.title] as const),
    // Withdrawn meanwhile, or not read yet.
    ...(entry === '' || title !== undefined ? [] : [[entry, entry] as const]),
  ]
  return (
    <fieldset class="booking-row">
      <legend class="visually-hidden">{say('entry.number', { number: at + 1 })}</legend>
      <SelectField
        id={`booking-entry-${at}`}
        label={say('entry')}
        error={errors[`entry-${at}`]}
        value={entry}
        options={options}
        onValue={(value) => onChange({ entry: value })}
      />
      <TextField
        id={`booking-link-${at}`}
        label={say('link')}
        hint={say('link.hint')}
        error={errors[`link-${at}`]}
        value={link}
        inputMode="url"
        maxLength={MAX_BOOKING_LENGTH}
        placeholder="https://"
        autocomplete="off"
        onValue={(value) => onChange({ link: value })}
      />
      <Button
        look="quiet"
        label={say('entry.remove')}
        about={title ?? say('entry.number', { number: at + 1 })}
        onClick={onRemove}
      />
    </fieldset>
  )
}

function draftOf(kept: BookingSettings | undefined): Draft {
  const rows = Object.entries(kept?.links ?? {}).map(([entry, link]) => ({ entry, link }))
  return { page: kept?.page ?? '', rows }
}

function settingsOf({ page, rows }: Draft): BookingSettings {
  return { page: page.trim(), links: Object.fromEntries(rows.map(({ entry, link }) => [entry, link.trim()])) }
}

/** The field of the form that the server refused. */
function fieldOf(field: string, { rows }: Draft): string {
  if (field === 'appointments.page') return 'page'
  const at = rows.findIndex(({ entry }) => field === `appointments.links.${entry}`)
  return at < 0 ? 'form' : `link-${at}`
}

function faultsOf({ page, rows }: Draft, { say }: AppointmentWords): Record<string, string> {
  const faults = rows.flatMap(({ entry }, at) => {
    if (entry === '') return [[`entry-${at}`, say('entry.missing')]]
    return rows.findIndex((one) => one.entry === entry) < at ? [[`entry-${at}`, say('entry.twice')]] : []
  })
  return { ...(page.trim() === '' ? { page: say('page.missing') } : {}), ...Object.fromEntries(faults) }
}
