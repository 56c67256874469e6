import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { formatDay } from '../../../ui/kit/format-date.js'
import { townDay } from '../../../ui/kit/town-clock.js'
import type { ProposedFactorView, RecoveryCodesView } from '../routes/account-contract.js'
import { CodeForm } from './code-form.js'
import type { PartProps } from './part-props.js'
import { PasswordForm } from './password-form.js'
import { RecoveryCodes } from './recovery-codes.js'

/** Where somebody is in setting, renewing or removing her second factor. */
type Step =
  | { at: 'rest' }
  | { at: 'password'; for: 'add' | 'renew' | 'remove' }
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
  const confirmed = async (wish: 'add' | 'renew' | 'remove', password: string) => {
    if (wish === 'add') {
      setStep({
        at: 'scan',
        proposed: await acts.change<ProposedFactorView>('POST', '/account/second-factor', { password }),
      })
    } else if (wish === 'renew') {
      const { codes } = await acts.change<RecoveryCodesView>('POST', '/account/recovery-codes', { password })
      setStep({ at: 'codes', codes })
    } else {
      await acts.change('POST', '/account/second-factor/remove', { password })
      acts.tell(say('factor.removed'))
      rest()
    }
  }
  const confirmCode = async (code: string) => {
    const { codes } = await acts.change<RecoveryCodesView>('POST', '/account/second-factor/confirm', { code })
    acts.tell(say('factor.done'))
    setStep({ at: 'codes', codes })
  }
  const { secondFactor: factor } = account
  return (
    <section class="sheet" aria-labelledby="factor-title">
      <h2 id="factor-title" ref={heading} tabIndex={-1}>
        {say('factor')}
      </h2>
      <p class="hint">{say('factor.intro')}</p>
      {step.at === 'rest' && (
        <>
          <p>
            {factor
              ? say('factor.on', {
                  date: formatDay(townDay(new Date(factor.since)), language),
                  count: factor.recoveryCodesLeft,
                })
              : say('factor.off')}
          </p>
          {factor && account.secondFactorRequired && <p class="hint">{say('factor.required')}</p>}
          <div class="actions">
            {!factor && account.hasPassword && (
              <button type="button" class="button main" onClick={() => setStep({ at: 'password', for: 'add' })}>
                {say('factor.begin')}
              </button>
            )}
            {factor && (
              <button type="button" class="button" onClick={() => setStep({ at: 'password', for: 'renew' })}>
                {say('codes.renew')}
              </button>
            )}
            {factor && !account.secondFactorRequired && (
              <button type="button" class="button" onClick={() => setStep({ at: 'password', for: 'remove' })}>
                {say('factor.remove')}
              </button>
            )}
          </div>
        </>
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
    </section>
  )
}
