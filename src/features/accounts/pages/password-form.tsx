import { useRef, useState } from 'preact/hooks'
import { CallError } from '../../../ui/console/staff-api.js'
import { PasswordField } from '../../../ui/kit/password-field.js'
import type { Translate } from '../../../ui/kit/words.js'
import type { AccountWords } from './account-words.js'

interface Props {
  t: Translate
  words: AccountWords
  email: string
  /** What the password is asked for. */
  submit: string
  /** @throws CallError when it is refused */
  onPassword: (password: string) => Promise<void>
  onCancel: () => void
}

/** The password, asked again before what makes an account weaker or stronger. */
export function PasswordForm({ t, words: { say }, email, submit, onPassword, onCancel }: Props) {
  const password = useRef<HTMLInputElement>(null)
  const [error, setError] = useState<string | undefined>()
  const send = async (event: Event) => {
    event.preventDefault()
    try {
      await onPassword(password.current?.value ?? '')
    } catch (problem) {
      setError((problem instanceof CallError && problem.message) || t('notice.failed'))
      password.current?.focus()
    }
  }
  return (
    <form class="own-form" noValidate onSubmit={send}>
      <input type="email" autocomplete="username" value={email} readOnly hidden />
      <PasswordField
        id="confirm-password"
        input={password}
        label={say('factor.confirmPassword')}
        error={error}
        autocomplete="current-password"
        show={t('signIn.show')}
        hide={t('signIn.hide')}
      />
      <div class="actions">
        <button type="submit" class="button main">
          {submit}
        </button>
        <button type="button" class="button" onClick={onCancel}>
          {say('factor.cancel')}
        </button>
      </div>
    </form>
  )
}
