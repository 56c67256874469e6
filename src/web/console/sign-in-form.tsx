import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { Icon } from './icon.js'
import type { Translate } from './words.js'

type Field = 'email' | 'password'

/** What the form needs. `onSubmit` returns why the sign-in failed, ready to show, or `null`. */
export interface SignInProps {
  t: Translate
  /** Why the form shows again, e.g. an expired session. */
  reason: string | null
  onSubmit: (email: string, password: string) => Promise<string | null>
}

/** Sign-in of the staff: each error is a sentence tied to its field, and the first field at fault takes the focus. */
export function SignInForm({ t, reason, onSubmit }: SignInProps) {
  const fields = { email: useRef<HTMLInputElement>(null), password: useRef<HTMLInputElement>(null) }
  const [errors, setErrors] = useState<Partial<Record<Field, string>>>({})
  const [refusal, setRefusal] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const focusFirstError = useRef(false)

  useLayoutEffect(() => {
    if (!focusFirstError.current) return
    focusFirstError.current = false
    fields[errors.email || refusal ? 'email' : 'password'].current?.focus()
  })

  const submit = async (event: Event) => {
    event.preventDefault()
    const email = fields.email.current?.value ?? ''
    const password = fields.password.current?.value ?? ''
    const found = findErrors(email, password, t)
    setErrors(found)
    setRefusal(null)
    if (Object.keys(found).length > 0) {
      focusFirstError.current = true
      return
    }
    setBusy(true)
    const problem = await onSubmit(email, password)
    setBusy(false)
    if (problem === null) return
    focusFirstError.current = true
    setRefusal(problem)
  }

  const describedBy = (field: Field) => (errors[field] ? `${field}-error` : refusal ? 'sign-in-error' : undefined)
  return (
    <form class="sign-in" onSubmit={submit} noValidate aria-busy={busy}>
      {reason && !refusal && <p class="reason">{reason}</p>}
      <p id="sign-in-error" class="field-error" role="alert">
        {refusal && (
          <>
            <Icon name="alert" /> {refusal}
          </>
        )}
      </p>
      <div class="field">
        <label for="email">{t('signIn.email')}</label>
        <input
          ref={fields.email}
          id="email"
          name="email"
          type="email"
          autocomplete="username"
          required
          aria-invalid={Boolean(errors.email || refusal)}
          aria-describedby={describedBy('email')}
        />
        <FieldError id="email-error" text={errors.email} />
      </div>
      <PasswordField
        t={t}
        input={fields.password}
        error={errors.password}
        refused={refusal !== null}
        describedBy={describedBy('password')}
      />
      <button type="submit" class="button main wide" disabled={busy}>
        {busy ? t('signIn.submitting') : t('signIn.submit')}
      </button>
    </form>
  )
}

interface PasswordProps {
  t: Translate
  input: preact.RefObject<HTMLInputElement | null>
  error: string | undefined
  refused: boolean
  describedBy: string | undefined
}

function PasswordField({ t, input, error, refused, describedBy }: PasswordProps) {
  const [shown, setShown] = useState(false)
  // The same element shows and hides its text, so that what was typed and where the cursor stands are kept.
  useLayoutEffect(() => {
    if (input.current) input.current.type = shown ? 'text' : 'password'
  }, [input, shown])
  return (
    <div class="field">
      <label for="password">{t('signIn.password')}</label>
      <input
        ref={input}
        id="password"
        name="password"
        type="password"
        autocomplete="current-password"
        required
        aria-invalid={Boolean(error || refused)}
        aria-describedby={describedBy}
      />
      <FieldError id="password-error" text={error} />
      <button
        type="button"
        class="button quiet show-password"
        aria-controls="password"
        onClick={() => setShown(!shown)}
      >
        {shown ? t('signIn.hide') : t('signIn.show')}
      </button>
    </div>
  )
}

function FieldError({ id, text }: { id: string; text: string | undefined }) {
  if (!text) return null
  return (
    <p id={id} class="field-error">
      <Icon name="alert" /> {text}
    </p>
  )
}

function findErrors(email: string, password: string, t: Translate): Partial<Record<Field, string>> {
  const trimmed = email.trim()
  return {
    ...(trimmed === '' && { email: t('signIn.emailMissing') }),
    ...(trimmed !== '' && !/^[^\s@]+@[^\s@]+$/.test(trimmed) && { email: t('signIn.emailWrong') }),
    ...(password === '' && { password: t('signIn.passwordMissing') }),
  }
}
