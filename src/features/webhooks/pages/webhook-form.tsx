import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import en from '../../../../knowledge/messages/admin-webhooks.en.json' with { type: 'json' }
import fr from '../../../../knowledge/messages/admin-webhooks.fr.json' with { type: 'json' }
import type { BodyOf } from '../../../platform/http/route.js'
import { type PageWords, pageWords } from '../../../ui/kit/page-words.js'
import { CallError } from '../../../ui/kit/staff-api.js'
import { asTicked, useUnsaved } from '../../../ui/kit/use-unsaved.js'
import { MAX_ADDRESS_LENGTH, MAX_WEBHOOK_NAME_LENGTH, type webhookRoutes } from '../contract.js'
import { WEBHOOK_EVENTS, type WebhookEventType } from '../event.js'

/** Key of a sentence of webhooks. */
type WebhookKey = keyof typeof fr
/** The sentences of webhooks, in a language. */
export type WebhookWords = PageWords<WebhookKey>

/** The sentences of webhooks. */
export const webhookWords = pageWords<WebhookKey>(fr, en)

/** What a try met, in words: of a status or a code that has none, itself. */
export function answerInWords({ say, has }: WebhookWords, answer: string): string {
  const key = `answer.${answer}`
  if (has(key)) return say(key)
  return say(/^\d+$/.test(answer) ? 'answer.status' : 'answer.code', { code: answer })
}

/** Why a call did not succeed, in words. */
export function problemOf({ say }: WebhookWords, error: unknown): string {
  return (error instanceof CallError && error.message) || say('failed')
}

/** What is asked of a webhook. */
export type WebhookRequest = BodyOf<typeof webhookRoutes.add>

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
        maxLength={field === 'name' ? MAX_WEBHOOK_NAME_LENGTH : MAX_ADDRESS_LENGTH}
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
