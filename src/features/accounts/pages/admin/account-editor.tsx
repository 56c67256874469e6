import { useState } from 'preact/hooks'
import type { CallError } from '../../../../ui/console/staff-api.js'
import { useFocusOnOpen } from '../../../../ui/kit/use-focus-on-open.js'
import { useOneAtATime } from '../../../../ui/kit/use-one-at-a-time.js'
import { asTicked, useUnsaved } from '../../../../ui/kit/use-unsaved.js'
import type { StaffAccountView } from '../../routes/account-contract.js'
import { type AccountDraft, AccountFields, type DraftErrors, draftErrors, focusFirstError } from './account-fields.js'
import { Confirm } from './confirm.js'
import type { PartProps } from './part-props.js'

/** What may be done to an account. */
export function AccountEditor(props: PartProps & { account: StaffAccountView; onClose: () => void }) {
  const { words, t, view, acts, account, onClose } = props
  const { say } = words
  const { id, name, email, state } = account
  const [draft, setDraft] = useState({ email, name, roles: account.roles, departments: account.departments })
  useUnsaved(comparable(draft), comparable(account), words.language)
  const [errors, setErrors] = useState<DraftErrors>({})
  const [problem, setProblem] = useState('')
  const heading = useFocusOnOpen<HTMLHeadingElement>()
  const one = useOneAtATime()
  /** A link that is sent twice opens nothing the first time. */
  const run = (ask: () => Promise<CallError | null>) =>
    one(async () => {
      const error = await ask()
      setProblem(error ? error.message || t('notice.failed') : '')
      if (!error) onClose()
    })
  const path = `/admin/accounts/${id}`
  const save = async (event: Event) => {
    event.preventDefault()
    const found = draftErrors(words, draft, false)
    setErrors(found)
    if (Object.keys(found).length > 0) return focusFirstError(`account-${id}`, found)
    const { email: _, ...body } = draft
    await run(() => acts.change('PUT', path, body, say('saved', { name: draft.name })))
  }
  const act = (verb: 'deactivate' | 'reactivate' | 'reset-second-factor', done: string) =>
    run(() => acts.change('POST', `${path}/${verb}`, {}, done))
  return (
    <form class="account-form editor" noValidate onSubmit={save} aria-labelledby={`account-${id}-title`}>
      <h4 id={`account-${id}-title`} ref={heading} tabIndex={-1}>
        {say('edit.title', { name })}
      </h4>
      <AccountFields id={`account-${id}`} words={words} view={view} draft={draft} errors={errors} onChange={setDraft} />
      <p role="alert" class="field-error">
        {problem}
      </p>
      <div class="actions">
        <button type="submit" class="button main">
          {say('save')}
        </button>
        <button type="button" class="button" onClick={onClose}>
          {say('cancel')}
        </button>
      </div>
      <fieldset class="acts">
        <legend>{say('acts')}</legend>
        {state !== 'deactivated' && (
          <button
            type="button"
            class="button"
            onClick={() => run(() => acts.send(`${path}/link`, {}, { name, email }))}
          >
            {say(state === 'invited' ? 'sendInvitation' : 'sendReset')}
          </button>
        )}
        {account.secondFactor && (
          <Confirm
            words={words}
            label={say('resetFactor')}
            question={say('resetFactor.ask', { name })}
            onYes={() => act('reset-second-factor', say('resetFactor.done', { name }))}
          />
        )}
        {state === 'deactivated' && (
          <button type="button" class="button" onClick={() => act('reactivate', say('reactivated', { name }))}>
            {say('reactivate')}
          </button>
        )}
        {state !== 'deactivated' && !account.own && (
          <Confirm
            words={words}
            label={say('deactivate')}
            question={say('deactivate.ask', { name })}
            onYes={() => act('deactivate', say('deactivated', { name }))}
          />
        )}
      </fieldset>
    </form>
  )
}

/** What may be changed of an account, to see whether it is. */
function comparable({ name, roles, departments }: Pick<AccountDraft, 'name' | 'roles' | 'departments'>) {
  return [name, asTicked(roles), asTicked(departments)]
}
