import { useEffect, useRef, useState } from 'preact/hooks'
import { Button } from '../../../ui/kit/button.js'
import { Confirm } from '../../../ui/kit/confirm.js'
import { PasswordField, TextField } from '../../../ui/kit/field.js'
import { ActMessage, Form } from '../../../ui/kit/form.js'
import { Sheet } from '../../../ui/kit/sheet.js'
import { CallError, type StaffApi } from '../../../ui/kit/staff-api.js'
import { useAct } from '../../../ui/kit/use-act.js'
import { type LinkedAccountView, type LinkedView, linkedRoutes } from '../linked-contract.js'
import type { AccountWords, PartProps } from './part-props.js'

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
  const { view, problem, show, run } = useLinked(api, words, onChange)
  const [isAdding, setAdding] = useState(false)
  const heading = useRef<HTMLHeadingElement>(null)
  const become = (next: LinkedView, said: string) => {
    show(next)
    setAdding(false)
    acts.tell(said)
    // What was pressed is gone.
    heading.current?.focus()
  }
  const unlink = ({ id, commune, signedInTo }: LinkedAccountView) =>
    run(async () => {
      const next = await acts.change(linkedRoutes.unlink, { params: { id } })
      if (signedInTo) onEnded(say('linked.ended', { commune }))
      else become(next, say('linked.unlinked', { commune }))
    })
  const linkByProvider = async () => become(await acts.change(linkedRoutes.linkByProvider), say('linked.done'))
  if (!view) return problem ? <ActMessage problem={problem} /> : null
  if (!view.isPossible) return null
  return (
    <Sheet id="linked-title" title={say('linked')} heading={heading} hint={say('linked.intro')}>
      {view.accounts.length === 0 ? (
        <p>{say('linked.none')}</p>
      ) : (
        <ul class="sessions">
          {view.accounts.map((one) => (
            <LinkedAccount key={one.id} account={one} words={words} onUnlink={() => unlink(one)} />
          ))}
        </ul>
      )}
      <ActMessage problem={problem} />
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
          <Button label={say('linked.provider')} onClick={() => run(linkByProvider)} />
        </>
      )}
    </Sheet>
  )
}

/** The accounts that are linked, what is done to them, and why it could not be. */
function useLinked(api: StaffApi, { say }: AccountWords, onChange: Props['onChange']) {
  const [view, setView] = useState<LinkedView | null>(null)
  const { problem, run, tell } = useAct(say('linked.failed'))
  const show = (next: LinkedView) => {
    setView(next)
    tell('')
    onChange(next.accounts.length > 0)
  }
  useEffect(() => {
    api.ask(linkedRoutes.linked).then(show, () => tell(say('linked.loadFailed')))
  }, [api])
  return { view, problem, show, run }
}

interface LinkedAccountProps extends Pick<PartProps, 'words'> {
  account: LinkedAccountView
  onUnlink: () => void
}

/** An account in another commune, and parting with it. */
function LinkedAccount({ account, words: { say }, onUnlink }: LinkedAccountProps) {
  const { commune, roles, email, state, signedInTo } = account
  return (
    <li>
      <div>
        <p class="browser">{commune}</p>
        <p class="hint">
          {roles.map((role) => say(`role.${role}`)).join(', ')} · {email}
        </p>
        {state !== 'open' && <p class="hint">{say(`linked.${state}`)}</p>}
      </div>
      <Confirm
        label={say('linked.unlinkOf', { commune })}
        question={say(signedInTo ? 'linked.unlink.askEnding' : 'linked.unlink.ask', { commune })}
        cancel={say('factor.cancel')}
        onYes={onUnlink}
      />
    </li>
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
  const { message, problem } = CallError.of(failure)
  const sentence = message || otherwise
  return problem.field ? { errors: { [problem.field]: sentence }, problem: '' } : { errors: {}, problem: sentence }
}

/** What she gives to link an account, and sending it. A code is asked for once the other account has been found to need one. */
function useLinking({ t, account, acts, onLinked }: FormProps) {
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
  return { present, password, email, setEmail, code, setCode, errors, problem, send }
}

/** She proves that she is who is signed in, and that she holds the other account: by the password of each. */
function LinkForm(props: FormProps) {
  const { t, words, account, onCancel } = props
  const { say } = words
  const { present, password, email, setEmail, code, setCode, errors, problem, send } = useLinking(props)
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
