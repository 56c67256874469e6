import { useRef, useState } from 'preact/hooks'
import { CallError } from '../../../ui/console/staff-api.js'
import { PasswordField } from '../../../ui/kit/password-field.js'
import type { PartProps } from './part-props.js'

/** Another password, with the present one. */
export function PasswordSection({ t, words: { say }, account, acts }: PartProps) {
  const current = useRef<HTMLInputElement>(null)
  const next = useRef<HTMLInputElement>(null)
  const [errors, setErrors] = useState<{ current?: string; password?: string }>({})
  const [problem, setProblem] = useState('')
  const fail = (found: typeof errors) => {
    setErrors(found)
    const field = found.current ? current : next
    field.current?.focus()
  }
  const submit = async (event: Event) => {
    event.preventDefault()
    const [mine, chosen] = [current.current?.value ?? '', next.current?.value ?? '']
    setErrors({})
    setProblem('')
    if (mine === '') return fail({ current: say('password.missing') })
    if (chosen === '') return fail({ password: say('password.missing') })
    try {
      await acts.change('PUT', '/account/password', { current: mine, password: chosen })
      for (const field of [current, next]) if (field.current) field.current.value = ''
      acts.tell(say('password.saved'))
    } catch (error) {
      const { message, problem: told } = error instanceof CallError ? error : new CallError(0)
      if (told.field === 'current' || told.field === 'password') fail({ [told.field]: message })
      else setProblem(message || t('notice.failed'))
    }
  }
  return (
    <section class="sheet" aria-labelledby="password-title">
      <h2 id="password-title">{say('password')}</h2>
      {account.hasPassword ? (
        <form class="own-form" noValidate onSubmit={submit}>
          <input type="email" autocomplete="username" value={account.email} readOnly hidden />
          <PasswordField
            id="current-password"
            input={current}
            label={say('password.current')}
            error={errors.current}
            autocomplete="current-password"
            show={t('signIn.show')}
            hide={t('signIn.hide')}
          />
          <PasswordField
            id="next-password"
            input={next}
            label={say('password.next')}
            hint={say('password.hint')}
            error={errors.password}
            autocomplete="new-password"
            show={t('signIn.show')}
            hide={t('signIn.hide')}
          />
          <p role="alert" class="field-error">
            {problem}
          </p>
          <button type="submit" class="button main">
            {say('password.save')}
          </button>
        </form>
      ) : (
        <p>{say('password.none')}</p>
      )}
    </section>
  )
}
