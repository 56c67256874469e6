import { useState } from 'preact/hooks'
import en from '../../../../knowledge/messages/admin-webhooks.en.json' with { type: 'json' }
import fr from '../../../../knowledge/messages/admin-webhooks.fr.json' with { type: 'json' }
import type { BodyOf } from '../../../platform/http/route.js'
import { WEBHOOK_EVENTS, WEBHOOK_FORMATS, type WebhookFormat } from '../../../platform/model/webhook-event.js'
import { CheckFields, SelectField, TextField } from '../../../ui/kit/field.js'
import { Form } from '../../../ui/kit/form.js'
import { sortedTicks, useUnsaved } from '../../../ui/kit/leave-guard.js'
import { type PageWords, pageWords } from '../../../ui/kit/page-words.js'
import { CallError, sentenceOf } from '../../../ui/kit/staff-api.js'
import { MAX_ADDRESS_LENGTH, MAX_WEBHOOK_NAME_LENGTH, type webhookRoutes } from '../contract.js'

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
  const comparable = ({ events, ...others }: WebhookRequest) => ({ ...others, events: sortedTicks(events) })
  useUnsaved(comparable(draft), comparable(begin), words.language)
  const [errors, setErrors] = useState<Errors>({})
  const [busy, setBusy] = useState(false)
  const send = async () => {
    const found = missing(words, draft)
    setErrors(found)
    if (Object.keys(found).length > 0) return
    setBusy(true)
    await onSubmit(draft).catch((error: unknown) => setErrors(refusal(words, error)))
    setBusy(false)
  }
  const shared = (field: 'name' | 'address') => ({
    id: `${id}-${field}`,
    label: say(field),
    hint: say(`${field}.hint`),
    error: errors[field],
    value: draft[field],
    required: true,
    autocomplete: 'off' as const,
    onValue: (value: string) => setDraft({ ...draft, [field]: value }),
  })
  return (
    <Form
      errors={errors}
      said={{ problem: errors.form ?? '' }}
      submit={say(busy ? 'checking' : 'save', { submit })}
      isBusy={busy}
      isOpened={onCancel !== undefined}
      onSubmit={send}
      {...(onCancel && { cancel: say('cancel'), onCancel })}
    >
      <TextField {...shared('name')} maxLength={MAX_WEBHOOK_NAME_LENGTH} />
      <TextField {...shared('address')} inputMode="url" maxLength={MAX_ADDRESS_LENGTH} placeholder="https://" />
      <CheckFields
        id={`${id}-events`}
        legend={say('events')}
        hint={say('events.hint')}
        error={errors.events}
        options={WEBHOOK_EVENTS.map((type) => [type, say(`event.${type}`)] as const)}
        ticked={draft.events}
        onTick={(events) => setDraft({ ...draft, events })}
      />
      <SelectField
        id={`${id}-format`}
        label={say('format')}
        hint={say('format.hint')}
        value={draft.format}
        options={WEBHOOK_FORMATS.map((format) => [format, say(`format.${format}`)] as const)}
        onValue={(value) => setDraft({ ...draft, format: value as WebhookFormat })}
      />
    </Form>
  )
}

/** What was refused, beside its field where there is one. */
function refusal({ say }: WebhookWords, error: unknown): Errors {
  const { field = '' } = CallError.of(error).problem
  return { [isField(field) ? field : 'form']: sentenceOf(error, say('failed')) }
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
