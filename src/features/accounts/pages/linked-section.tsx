import { useEffect, useRef, useState } from 'preact/hooks'
import { Button } from '../../../ui/kit/button.js'
import { Confirm } from '../../../ui/kit/confirm.js'
import { PasswordField, TextField } from '../../../ui/kit/field.js'
import { Form, Outcome } from '../../../ui/kit/form.js'
import { Sheet } from '../../../ui/kit/sheet.js'
import { CallError, type StaffApi } from '../../../ui/kit/staff-api.js'
import { type LinkedAccountView, type LinkedView, linkedRoutes } from '../linked-contract.js'
import type { PartProps } from './part-props.js'

interface Props extends PartProps {
  api: StaffApi
  /** Her accounts are linked, or not any more: the head of the page says so. */
  onChange: (isLinked: boolean) => void
  /** This session ended with the link that it came by. */
  onEnded: (why: string) => void
}

/** The accounts that she has in other communes: linked by their password, and apart again by one press. */
export function LinkedSection({ api, onChange, onEnded, ...props }: Props) {
  const { words, account, acts } = props
  const { say } = words
  const [view, setView] = useState<LinkedView | null>(null)
  const [isAdding, setAdding] = useState(false)
  const [problem, setProblem] = useState('')
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    const read = (next: LinkedView) => {
      setView(next)
      onChange(next.accounts.length > 0)
    }
    api.ask(linkedRoutes.linked).then(read, () => setProblem(say('linked.loadFailed')))
  }, [api])
  const become = (next: LinkedView, said: string) => {
    setView(next)
    setAdding(false)
    setProblem('')
    acts.tell(said)
    onChange(next.accounts.length > 0)
    // What was pressed is gone.
    heading.current?.focus()
  }
  const run = (doing: () => Promise<void>) => {
    setProblem('')
    doing().catch((error: unknown) => setProblem((error instanceof CallError && error.message) || say('linked.failed')))
  }
  const unlink = ({ id, commune, signedInTo }: LinkedAccountView) =>
    run(async () => {
      const next = await acts.change(linkedRoutes.unlink, { params: { id } })
      if (signedInTo) onEnded(say('linked.ended', { commune }))
      else become(next, say('linked.unlinked', { commune }))
    })
  if (!view) return problem ? <Outcome problem={problem} /> : null
  if (!view.isPossible) return null
  return (
    <Sheet id="linked-title" title={say('linked')} heading={heading} hint={say('linked.intro')}>
      {view.accounts.length === 0 ? (
        <p>{say('linked.none')}</p>
      ) : (
        <ul class="sessions">
          {view.accounts.map((one) => (
            <li key={one.id}>
              <div>
                <p class="browser">{one.commune}</p>
                <p class="hint">
                  {one.roles.map((role) => say(`role.${role}`)).join(', ')} · {one.email}
                </p>
                {one.state !== 'open' && <p class="hint">{say(`linked.${one.state}`)}</p>}
              </div>
              <Confirm
                label={say('linked.unlinkOf', { commune: one.commune })}
                question={say(one.signedInTo ? 'linked.unlink.askEnding' : 'linked.unlink.ask', {
                  commune: one.commune,
                })}
                cancel={say('factor.cancel')}
                onYes={() => unlink(one)}
              />
            </li>
          ))}
        </ul>
      )}
      <Outcome problem={problem} />
      {isAdding ? (
        <LinkForm {...props} onLinked={(next) => become(next, say('linked.done'))} onCancel={() => setAdding(false)} />
      ) : (
        <div class="actions">
          <Button label={say('linked.begin')} onClick={() => setAdding(true)} />
        </div>
      )}
      {!account.hasPassword && (
        <>
          <p class="hint">{say('linked.providerHint')}</p>
          <Button
            label={say('linked.provider')}
            onClick={() => run(async () => become(await acts.change(linkedRoutes.linkByProvider), say('linked.done')))}
          />
        </>
      )}
    </Sheet>
  )
}

interface FormProps extends PartProps {
  onLinked: (view: LinkedView) => void
  onCancel: () => void
}

/** Why an account was not linked: beside the fields at fault, or under all of them. */
interface Fault {
  errors: Partial<Record<string, string>>
  problem: string
}
const NO_FAULT: Fault = { errors: {}, problem: '' }

function faultOf(failure: unknown, otherwise: string): Fault {
  const { message, problem } = failure instanceof CallError ? failure : new CallError(0)
  const sentence = message || otherwise
  return problem.field ? { errors: { [problem.field]: sentence }, problem: '' } : { errors: {}, problem: sentence }
}

/** She proves that she is who is signed in, and that she holds the other account: by the password of each. */
function LinkForm({ t, words: { say }, account, acts, onLinked, onCancel }: FormProps) {
  const present = useRef<HTMLInputElement>(null)
  const password = useRef<HTMLInputElement>(null)
  const [email, setEmail] = useState(account.email)
  const [code, setCode] = useState<string | null>(null)
  const [{ errors, problem }, setFault] = useState(NO_FAULT)
  const send = async () => {
    setFault(NO_FAULT)
    try {
      const own = account.hasPassword ? { present: present.current?.value ?? '' } : {}
      const body = { ...own, email, password: password.current?.value ?? '', ...(code?.trim() && { code }) }
      onLinked(await acts.change(linkedRoutes.link, { body }))
    } catch (failure) {
      const fault = faultOf(failure, t('notice.failed'))
      if (fault.errors.code) setCode((typed) => typed ?? '')
      setFault(fault)
    }
  }
  const eye = { show: t('signIn.show'), hide: t('signIn.hide'), autocomplete: 'current-password' as const }
  return (
    <Form
      class="own-form"
      errors={errors}
      said={{ problem }}
      submit={say('linked.save')}
      cancel={say('factor.cancel')}
      onSubmit={send}
      onCancel={onCancel}
      isOpened
    >
      {account.hasPassword && (
        <PasswordField
          {...eye}
          id="linked-present"
          input={present}
          label={say('linked.present')}
          error={errors.present}
        />
      )}
      <TextField
        id="linked-email"
        type="email"
        label={say('linked.email')}
        value={email}
        onValue={setEmail}
        autocomplete="off"
        required
      />
      <PasswordField
        {...eye}
        id="linked-password"
        input={password}
        label={say('linked.password')}
        error={errors.password}
      />
      {code !== null && (
        <TextField
          id="linked-code"
          label={say('linked.factorCode')}
          error={errors.code}
          value={code}
          onValue={setCode}
          inputMode="numeric"
          autocomplete="one-time-code"
          required
        />
      )}
    </Form>
  )
}
