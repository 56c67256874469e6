import type { RefObject } from 'preact'
import { useLayoutEffect, useState } from 'preact/hooks'
import { FieldError } from './field-error.js'

interface Props {
  id: string
  input: RefObject<HTMLInputElement | null>
  label: string
  hint?: string
  /** Said when it is not enough that it is wrong; the field is marked either way. */
  error: string | undefined
  isWrong?: boolean
  /** What else tells of the field. */
  describedBy?: string | undefined
  autocomplete: 'current-password' | 'new-password'
  show: string
  hide: string
}

/** A password whose text can be shown. */
export function PasswordField({
  id,
  input,
  label,
  hint,
  error,
  isWrong,
  describedBy,
  autocomplete,
  show,
  hide,
}: Props) {
  const [shown, setShown] = useState(false)
  // The same element shows and hides its text, so that what was typed and where the cursor stands are kept.
  useLayoutEffect(() => {
    if (input.current) input.current.type = shown ? 'text' : 'password'
  }, [input, shown])
  const told = [error ? `${id}-error` : describedBy, hint ? `${id}-hint` : undefined].filter(Boolean).join(' ')
  return (
    <div class="field">
      <label id={`${id}-label`} for={id}>
        {label}
      </label>
      <input
        ref={input}
        id={id}
        name={id}
        type="password"
        autocomplete={autocomplete}
        required
        aria-invalid={Boolean(error || isWrong)}
        aria-describedby={told || undefined}
      />
      <FieldError id={`${id}-error`} text={error} />
      {hint && (
        <p id={`${id}-hint`} class="hint">
          {hint}
        </p>
      )}
      <button
        type="button"
        class="button quiet show-password"
        aria-controls={id}
        aria-describedby={`${id}-label`}
        onClick={() => setShown(!shown)}
      >
        {shown ? hide : show}
      </button>
    </div>
  )
}
