import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { CallError } from '../../../ui/console/staff-api.js'
import { asTicked, useUnsaved } from '../../../ui/kit/use-unsaved.js'
import { WEBHOOK_EVENTS, type WebhookEventType } from '../event.js'
import type { WebhookRequest } from '../routes/webhook-contract.js'
import { problemOf, type WebhookWords } from './webhook-words.js'

type Field = keyof WebhookRequest
type Errors = Partial<Record<Field | 'form', string>>

interface Props {
  words: WebhookWords
  /** By which its fields are told from another form's. */
  id: string
  begin: WebhookRequest
  submit: string
  /** Whatever it throws is told, and what was typed stays. */
  onSubmit: (asked: WebhookRequest) => Promise<void>
  onCancel?: () => void
}

/** What a webhook is: its name, its address, what it is told of. */
export function WebhookForm({ words, id, begin, submit, onSubmit, onCancel }: Props) {
  const { say } = words
  const [draft, setDraft] = useState(begin)
  const comparable = ({ events, ...others }: WebhookRequest) => ({ ...others, events: asTicked(events) })
  useUnsaved(comparable(draft), comparable(begin), words.language)
  const [errors, setErrors] = useState<Errors>({})
  const [busy, setBusy] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  const isOpened = onCancel !== undefined
  useLayoutEffect(() => {
    if (isOpened) form.current?.querySelector('input')?.focus()
  }, [isOpened])
  const show = (found: Errors) => {
    setErrors(found)
    const first = (['name', 'address', 'events'] as const).find((field) => found[field])
    if (first) form.current?.querySelector<HTMLElement>(`[data-field="${first}"]`)?.focus()
  }
  const send = async (event: Event) => {
    event.preventDefault()
    // Not `disabled`: the focus would be lost while it works.
    if (busy) return
    const found = missing(words, draft)
    if (Object.keys(found).length > 0) return show(found)
    setErrors({})
    setBusy(true)
    try {
      await onSubmit(draft)
    } catch (error) {
      const field = error instanceof CallError ? (error.problem.field ?? '') : ''
      show({ [isField(field) ? field : 'form']: problemOf(words, error) })
    }
    setBusy(false)
  }
  const toggle = (type: WebhookEventType, on: boolean) => {
    const others = draft.events.filter((one) => one !== type)
    setDraft({ ...draft, events: on ? [...others, type] : others })
  }
  const text = (field: 'name' | 'address', mode: 'text' | 'url') => (
    <div class="field">
      <label for={`${id}-${field}`}>{say(field)}</label>
      <input
        id={`${id}-${field}`}
        data-field={field}
        type="text"
        inputMode={mode}
        value={draft[field]}
        maxLength={field === 'name' ? 80 : 500}
        placeholder={mode === 'url' ? 'https://' : ''}
        required
        autoComplete="off"
        aria-invalid={errors[field] !== undefined}
        aria-describedby={`${id}-${field}-hint ${id}-${field}-error`}
        onInput={(event) => setDraft({ ...draft, [field]: event.currentTarget.value })}
      />
      <p id={`${id}-${field}-hint`} class="hint">
        {say(`${field}.hint`)}
      </p>
      <p id={`${id}-${field}-error`} class="field-error">
        {errors[field]}
      </p>
    </div>
  )
  return (
    <form ref={form} class="account-form" noValidate aria-busy={busy} onSubmit={send}>
      {text('name', 'text')}
      {text('address', 'url')}
      <fieldset class="webhook-events" aria-describedby={`${id}-events-error`}>
        <legend>{say('events')}</legend>
        <p class="hint">{say('events.hint')}</p>
        {WEBHOOK_EVENTS.map((type, index) => (
          <label class="check" key={type}>
            <input
              type="checkbox"
              data-field={index === 0 ? 'events' : undefined}
              checked={draft.events.includes(type)}
              onChange={(event) => toggle(type, event.currentTarget.checked)}
            />
            <span>{say(`event.${type}`)}</span>
          </label>
        ))}
        <p id={`${id}-events-error`} class="field-error">
          {errors.events}
        </p>
      </fieldset>
      <p role="alert" class="field-error">
        {errors.form}
      </p>
      <div class="actions">
        <button type="submit" class="button main" aria-disabled={busy}>
          {say(busy ? 'checking' : 'save', { submit })}
        </button>
        {onCancel && (
          <button type="button" class="button" onClick={onCancel}>
            {say('cancel')}
          </button>
        )}
      </div>
    </form>
  )
}

function isField(field: string): field is Field {
  return field === 'name' || field === 'address' || field === 'events'
}

function missing({ say }: WebhookWords, { name, address, events }: WebhookRequest): Errors {
  return {
    ...(name.trim() === '' ? { name: say('name.missing') } : {}),
    ...(/^https:\/\/./i.test(address.trim()) ? {} : { address: say('address.missing') }),
    ...(events.length === 0 ? { events: say('events.missing') } : {}),
  }
}
