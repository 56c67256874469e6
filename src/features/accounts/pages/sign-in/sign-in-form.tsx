import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { API_PREFIX, addressOf } from '../../../../platform/http/route.js'
import type { NamedCommune } from '../../../../platform/http/shapes.js'
import { Button } from '../../../../ui/kit/button.js'
import type { Translate } from '../../../../ui/kit/console-words.js'
import { PasswordField, SelectField, TextField } from '../../../../ui/kit/field.js'
import { Icon } from '../../../../ui/kit/icon.js'
import type { SignInClaim } from '../../../../ui/kit/staff-api.js'
import { type SignInView, sessionRoutes } from '../../contract.js'
import { readProviderReturn } from './session-hint.js'
import type { SignInProblem, SignInStep } from './sign-in-problem.js'

type Field = 'email' | 'password' | 'commune' | 'code'
type Errors = Partial<Record<Field, string>>

/** What the form needs. `onSubmit` returns why the sign-in failed, or `null`. */
export interface SignInProps {
  t: Translate
  /** Why the form shows again, e.g. an expired session. */
  reason: string | null
  onSubmit: (claim: SignInClaim) => Promise<SignInProblem | null>
}

/**
 * Sign-in of the staff, in one step, and in another each when the password opens accounts of several communes and when the account has a second factor:
 * then what was given stays where it is, out of sight. Each error is a sentence tied to its field, and the first field at fault takes the focus.
 */
export function SignInForm({ t, reason, onSubmit }: SignInProps) {
  const { fields, errors, refusal, step, communes, busy, submit, startAgain } = useSignIn(t, onSubmit)
  const back = readProviderReturn()
  const told = reason ?? (back && back.how !== 'ok' ? t(`signIn.back.${back.how}`) : null)
  const isWrong = refusal !== null && !refusal.isFirst
  const stepProps = { t, fields, errors, isWrong }
  return (
    <form class="sign-in" onSubmit={submit} noValidate aria-busy={busy}>
      {told && !refusal && <p class="reason">{told}</p>}
      <p id="sign-in-error" class="field-error" role="alert">
        {isWrong && (
          <>
            <Icon name="alert" /> {refusal.sentence}
          </>
        )}
      </p>
      <PasswordStep {...stepProps} isHidden={step !== 'password'} />
      {communes.length > 0 && (
        <div class="sign-in-step" hidden={step !== 'commune'}>
          <p class="reason">{t('signIn.communeNeeded')}</p>
          <SelectField
            id="sign-in-commune"
            label={t('signIn.commune')}
            input={fields.commune}
            name="commune"
            choices={communes.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          />
        </div>
      )}
      {step === 'code' && <CodeStep {...stepProps} reason={refusal?.isFirst ? refusal.sentence : null} />}
      <Button
        type="submit"
        look="main"
        class="wide"
        label={busy ? t('signIn.submitting') : t('signIn.submit')}
        disabled={busy}
      />
      {step !== 'password' ? (
        <Button look="quiet" label={t('signIn.otherAccount')} onClick={startAgain} />
      ) : (
        <SignInWays t={t} communes={back?.communes ?? []} />
      )}
    </form>
  )
}

function useFields() {
  return {
    email: useRef<HTMLInputElement>(null),
    password: useRef<HTMLInputElement>(null),
    commune: useRef<HTMLSelectElement>(null),
    code: useRef<HTMLInputElement>(null),
  }
}

/** Where somebody is in signing in, and going on from there; what was refused is asked again, or what more is needed. */
function useSignIn(t: Translate, onSubmit: SignInProps['onSubmit']) {
  const fields = useFields()
  const [errors, setErrors] = useState<Errors>({})
  const [refusal, setRefusal] = useState<SignInProblem | null>(null)
  const [step, setStep] = useState<SignInStep>('password')
  const [communes, setCommunes] = useState<NamedCommune[]>([])
  const [busy, setBusy] = useState(false)
  const wantsFocus = useRef<Field | null>(null)

  useLayoutEffect(() => {
    if (!wantsFocus.current) return
    fields[wantsFocus.current].current?.focus()
    wantsFocus.current = null
  })

  const submit = async (event: Event) => {
    event.preventDefault()
    const [email, password, code] = [typedIn(fields.email), typedIn(fields.password), typedIn(fields.code)]
    const commune = typedIn(fields.commune)
    const found = step === 'code' ? findCodeErrors(code, t) : findErrors(email, password, t)
    setErrors(found)
    setRefusal(null)
    const [first] = Object.keys(found) as Field[]
    if (first) {
      wantsFocus.current = first
      return
    }
    setBusy(true)
    const chosen = commune === '' ? {} : { commune }
    const problem = await onSubmit({ email: email.trim(), password, ...chosen, ...(step === 'code' ? { code } : {}) })
    setBusy(false)
    if (problem === null) return
    wantsFocus.current = problem.step === 'password' ? 'email' : problem.step
    setStep(problem.step)
    if (problem.step !== 'code') setCommunes(problem.communes)
    setRefusal(problem)
  }
  const startAgain = () => {
    wantsFocus.current = 'email'
    setStep('password')
    setCommunes([])
    setRefusal(null)
    setErrors({})
  }
  return { fields, errors, refusal, step, communes, busy, submit, startAgain }
}

interface StepProps {
  t: Translate
  fields: ReturnType<typeof useFields>
  errors: Errors
  /** Whether what was given was refused: that is said above the fields. */
  isWrong: boolean
}

/** What the fields of a refused step have: the sentence of it stands above them. */
function refused(isWrong: boolean) {
  return { isWrong, describedBy: isWrong ? 'sign-in-error' : undefined }
}

/** The address and the password; out of sight once they were taken. */
function PasswordStep({ t, fields, errors, isWrong, isHidden }: StepProps & { isHidden: boolean }) {
  return (
    <div class="sign-in-step" hidden={isHidden}>
      <TextField
        {...refused(isWrong)}
        id="email"
        input={fields.email}
        label={t('signIn.email')}
        error={errors.email}
        name="email"
        type="email"
        autocomplete="username"
        required
      />
      <PasswordField
        {...refused(isWrong)}
        id="password"
        input={fields.password}
        label={t('signIn.password')}
        error={errors.password}
        autocomplete="current-password"
        show={t('signIn.show')}
        hide={t('signIn.hide')}
      />
    </div>
  )
}

/** The code of the second factor. `reason`: why it is asked for. */
function CodeStep({ t, fields, errors, isWrong, reason }: StepProps & { reason: string | null }) {
  return (
    <div class="sign-in-step">
      {reason !== null && <p class="reason">{reason}</p>}
      <TextField
        {...refused(isWrong)}
        id="code"
        input={fields.code}
        label={t('signIn.code')}
        hint={t('signIn.codeHint')}
        error={errors.code}
        name="code"
        inputMode="text"
        autocomplete="one-time-code"
        autocapitalize="characters"
        spellcheck={false}
        required
      />
    </div>
  )
}

function typedIn(field: preact.RefObject<HTMLInputElement | HTMLSelectElement | null>): string {
  return field.current?.value ?? ''
}

function findErrors(email: string, password: string, t: Translate): Errors {
  const trimmed = email.trim()
  return {
    ...(trimmed === '' && { email: t('signIn.emailMissing') }),
    ...(trimmed !== '' && !/^[^\s@]+@[^\s@]+$/.test(trimmed) && { email: t('signIn.emailWrong') }),
    ...(password === '' && { password: t('signIn.passwordMissing') }),
  }
}

function findCodeErrors(code: string, t: Translate): Errors {
  return code.trim() === '' ? { code: t('signIn.codeMissing') } : {}
}

/** What else than a password: the identity provider, when there is one, once for each commune among which it has her choose, and a forgotten password. */
function SignInWays({ t, communes }: { t: Translate; communes: readonly NamedCommune[] }) {
  const [provider, setProvider] = useState<string | null>(null)
  useEffect(() => {
    const told = fetch(API_PREFIX + addressOf(sessionRoutes.ways), { headers: { Accept: 'application/json' } })
    told
      .then((answer) => (answer.ok ? (answer.json() as Promise<SignInView>) : null))
      .then((view) => setProvider(view?.provider ?? null))
      .catch(() => {})
  }, [])
  const page = location.pathname.replace(/\W/g, '')
  return (
    <div class="sign-in-ways">
      <a href="/compte#oubli">{t('signIn.forgotten')}</a>
      {provider && (
        <>
          <p class="or">{t('signIn.or')}</p>
          {communes.map(({ id, name }) => (
            <a
              key={id}
              class="button wide"
              href={API_PREFIX + addressOf(sessionRoutes.goToProvider, { query: { page, commune: id } })}
            >
              {t('signIn.providerCommune', { name: provider, commune: name })}
            </a>
          ))}
          {communes.length === 0 && (
            <a class="button wide" href={API_PREFIX + addressOf(sessionRoutes.goToProvider, { query: { page } })}>
              {t('signIn.provider', { name: provider })}
            </a>
          )}
        </>
      )}
    </div>
  )
}
