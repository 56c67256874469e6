import { useEffect, useRef, useState } from 'preact/hooks'
import { Button } from '../../../../ui/kit/button.js'
import { useConsole } from '../../../../ui/kit/console-context.js'
import { AreaField, SelectField, TextField } from '../../../../ui/kit/field.js'
import { useFocusWish } from '../../../../ui/kit/focus.js'
import { Outcome } from '../../../../ui/kit/form.js'
import { type DeskChoicesView, deskRoutes } from '../../desk-contract.js'
import type { Handoff } from '../../handoff.js'
import { useDeskChoices } from '../lifecycle/later-menu.js'
import { deskCall } from './desk-call.js'
import { type LeaveDraft, leaveBody, leaveKey, missingIn, slotOf } from './leave-draft.js'
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
  const [problem, setProblem] = useState('')
  const [busy, setBusy] = useState(false)
  const first = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (focused) first.current?.focus()
  }, [focused])
  useFocusWish('composer', first)
  const slot = slotOf(draft, choices.slots)
  const { way } = draft
  const change = (changes: Partial<LeaveDraft>) =>
    session.keepDraft(leaveKey(id), JSON.stringify({ ...draft, ...changes }))
  const close = () => session.keepDraft(leaveKey(id), '')
  const submit = async (event: Event) => {
    event.preventDefault()
    if (busy) return
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
  return (
    <form class="resolve leave" noValidate aria-labelledby="leave-title" onSubmit={(event) => void submit(event)}>
      <h3 id="leave-title">{t('desk.leaveTitle')}</h3>
      {choices.slots.length > 0 && (
        <fieldset class="ways">
          <legend class="visually-hidden">{t('desk.way')}</legend>
          {(['message', 'callback'] as const).map((one) => (
            <label key={one} class="check">
              <input type="radio" name="way" value={one} checked={way === one} onChange={() => change({ way: one })} />
              {t(`desk.way.${one}`)}
            </label>
          ))}
        </fieldset>
      )}
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
      <Outcome problem={problem} />
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
