import { useEffect, useRef, useState } from 'preact/hooks'
import { CallError } from '../../../ui/console/staff-api.js'
import { PasswordField } from '../../../ui/kit/password-field.js'
import type { StaffLinkView } from '../routes/account-contract.js'
import { CardPage } from './card-page.js'
import type { FrameProps } from './frame-props.js'

interface Props extends FrameProps {
  /** The secret of the link. */
  token: string
  onSaved: () => void
  onForgotten: () => void
}

/** Where a link of one use leads: its owner chooses a password. */
export function LinkPage({ token, onSaved, onForgotten, ...frame }: Props) {
  const { api, t, words } = frame
  const { say } = words
  const [link, setLink] = useState<StaffLinkView | null>(null)
  const [bad, setBad] = useState('')
  const [error, setError] = useState<string | undefined>()
  const [busy, setBusy] = useState(false)
  const password = useRef<HTMLInputElement>(null)
  useEffect(() => {
    const problem = (failure: unknown) =>
      setBad((failure instanceof CallError && failure.message) || t('signIn.unreached'))
    api.call<StaffLinkView>('POST', '/staff-links/read', { token }).then(setLink, problem)
  }, [api, token, t])
  const submit = async (event: Event) => {
    event.preventDefault()
    setBusy(true)
    try {
      await api.call('POST', '/staff-links/use', { token, password: password.current?.value ?? '' })
      onSaved()
    } catch (failure) {
      setError((failure instanceof CallError && failure.message) || t('signIn.unreached'))
      password.current?.focus()
    } finally {
      setBusy(false)
    }
  }
  if (bad) {
    return (
      <CardPage {...frame} title={say('link.bad')}>
        <p class="intro">{bad}</p>
        <button type="button" class="button" onClick={onForgotten}>
          {say('link.again')}
        </button>
      </CardPage>
    )
  }
  if (!link) return <main class="alone">{say('loading')}</main>
  return (
    <CardPage {...frame} title={say(`link.${link.purpose}`, { name: link.name })}>
      <p class="intro">{say('link.intro', { email: link.email })}</p>
      <form class="sign-in" noValidate aria-busy={busy} onSubmit={submit}>
        {/* By which password managers know whose it is. */}
        <input type="email" autocomplete="username" value={link.email} readOnly hidden />
        <PasswordField
          id="new-password"
          input={password}
          label={say('password.next')}
          hint={say('password.hint')}
          error={error}
          autocomplete="new-password"
          show={t('signIn.show')}
          hide={t('signIn.hide')}
        />
        <button type="submit" class="button main wide" disabled={busy}>
          {say('link.save')}
        </button>
      </form>
    </CardPage>
  )
}
