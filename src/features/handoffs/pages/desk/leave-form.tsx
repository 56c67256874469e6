import { useEffect, useRef, useState } from 'preact/hooks'
import type { BookedSlot, Handoff } from '../../../../platform/model/handoff.js'
import { attempt } from '../../../../ui/kit/browser.js'
import { Button } from '../../../../ui/kit/button.js'
import { useConsole } from '../../../../ui/kit/console-context.js'
import { AreaField, SelectField, TextField } from '../../../../ui/kit/field.js'
import { useFocusWish } from '../../../../ui/kit/focus.js'
import { ActMessage } from '../../../../ui/kit/form.js'
import { type DeskChoicesView, deskRoutes } from '../../desk-contract.js'
import { useDeskChoices } from '../lifecycle/later-menu.js'
import { deskCall } from './new-desk.js'
import { SlotField, slotValue } from './slot-field.js'

interface LeaveFormProps {
  handoff: Handoff
  draft: LeaveDraft
  /** Whether it has just been opened to be written in. */
  focused: boolean
}

/**
 * Leaves a message or a call-back for the person, to a department, a colleague or whoever is there. It ends the talk. What is written is
 * kept with the agent's drafts: another conversation, or a reload, interrupts it and loses nothing.
 */
export function LeaveForm(props: LeaveFormProps) {
  const { t } = useConsole()
  const choices = useDeskChoices()
  if (!choices) return <p class="hint">{t('loading')}</p>
  return <Form {...props} choices={choices} />
}

function Form({ handoff: { id }, draft, focused, choices }: LeaveFormProps & { choices: DeskChoicesView }) {
  const { t, session } = useConsole()
  const first = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (focused) first.current?.focus()
  }, [focused])
  useFocusWish('composer', first)
  const { problem, busy, submit, close } = useLeaving(id, draft, choices.slots)
  const { way } = draft
  const change = (changes: Partial<LeaveDraft>) =>
    session.keepDraft(leaveKey(id), JSON.stringify({ ...draft, ...changes }))
  return (
    <form class="resolve leave" noValidate aria-labelledby="leave-title" onSubmit={(event) => void submit(event)}>
      <h3 id="leave-title">{t('desk.leaveTitle')}</h3>
      {choices.slots.length > 0 && <Ways way={way} onWay={(one) => change({ way: one })} />}
      <Field name="name" label={t('desk.leaveName')} {...{ draft, change }} input={first} />
      <Field name="phone" label={t(`desk.phone.${way}`)} type="tel" {...{ draft, change }} />
      <Field name="email" label={t('desk.email')} type="email" hidden={way !== 'message'} {...{ draft, change }} />
      {way === 'callback' && (
        <SlotField
          id="leave-slot"
          slots={choices.slots}
          value={draft.slot}
          onChange={(chosen) => change({ slot: chosen ? slotValue(chosen) : '' })}
        />
      )}
      <To choices={choices} value={draft.to} onChange={(to) => change({ to })} />
      <AreaField
        id="leave-text"
        label={t('desk.text')}
        value={draft.text}
        rows={3}
        spellcheck
        onValue={(value) => change({ text: value })}
      />
      <ActMessage problem={problem} />
      <div class="actions">
        <Button type="submit" look="main" label={t('desk.leaveSubmit')} isOff={busy} />
        <Button
          label={t('cancel')}
          onClick={() => {
            close()
            session.focusOn('composer')
          }}
        />
      </div>
    </form>
  )
}

/** Leaves what was written, once nothing is missing in it, and goes back to the queue. */
function useLeaving(id: string, draft: LeaveDraft, slots: readonly BookedSlot[]) {
  const { t, session } = useConsole()
  const [problem, setProblem] = useState('')
  const [busy, setBusy] = useState(false)
  const close = () => session.keepDraft(leaveKey(id), '')
  const submit = async (event: Event) => {
    event.preventDefault()
    if (busy) return
    const slot = slotOf(draft, slots)
    const missing = missingIn(draft, slot)
    setProblem(missing ? t(missing) : '')
    if (missing) return
    setBusy(true)
    const body = leaveBody(draft, slot)
    const left = await deskCall(session, () => session.api.ask(deskRoutes.leave, { params: { id }, body }))
    setBusy(false)
    if (!left) return
    close()
    session.notice('done', t('desk.left', { reference: left.reference ?? '' }))
    session.navigate({ view: 'queue', handoffId: null })
    session.focusOn('queue')
  }
  return { problem, busy, submit, close }
}

/** A message, or a call-back. */
function Ways({ way, onWay }: { way: LeaveDraft['way']; onWay: (way: LeaveDraft['way']) => void }) {
  const { t } = useConsole()
  return (
    <fieldset class="ways">
      <legend class="visually-hidden">{t('desk.way')}</legend>
      {(['message', 'callback'] as const).map((one) => (
        <label key={one} class="check">
          <input type="radio" name="way" value={one} checked={way === one} onChange={() => onWay(one)} />
          {t(`desk.way.${one}`)}
        </label>
      ))}
    </fieldset>
  )
}

interface FieldProps {
  name: 'name' | 'phone' | 'email'
  label: string
  draft: LeaveDraft
  change: (changes: Partial<LeaveDraft>) => void
  type?: 'text' | 'tel' | 'email'
  hidden?: boolean
  input?: preact.RefObject<HTMLInputElement | null>
}

function Field({ name, label, draft, change, type = 'text', hidden = false, input }: FieldProps) {
  return (
    <TextField
      hidden={hidden}
      id={`leave-${name}`}
      label={label}
      value={draft[name]}
      {...(input && { input })}
      inputMode={type}
      autocomplete="off"
      maxLength={100}
      onValue={(value) => change({ [name]: value })}
    />
  )
}

interface ToProps {
  choices: DeskChoicesView
  value: string
  onChange: (to: string) => void
}

function To({ choices: { departments, colleagues }, value, onChange }: ToProps) {
  const { t } = useConsole()
  return (
    <SelectField
      id="leave-to"
      label={t('desk.to')}
      value={value}
      onValue={onChange}
      choices={
        <>
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
        </>
      }
    />
  )
}

/** What is being written in the form that leaves a message or a call-back. */
export interface LeaveDraft {
  way: 'message' | 'callback'
  name: string
  phone: string
  email: string
  /** The half-day as the value of its choice; empty until chosen. */
  slot: string
  /** `department` or `colleagueId` with an id; empty for whoever is there. */
  to: string
  text: string
}

/** Under which key the form of a talk is kept while it is open. */
export function leaveKey(handoffId: string): string {
  return `leave:${handoffId}`
}

/** The form as it was kept; `null` while it is not open. */
export function readLeaveDraft(kept: string | undefined): LeaveDraft | null {
  return kept === undefined ? null : attempt(() => JSON.parse(kept) as LeaveDraft)
}

/** What was written, as the call takes it: what is empty, or of the other way, is left out. */
function leaveBody({ way, to, name, phone, email, text }: LeaveDraft, slot: BookedSlot | undefined) {
  const [kind = '', id = ''] = to.split(' ')
  const fields = { name, phone, ...(way === 'message' ? { email } : {}), text, ...(kind ? { [kind]: id } : {}) }
  const typed = Object.entries(fields).map(([field, value]) => [field, value.trim()])
  return {
    ...(Object.fromEntries(typed.filter(([, value]) => value !== '')) as { name: string; text: string }),
    ...(way === 'callback' && slot ? { slot: { day: slot.day, half: slot.half } } : {}),
  }
}

/** What is missing, as the key of its sentence; `null` when nothing is. */
function missingIn({ way, name, phone, email, text }: LeaveDraft, slot: BookedSlot | undefined) {
  if (!name.trim()) return 'desk.nameMissing'
  if (way === 'callback' && !phone.trim()) return 'desk.phoneMissing'
  if (!phone.trim() && !email.trim()) return 'desk.contactMissing'
  if (way === 'callback' && !slot) return 'desk.slotMissing'
  return text.trim() ? null : 'desk.textMissing'
}

/** The half-day of a draft, where it is still offered. */
function slotOf({ slot }: LeaveDraft, slots: readonly BookedSlot[]): BookedSlot | undefined {
  return slots.find((one) => slotValue(one) === slot)
}
