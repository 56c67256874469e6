import { useEffect, useRef, useState } from 'preact/hooks'
import type { BookedSlot, Handoff } from '../../../domain/handoff.js'
import type { DeskChoicesView } from '../../../http/contract.js'
import { useConsole } from '../console-context.js'
import { deskCall } from './desk-call.js'
import { SlotField, slotValue } from './slot-field.js'
import { useDeskChoices } from './use-desk-choices.js'

type Way = 'message' | 'callback'

/** Leaves a message or a call-back for the person, to a department, a colleague or whoever is there. It ends the talk. */
export function LeaveForm({ handoff, onDone }: { handoff: Handoff; onDone: () => void }) {
  const { t, session } = useConsole()
  const choices = useDeskChoices(session)
  if (!choices) return <p class="hint">{t('loading')}</p>
  return <Form handoff={handoff} choices={choices} onDone={onDone} />
}

interface FormProps {
  handoff: Handoff
  choices: DeskChoicesView
  onDone: () => void
}

function Form({ handoff, choices, onDone }: FormProps) {
  const { t, session, state } = useConsole()
  const [way, setWay] = useState<Way>('message')
  const [slot, setSlot] = useState<BookedSlot>()
  const [problem, setProblem] = useState('')
  const form = useRef<HTMLFormElement>(null)
  const first = useRef<HTMLInputElement>(null)
  useEffect(() => first.current?.focus(), [])
  const asked = state.detail?.transcript.messages.findLast(({ author }) => author === 'citizen')?.payload
  const submit = async (event: Event) => {
    event.preventDefault()
    const typed = readForm(form.current)
    const missing = missingIn(typed, way, slot)
    setProblem(missing ? t(missing) : '')
    if (missing) return
    const body = { ...typed, ...(way === 'callback' && slot ? { slot: { day: slot.day, half: slot.half } } : {}) }
    const path = `/agent/handoffs/${handoff.id}/leave`
    const left = await deskCall(session, () => session.api.call<Handoff>('POST', path, body))
    if (!left) return
    session.notice('done', t('desk.left', { reference: left.reference ?? '' }))
    session.navigate({ view: 'queue', handoffId: null })
    session.focusOn('queue')
    onDone()
  }
  return (
    <form
      ref={form}
      class="resolve leave"
      noValidate
      aria-labelledby="leave-title"
      onSubmit={(event) => void submit(event)}
    >
      <h3 id="leave-title">{t('desk.leaveTitle')}</h3>
      {choices.slots.length > 0 && (
        <fieldset class="ways">
          <legend class="visually-hidden">{t('desk.way')}</legend>
          {(['message', 'callback'] as const).map((one) => (
            <label key={one} class="check">
              <input type="radio" name="way" value={one} checked={way === one} onChange={() => setWay(one)} />
              {t(`desk.way.${one}`)}
            </label>
          ))}
        </fieldset>
      )}
      <Field
        id="leave-name"
        name="name"
        label={t('desk.leaveName')}
        value={handoff.contact?.name ?? ''}
        input={first}
      />
      <Field id="leave-phone" name="phone" label={t(`desk.phone.${way}`)} value="" type="tel" />
      {way === 'message' && <Field id="leave-email" name="email" label={t('desk.email')} value="" type="email" />}
      {way === 'callback' && (
        <SlotField id="leave-slot" slots={choices.slots} value={slot ? slotValue(slot) : ''} onChange={setSlot} />
      )}
      <To choices={choices} />
      <div class="field">
        <label for="leave-text">{t('desk.text')}</label>
        <textarea
          id="leave-text"
          name="text"
          rows={3}
          spellcheck
          defaultValue={asked?.type === 'text' ? asked.text : ''}
        />
      </div>
      <p class="field-error" role="alert">
        {problem}
      </p>
      <div class="actions">
        <button type="submit" class="button main">
          {t('desk.leaveSubmit')}
        </button>
        <button type="button" class="button" onClick={onDone}>
          {t('cancel')}
        </button>
      </div>
    </form>
  )
}

interface FieldProps {
  id: string
  name: string
  label: string
  value: string
  type?: 'text' | 'tel' | 'email'
  input?: preact.RefObject<HTMLInputElement | null>
}

function Field({ id, name, label, value, type = 'text', input }: FieldProps) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        ref={input ?? null}
        id={id}
        name={name}
        type="text"
        inputMode={type}
        autocomplete="off"
        maxLength={100}
        defaultValue={value}
      />
    </div>
  )
}

function To({ choices: { departments, colleagues } }: { choices: DeskChoicesView }) {
  const { t } = useConsole()
  return (
    <div class="field">
      <label for="leave-to">{t('desk.to')}</label>
      <select id="leave-to" name="to">
        <option value="">{t('desk.toAnyone')}</option>
        {departments.length > 0 && (
          <optgroup label={t('desk.toDepartment')}>
            {departments.map(({ id, name }) => (
              <option key={id} value={`department ${id}`}>
                {name}
              </option>
            ))}
          </optgroup>
        )}
        {colleagues.length > 0 && (
          <optgroup label={t('desk.toColleague')}>
            {colleagues.map(({ id, name }) => (
              <option key={id} value={`colleagueId ${id}`}>
                {name}
              </option>
            ))}
          </optgroup>
        )}
      </select>
    </div>
  )
}

/** What was typed, as the call takes it: what is empty is left out. */
function readForm(form: HTMLFormElement | null): Record<string, string> {
  const typed = new FormData(form ?? undefined)
  const fields = ['name', 'phone', 'email', 'text'].map((name) => [name, String(typed.get(name) ?? '').trim()])
  const [kind, id] = String(typed.get('to') ?? '').split(' ')
  return Object.fromEntries([...fields, [kind || 'to', id ?? '']].filter(([, value]) => value !== ''))
}

function missingIn(typed: Record<string, string>, way: Way, slot: BookedSlot | undefined) {
  if (!typed.name) return 'desk.nameMissing'
  if (way === 'callback' && !typed.phone) return 'desk.phoneMissing'
  if (!typed.phone && !typed.email) return 'desk.contactMissing'
  if (way === 'callback' && !slot) return 'desk.slotMissing'
  return typed.text ? null : 'desk.textMissing'
}
