import type { ComponentChildren } from 'preact'

interface TextFieldProps {
  id: string
  name: string
  label: ComponentChildren
  value: string
  hint?: string
  /** Why the value must be corrected, in words; empty when it need not. */
  error?: string | undefined
  required?: boolean
  /** Whether the page opens on this field: the first one to correct. */
  focused?: boolean
  /** A text of several lines when there is none. */
  type?: 'text' | 'tel' | 'email'
  autocomplete?: 'name' | 'tel' | 'email'
}

/** A labelled field with its hint and, when it must be corrected, the reason in words beside it. */
export function TextField(props: TextFieldProps) {
  const { id, name, label, value, hint, error, required = false, focused = false, type, autocomplete } = props
  const described = [hint && `${id}-aide`, error && `${id}-erreur`].filter(Boolean).join(' ')
  const common = {
    id,
    name,
    autofocus: focused,
    'aria-required': required,
    'aria-invalid': Boolean(error),
    'aria-describedby': described || undefined,
  }
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {hint && (
        <p id={`${id}-aide`} class="hint">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-erreur`} class="error">
          {error}
        </p>
      )}
      {type ? (
        <input type={type as 'text'} value={value} autocomplete={autocomplete} {...common} />
      ) : (
        <textarea rows={4} {...common}>
          {value}
        </textarea>
      )}
    </div>
  )
}
