import { useLayoutEffect, useRef } from 'preact/hooks'
import { SignInForm, type SignInProps } from '../console/sign-in-form.js'

/** The sign-in form over a page whose session has ended: what was typed there stays. */
export function SignInAgain({ t, onSubmit }: Pick<SignInProps, 't' | 'onSubmit'>) {
  const dialog = useRef<HTMLDialogElement>(null)
  const open = () => {
    if (!dialog.current?.open) dialog.current?.showModal()
  }
  useLayoutEffect(open, [])
  return (
    <dialog
      ref={dialog}
      class="help sign-in-again"
      aria-labelledby="sign-in-again"
      // Nothing can be done beneath without a session.
      onCancel={(event) => event.preventDefault()}
      onClose={open}
    >
      <h2 id="sign-in-again">{t('signIn.title')}</h2>
      <SignInForm t={t} reason={t('signIn.expired')} onSubmit={onSubmit} />
    </dialog>
  )
}
