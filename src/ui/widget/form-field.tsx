import { Icon } from './icon.js'
import type { Translate } from './translate.js'

interface FormFieldProps {
  t: Translate
  name: string
  label: string
  value: string
  onValue: (value: string) => void
  /** Why the value must be corrected, in words; empty when it need not. */
  error: string
  hint?: string
  /** A text of several lines when there is none. */
  autocomplete?: 'name' | 'tel' | 'email'
  type?: 'tel' | 'email'
  /** Default: a field of no special type is, since a phone and an e-mail are a choice. */
  required?: boolean
}

/** A labelled field with its hint and, when it must be corrected, the reason in words. */
export function FormField({
  t,
  name,
  label,
  value,
  onValue,
  error,
  hint,
  autocomplete,
  type,
  required = !type,
}: FormFieldProps) {
  const id = `contact-${name}`
  const properties = {
    id,
    name,
    value,
    dir: type ? ('ltr' as const) : ('auto' as const),
    'aria-describedby': `${id}-hint ${id}-error`,
    'aria-invalid': error !== '',
    'aria-required': required,
    onInput: (event: { currentTarget: { value: string } }) => onValue(event.currentTarget.value),
  }
  return (
    <div class="form-field">
      <label for={id}>
        {label} {required && `(${t('required')})`}
      </label>
      <p id={`${id}-hint`} class="hint">
        {hint}
      </p>
      <p id={`${id}-error`} class="error">
        {error && (
          <>
            <Icon name="alert" /> {error}
          </>
        )}
      </p>
      {autocomplete ? (
        <input type={(type ?? 'text') as 'text'} autocomplete={autocomplete} {...properties} />
      ) : (
        <textarea rows={4} {...properties} />
      )}
    </div>
  )
}
