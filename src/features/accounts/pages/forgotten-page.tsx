import { useEffect, useRef, useState } from 'preact/hooks'
import { CallError } from '../../../ui/console/staff-api.js'
import { FieldError } from '../../../ui/kit/field-error.js'
import type { SignInView } from '../routes/account-contract.js'
import { CardPage } from './card-page.js'
import type { FrameProps } from './frame-props.js'

/** By which somebody asks for a link to choose another password. What is said is the same whether there is such an account or not. */
export function ForgottenPage({ onBack, ...frame }: FrameProps & { onBack: () => void }) {
  const { api, t, words } = frame
  const { say } = words
  const email = useRef<HTMLInputElement>(null)
  const [byMail, setByMail] = useState(true)
  const [error, setError] = useState<string | undefined>()
  const [sent, setSent] = useState(false)
  useEffect(() => {
    api.call<SignInView>('GET', '/sign-in').then(
      ({ resetByMail }) => setByMail(resetByMail),
      () => {},
    )
  }, [api])
  const fail = (sentence: string) => {
    setError(sentence)
    email.current?.focus()
  }
  const submit = async (event: Event) => {
    event.preventDefault()
    const typed = email.current?.value.trim() ?? ''
    if (!/^[^\s@]+@[^\s@]+$/.test(typed)) return fail(t(typed === '' ? 'signIn.emailMissing' : 'signIn.emailWrong'))
    setError(undefined)
    try {
      await api.call('POST', '/password-resets', { email: typed })
      setSent(true)
    } catch (problem) {
      fail((problem instanceof CallError && problem.message) || t('signIn.unreached'))
    }
  }
  return (
    <CardPage {...frame} title={say('forgotten')}>
      <p class="intro">{say(byMail ? 'forgotten.intro' : 'forgotten.noMail')}</p>
      <form class="sign-in" noValidate onSubmit={submit}>
        <p role="status" class={sent ? 'reason' : undefined}>
          {sent && say('forgotten.sent')}
        </p>
        {byMail && !sent && (
          <>
            <div class="field">
              <label for="forgotten-email">{say('forgotten.email')}</label>
              <input
                ref={email}
                id="forgotten-email"
                type="email"
                autocomplete="username"
                required
                aria-invalid={Boolean(error)}
                aria-describedby={error ? 'forgotten-error' : undefined}
              />
              <FieldError id="forgotten-error" text={error} />
            </div>
            <button type="submit" class="button main wide">
              {say('forgotten.send')}
            </button>
          </>
        )}
        <button type="button" class="button quiet" onClick={onBack}>
          {say('forgotten.back')}
        </button>
      </form>
    </CardPage>
  )
}
