import type { ComponentChildren, InputHTMLAttributes, RefObject } from 'preact'
import { useLayoutEffect, useState } from 'preact/hooks'
import { Button } from './button.js'
import { Icon } from './icon.js'

/** The sentence of a field at fault, to which the field points by `aria-describedby`. */
export function FieldError({ id, text }: { id: string; text: string | undefined }) {
  if (!text) return null
  return (
    <p id={id} class="field-error">
      <Icon name="alert" /> {text}
    </p>
  )
}

interface FieldText {
  id: string
  label: string
  /** How to fill it. */
  hint?: string | undefined
  /** What is to mend in it, in a sentence; empty when nothing is. */
  error?: string | undefined
  /** Whether it is at fault although the sentence of it stands elsewhere. */
  isWrong?: boolean | undefined
  /** Id of what else tells of it. */
  describedBy?: string | undefined
  /** Under the field: a button, for example. */
  children?: ComponentChildren
}

/** What a field is wired with: its name, that it is at fault, and where that is said. */
export interface Wired {
  id: string
  'aria-invalid': boolean
  'aria-describedby': string | undefined
}

/** A field with its label before it, and what is to mend and how to fill it after it. @param control draws the field itself */
export function Field(
  props: FieldText & { hidden?: boolean | undefined; control: (wired: Wired) => ComponentChildren },
) {
  const { id, label, hint, error, isWrong, describedBy, hidden, control, children } = props
  const told = [error && `${id}-error`, describedBy, hint && `${id}-hint`].filter(Boolean).join(' ')
  return (
    <div class="field" hidden={hidden}>
      <label id={`${id}-label`} for={id}>
        {label}
      </label>
      {control({ id, 'aria-invalid': Boolean(error || isWrong), 'aria-describedby': told || undefined })}
      <FieldError id={`${id}-error`} text={error} />
      {hint && (
        <p id={`${id}-hint`} class="hint">
          {hint}
        </p>
      )}
      {children}
    </div>
  )
}

/** What a field of one line may have of an `input`. */
type NativeInput = Pick<
  InputHTMLAttributes<HTMLInputElement>,
  | 'accept'
  | 'autocapitalize'
  | 'autocomplete'
  | 'defaultValue'
  | 'dir'
  | 'disabled'
  | 'inputMode'
  | 'lang'
  | 'max'
  | 'maxLength'
  | 'min'
  | 'name'
  | 'onBlur'
  | 'onChange'
  | 'onClick'
  | 'onKeyDown'
  | 'placeholder'
  | 'required'
  | 'spellcheck'
  | 'step'
>

interface TextProps extends FieldText, NativeInput {
  hidden?: boolean
  value?: string | undefined
  onValue?: (value: string) => void
  /** The element itself, for whoever moves the focus to it. */
  input?: RefObject<HTMLInputElement | null>
  type?: 'text' | 'search' | 'email' | 'url' | 'date' | 'datetime-local' | 'time' | 'number' | 'password' | 'file'
}

/** A field of one line. */
export function TextField(props: TextProps) {
  const {
    id,
    label,
    hint,
    error,
    isWrong,
    describedBy,
    children,
    hidden,
    onValue,
    input,
    type = 'text',
    ...native
  } = props
  return (
    <Field
      {...{ id, label, hint, error, isWrong, describedBy, children }}
      hidden={hidden}
      control={(wired) => (
        <input
          ref={input ?? null}
          type={type as 'text'}
          {...native}
          {...wired}
          {...(onValue && { onInput: ({ currentTarget: { value } }) => onValue(value) })}
        />
      )}
    />
  )
}

interface AreaProps extends FieldText {
  value: string
  onValue: (value: string) => void
  input?: RefObject<HTMLTextAreaElement | null>
  rows?: number
  maxLength?: number
  lang?: string | undefined
  dir?: 'auto' | undefined
  spellcheck?: boolean
  required?: boolean
  onBlur?: () => void
}

/** A field of several lines. */
export function AreaField(props: AreaProps) {
  const { id, label, hint, error, isWrong, describedBy, children, onValue, input, rows = 3, ...native } = props
  return (
    <Field
      {...{ id, label, hint, error, isWrong, describedBy, children }}
      control={(wired) => (
        <textarea
          ref={input ?? null}
          rows={rows}
          {...native}
          {...wired}
          onInput={({ currentTarget: { value } }) => onValue(value)}
        />
      )}
    />
  )
}

/** A value to choose, and its words. */
export type Option = readonly [value: string, words: string, lang?: string]

interface SelectProps extends FieldText {
  hidden?: boolean
  name?: string
  required?: boolean
  disabled?: boolean
  value?: string | number | undefined
  onValue?: (value: string) => void
  input?: RefObject<HTMLSelectElement | null>
  options?: readonly Option[]
  /** Values as elements, after those of `options`: where they are in choices. */
  choices?: ComponentChildren
}

/** A field with values to choose from. */
export function SelectField(props: SelectProps) {
  const {
    id,
    label,
    hint,
    error,
    isWrong,
    describedBy,
    children,
    hidden,
    onValue,
    input,
    options = [],
    choices,
    ...native
  } = props
  return (
    <Field
      {...{ id, label, hint, error, isWrong, describedBy, children }}
      hidden={hidden}
      control={(wired) => (
        <select
          ref={input ?? null}
          {...native}
          {...wired}
          {...(onValue && { onChange: ({ currentTarget: { value } }) => onValue(value) })}
        >
          {options.map(([value, words, lang]) => (
            <option key={value} value={value} lang={lang}>
              {words}
            </option>
          ))}
          {choices}
        </select>
      )}
    />
  )
}

interface CheckProps {
  id?: string | undefined
  label: ComponentChildren
  hint?: string | undefined
  isChecked: boolean
  onCheck: (isChecked: boolean) => void
  isWrong?: boolean | undefined
  disabled?: boolean
  describedBy?: string | undefined
}

/** A box to tick, and its words. */
export function CheckField({ id, label, hint, isChecked, onCheck, isWrong, disabled, describedBy }: CheckProps) {
  return (
    <label class="check">
      <input
        id={id}
        type="checkbox"
        checked={isChecked}
        disabled={disabled ?? false}
        aria-invalid={isWrong || undefined}
        aria-describedby={describedBy}
        onChange={({ currentTarget: { checked } }) => onCheck(checked)}
      />
      <span>
        {label}
        {hint && <span class="hint"> {hint}</span>}
      </span>
    </label>
  )
}

interface ChecksProps<One extends string> {
  /** The first box has it. */
  id: string
  legend: string
  /** The legend is for screen readers alone. */
  isLegendHidden?: boolean
  hint?: string
  error?: string | undefined
  options: readonly (readonly [one: One, words: string, hint?: string])[]
  ticked: readonly One[]
  /** Told all that is ticked, in the order of the options. */
  onTick: (ticked: One[]) => void
}

/** Several boxes under one legend. */
export function CheckFields<One extends string>(props: ChecksProps<One>) {
  const { id, legend, isLegendHidden, hint, error, options, ticked, onTick } = props
  const told = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(' ')
  return (
    <fieldset class="checks" aria-describedby={told || undefined}>
      <legend class={isLegendHidden ? 'visually-hidden' : undefined}>{legend}</legend>
      {hint && (
        <p id={`${id}-hint`} class="hint">
          {hint}
        </p>
      )}
      {options.map(([one, words, more], index) => (
        <CheckField
          key={one}
          id={index === 0 ? id : undefined}
          label={words}
          hint={more}
          isChecked={ticked.includes(one)}
          isWrong={index === 0 && Boolean(error)}
          onCheck={(isOn) =>
            onTick(options.flatMap(([other]) => ((other === one ? isOn : ticked.includes(other)) ? other : [])))
          }
        />
      ))}
      <FieldError id={`${id}-error`} text={error} />
    </fieldset>
  )
}

interface PasswordProps extends Omit<FieldText, 'children'> {
  input: RefObject<HTMLInputElement | null>
  autocomplete: 'current-password' | 'new-password'
  show: string
  hide: string
}

/** A password whose text can be shown. */
export function PasswordField({ input, autocomplete, show, hide, ...told }: PasswordProps) {
  const [isShown, setShown] = useState(false)
  // The same element shows and hides its text, so that what was typed and where the cursor stands are kept.
  useLayoutEffect(() => {
    if (input.current) input.current.type = isShown ? 'text' : 'password'
  }, [input, isShown])
  const { id } = told
  return (
    <TextField {...told} input={input} name={id} type="password" autocomplete={autocomplete} required>
      <Button
        look="quiet"
        class="show-password"
        label={isShown ? hide : show}
        aria-controls={id}
        aria-describedby={`${id}-label`}
        onClick={() => setShown(!isShown)}
      />
    </TextField>
  )
}
