import { Component, createRef } from 'preact'
import { callbackRoutes } from '../../../features/handoffs/callbacks/contract.js'
import type { CallbackSlotView } from '../../../platform/http/shapes.js'
import { CallError } from '../api.js'
import { Button } from '../button.js'
import type { ExtraProps } from '../extra-props.js'
import { FormField } from '../form-field.js'
import { Icon } from '../icon.js'
import {
  CALLBACK_FIELDS,
  type CallbackDraft,
  checkCallback,
  EMPTY_CALLBACK,
  slotsByDay,
  slotValue,
} from './callback-draft.js'
import { extraWords } from './extra-words.js'

interface CallbackFormState {
  /** `null` until they are read. */
  slots: CallbackSlotView[] | null
  errors: Partial<CallbackDraft>
  problem: string
  busy: boolean
}

/** Asks to be phoned in a half-day of the reception. What was typed stays, whatever happens. */
export class CallbackForm extends Component<ExtraProps, CallbackFormState> {
  override state: CallbackFormState = { slots: null, errors: {}, problem: '', busy: false }
  readonly #form = createRef<HTMLFormElement>()
  readonly #title = createRef<HTMLHeadingElement>()

  override componentDidMount(): void {
    this.#title.current?.focus()
    const { session, state, t } = this.props.chat
    session.api.ask(callbackRoutes.slots, null, { params: { id: state.commune?.id ?? '' } }).then(
      ({ slots }) => this.#offer(slots),
      (error: Error) => this.setState({ slots: [], problem: error.message || t('loadFailed') }),
    )
  }

  get #draft(): CallbackDraft {
    return this.props.panel.callback ?? EMPTY_CALLBACK
  }

  #write(change: Partial<CallbackDraft>): void {
    this.props.onChange({ callback: { ...this.#draft, ...change } })
  }

  /** A half-day that is no longer free is no longer chosen. */
  #offer(slots: CallbackSlotView[]): void {
    this.setState({ slots })
    if (!slots.some((slot) => slotValue(slot) === this.#draft.slot)) this.#write({ slot: '' })
  }

  async #submit(): Promise<void> {
    const { chat, onChange } = this.props
    if (this.state.busy) return
    const errors = checkCallback(this.#draft, chat.t, extraWords(chat.language))
    this.setState({ errors, problem: '' })
    const wrong = CALLBACK_FIELDS.find((name) => errors[name])
    if (wrong) return this.#focus(wrong)
    this.setState({ busy: true })
    const { slot, name, phone, subject } = this.#draft
    const [day = '', half = ''] = slot.split(' ')
    try {
      await chat.session.ask(callbackRoutes.request, {
        body: { slot: { day, half: half as CallbackSlotView['half'] }, name, phone: phone.trim(), subject },
      })
      onChange({ callback: null, view: 'chat' })
    } catch (error) {
      this.#refused(error)
    }
  }

  /** The server's own sentence is shown at the field at fault; when the half-day is taken, with those that are left. */
  #refused(error: unknown): void {
    const { message, problem } = error instanceof CallError ? error : new CallError(0)
    const field = CALLBACK_FIELDS.find((name) => name === problem.field)
    const sentence = message || this.props.chat.t('serverFailed')
    this.setState({ busy: false, problem: field ? '' : sentence, errors: field ? { [field]: sentence } : {} })
    if (problem.slots) this.#offer(problem.slots)
    this.#focus(field)
  }

  /** To the field at fault, or to the refusal itself: the button that sends may be far below. */
  #focus(field: keyof CallbackDraft | undefined): void {
    const selector = !field ? '.problem' : field === 'slot' ? '[name=callback-slot]' : `#contact-${field}`
    // The half-days that are left are drawn first.
    this.setState({}, () => (this.#form.current?.querySelector<HTMLElement>(selector) ?? this.#title.current)?.focus())
  }

  /** The half-days to choose from, and who is to be phoned about what. */
  #fields(slots: readonly CallbackSlotView[]) {
    const { t, language } = this.props.chat
    const { errors, busy } = this.state
    const say = extraWords(language)
    const draft = this.#draft
    const bind = (name: 'name' | 'phone' | 'subject') => ({
      name,
      t,
      value: draft[name],
      error: errors[name] ?? '',
      onValue: (value: string) => this.#write({ [name]: value }),
    })
    return (
      <>
        <SlotPicker
          legend={say('callbackWhen')}
          slots={slots}
          value={draft.slot}
          error={errors.slot ?? ''}
          onValue={(slot) => this.#write({ slot })}
        />
        <FormField {...bind('name')} label={t('name')} autocomplete="name" />
        <FormField
          {...bind('phone')}
          label={say('callbackPhone')}
          hint={say('callbackPhoneHint')}
          type="tel"
          autocomplete="tel"
          required
        />
        <FormField {...bind('subject')} label={say('callbackSubject')} hint={say('callbackSubjectHint')} />
        <Button type="submit" class="button main">
          {busy ? t('sending') : say('callbackSend')}
        </Button>
      </>
    )
  }

  override render({ chat, onChange }: ExtraProps) {
    const { t, language, showForm } = chat
    const { slots, errors, problem } = this.state
    const say = extraWords(language)
    const count = Object.keys(errors).length
    return (
      <form
        class="contact"
        ref={this.#form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void this.#submit()
        }}
      >
        <Button class="plain" onClick={() => onChange({ view: 'chat' })}>
          {t('back')}
        </Button>
        <h3 ref={this.#title} tabIndex={-1}>
          {say('callbackTitle')}
        </h3>
        <p>{say(slots ? 'callbackIntro' : 'loading')}</p>
        {(problem || count > 0) && (
          <p class="problem" role="alert" tabIndex={-1}>
            {problem || t('errors', { count })}
          </p>
        )}
        {slots?.length === 0 ? (
          <>
            <p>{say('noSlot')}</p>
            <Button onClick={showForm}>{t('leaveMessage')}</Button>
          </>
        ) : (
          slots && this.#fields(slots)
        )}
      </form>
    )
  }
}

interface SlotPickerProps {
  legend: string
  slots: readonly CallbackSlotView[]
  value: string
  error: string
  onValue: (value: string) => void
}

/** Half-days as radio buttons, grouped by day. */
function SlotPicker({ legend, slots, value, error, onValue }: SlotPickerProps) {
  return (
    <fieldset aria-describedby="callback-slot-error">
      <legend>{legend}</legend>
      <p id="callback-slot-error" class="hint error">
        {error && (
          <>
            <Icon name="alert" /> {error}
          </>
        )}
      </p>
      {slotsByDay(slots).map(({ day, slots: ofDay }) => (
        <fieldset key={day} class="day">
          <legend>{day}</legend>
          {ofDay.map((slot) => (
            <label key={slotValue(slot)} class="slot">
              <input
                type="radio"
                name="callback-slot"
                value={slotValue(slot)}
                checked={value === slotValue(slot)}
                aria-invalid={error !== ''}
                onChange={(event) => onValue(event.currentTarget.value)}
              />
              {slot.halfInWords}
            </label>
          ))}
        </fieldset>
      ))}
    </fieldset>
  )
}
