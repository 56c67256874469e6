import { useRef, useState } from 'preact/hooks'
import { CallError } from '../../../ui/console/staff-api.js'
import { FieldError } from '../../../ui/kit/field-error.js'
import type { Translate } from '../../../ui/kit/words.js'
import type { ProposedFactorView } from '../routes/account-contract.js'
import type { AccountWords } from './account-words.js'

interface Props {
  t: Translate
  words: AccountWords
  proposed: ProposedFactorView
  /** @throws CallError when it is refused */
  onCode: (code: string) => Promise<void>
  onCancel: () => void
}

/** The secret as a code that a phone photographs, and the field in which its first code is typed. */
export function CodeForm({ t, words: { say }, proposed: { secret, qr }, onCode, onCancel }: Props) {
  const code = useRef<HTMLInputElement>(null)
  const [error, setError] = useState<string | undefined>()
  const send = async (event: Event) => {
    event.preventDefault()
    try {
      await onCode(code.current?.value ?? '')
    } catch (problem) {
      setError((problem instanceof CallError && problem.message) || t('notice.failed'))
      code.current?.focus()
    }
  }
  return (
    <form class="own-form" noValidate onSubmit={send}>
      <p>{say('factor.scan')}</p>
      {qr && (
        <svg class="qr" viewBox={`0 0 ${qr.size} ${qr.size}`} role="img" aria-label={say('factor.qr')}>
          <path d={qr.path} />
        </svg>
      )}
      <p>
        {say('factor.secret')} <code>{secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
      </p>
      <div class="field">
        <label for="first-code">{say('factor.type')}</label>
        <input
          ref={code}
          id="first-code"
          type="text"
          inputMode="numeric"
          autocomplete="one-time-code"
          required
          aria-invalid={Boolean(error)}
          aria-describedby={error ? 'first-code-error' : undefined}
        />
        <FieldError id="first-code-error" text={error} />
      </div>
      <div class="actions">
        <button type="submit" class="button main">
          {say('factor.confirm')}
        </button>
        <button type="button" class="button" onClick={onCancel}>
          {say('factor.cancel')}
        </button>
      </div>
    </form>
  )
}
