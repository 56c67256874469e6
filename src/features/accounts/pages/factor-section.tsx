import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { Button } from '../../../ui/kit/button.js'
import type { Translate } from '../../../ui/kit/console-words.js'
import { PasswordField, TextField } from '../../../ui/kit/field.js'
import { formatDay } from '../../../ui/kit/moment-in-words.js'
import { Sheet } from '../../../ui/kit/sheet.js'
import { sentenceOf } from '../../../ui/kit/staff-api.js'
import { townDay } from '../../../ui/kit/town-clock.js'
import { accountRoutes, type ProposedFactorView } from '../contract.js'
import type { AccountWords, PartProps } from './part-props.js'

/** What she wants done. */
type Wish = 'add' | 'renew' | 'remove'

/** Where somebody is in setting, renewing or removing her second factor. */
type Step =
  | { at: 'rest' }
  | { at: 'password'; for: Wish }
  | { at: 'scan'; proposed: ProposedFactorView }
  | { at: 'codes'; codes: string[] }

/** The second factor: added with a phone, with its recovery codes; renewed and removed with the password. */
export function FactorSection({ t, words, language, account, acts }: PartProps) {
  const { say } = words
  const [step, setStep] = useState<Step>({ at: 'rest' })
  const heading = useRef<HTMLHeadingElement>(null)
  const moved = useRef(false)
  useLayoutEffect(() => {
    // Each step begins where its title is; the page itself keeps the beginning of the document.
    if (moved.current) heading.current?.focus()
    moved.current = true
  }, [step.at])
  const rest = () => setStep({ at: 'rest' })
  const confirmed = async (wish: Wish, password: string) => {
    if (wish === 'add') {
      setStep({
        at: 'scan',
        proposed: await acts.change(accountRoutes.proposeFactor, { body: { password } }),
      })
    } else if (wish === 'renew') {
      const { codes } = await acts.change(accountRoutes.renewCodes, { body: { password } })
      setStep({ at: 'codes', codes })
    } else {
      await acts.change(accountRoutes.removeFactor, { body: { password } })
      acts.tell(say('factor.removed'))
      rest()
    }
  }
  const confirmCode = async (code: string) => {
    const { codes } = await acts.change(accountRoutes.confirmFactor, { body: { code } })
    acts.tell(say('factor.done'))
    setStep({ at: 'codes', codes })
  }
  return (
    <Sheet id="factor-title" title={say('factor')} heading={heading} hint={say('factor.intro')}>
      {step.at === 'rest' && (
        <FactorState
          words={words}
          language={language}
          account={account}
          onWish={(wish) => setStep({ at: 'password', for: wish })}
        />
      )}
      {step.at === 'password' && (
        <PasswordForm
          t={t}
          words={words}
          email={account.email}
          submit={say(step.for === 'remove' ? 'factor.remove' : 'factor.continue')}
          onPassword={(password) => confirmed(step.for, password)}
          onCancel={rest}
        />
      )}
      {step.at === 'scan' && (
        <CodeForm t={t} words={words} proposed={step.proposed} onCode={confirmCode} onCancel={rest} />
      )}
      {step.at === 'codes' && <RecoveryCodes words={words} codes={step.codes} onKept={rest} />}
    </Sheet>
  )
}

interface StateProps extends Pick<PartProps, 'words' | 'language' | 'account'> {
  onWish: (wish: Wish) => void
}

/** Whether there is one, since when, and what can be done about it. */
function FactorState({ words: { say }, language, account, onWish }: StateProps) {
  const { secondFactor: factor, secondFactorRequired: isRequired } = account
  return (
    <>
      <p>
        {factor
          ? say('factor.on', {
              date: formatDay(townDay(new Date(factor.since)), language),
              count: factor.recoveryCodesLeft,
            })
          : say('factor.off')}
      </p>
      {factor && isRequired && <p class="hint">{say('factor.required')}</p>}
      <div class="actions">
        {!factor && account.hasPassword && (
          <Button look="main" label={say('factor.begin')} onClick={() => onWish('add')} />
        )}
        {factor && <Button label={say('codes.renew')} onClick={() => onWish('renew')} />}
        {factor && !isRequired && <Button label={say('factor.remove')} onClick={() => onWish('remove')} />}
      </div>
    </>
  )
}

interface Props {
  words: AccountWords
  codes: string[]
  onKept: () => void
}

/** The recovery codes, shown until somebody says that she has kept them. */
function RecoveryCodes({ words: { say }, codes, onKept }: Props) {
  const [copied, setCopied] = useState(false)
  const copy = () =>
    navigator.clipboard.writeText(codes.join('\n')).then(
      () => setCopied(true),
      () => {},
    )
  return (
    <div class="own-form">
      <h3>{say('codes')}</h3>
      <p>{say('codes.intro')}</p>
      <ul class="codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <p role="status">{copied && say('codes.copied')}</p>
      <div class="actions">
        <Button label={say('codes.copy')} onClick={() => void copy()} />
        <Button look="main" label={say('codes.kept')} onClick={onKept} />
      </div>
    </div>
  )
}

interface PasswordFormProps {
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
function PasswordForm({ t, words: { say }, email, submit, onPassword, onCancel }: PasswordFormProps) {
  const password = useRef<HTMLInputElement>(null)
  const [error, setError] = useState<string | undefined>()
  const send = async (event: Event) => {
    event.preventDefault()
    try {
      await onPassword(password.current?.value ?? '')
    } catch (problem) {
      setError(sentenceOf(problem, t('notice.failed')))
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
        <Button type="submit" look="main" label={submit} />
        <Button label={say('factor.cancel')} onClick={onCancel} />
      </div>
    </form>
  )
}

interface CodeFormProps {
  t: Translate
  words: AccountWords
  proposed: ProposedFactorView
  /** @throws CallError when it is refused */
  onCode: (code: string) => Promise<void>
  onCancel: () => void
}

/** The secret as a code that a phone photographs, and the field in which its first code is typed. */
function CodeForm({ t, words: { say }, proposed: { secret, qr }, onCode, onCancel }: CodeFormProps) {
  const code = useRef<HTMLInputElement>(null)
  const [error, setError] = useState<string | undefined>()
  const send = async (event: Event) => {
    event.preventDefault()
    try {
      await onCode(code.current?.value ?? '')
    } catch (problem) {
      setError(sentenceOf(problem, t('notice.failed')))
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
      <TextField
        id="first-code"
        label={say('factor.type')}
        error={error}
        input={code}
        inputMode="numeric"
        autocomplete="one-time-code"
        required
      />
      <div class="actions">
        <Button type="submit" look="main" label={say('factor.confirm')} />
        <Button label={say('factor.cancel')} onClick={onCancel} />
      </div>
    </form>
  )
}
