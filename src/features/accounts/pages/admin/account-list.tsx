import type { RefObject } from 'preact'
import { useState } from 'preact/hooks'
import { momentInWords } from '../../../../ui/kit/moment-in-words.js'
import type { CallError } from '../../../../ui/kit/staff-api.js'
import { useFocusOnOpen } from '../../../../ui/kit/use-focus-on-open.js'
import { useOneAtATime } from '../../../../ui/kit/use-one-at-a-time.js'
import { asTicked, useUnsaved } from '../../../../ui/kit/use-unsaved.js'
import type { Translate } from '../../../../ui/kit/words.js'
import type { StaffAccountsView, StaffAccountView } from '../../routes/account-contract.js'
import {
  type AccountDraft,
  AccountFields,
  type AccountsWords,
  type DraftErrors,
  draftErrors,
  focusFirstError,
} from './account-fields.js'
import { Confirm } from './confirm.js'

/** The accounts, found by name or address; one at a time is being edited. */
export function AccountList({ heading, ...props }: PartProps & { heading: RefObject<HTMLHeadingElement | null> }) {
  const { words, view } = props
  const { say, many } = words
  const [sought, setSought] = useState('')
  const [editedId, setEditedId] = useState<string | null>(null)
  const found = view.accounts.filter(({ name, email }) => fold(`${name} ${email}`).includes(fold(sought)))
  const close = (id: string) => {
    setEditedId(null)
    // Once the editor is gone.
    requestAnimationFrame(() => document.getElementById(`edit-${id}`)?.focus())
  }
  return (
    <section class="sheet" aria-labelledby="accounts-title">
      <h2 id="accounts-title" ref={heading} tabIndex={-1}>
        {say('list')}
      </h2>
      <div class="field">
        <label for="accounts-search">{say('search')}</label>
        <input
          id="accounts-search"
          type="text"
          autocomplete="off"
          value={sought}
          onInput={(event) => setSought(event.currentTarget.value)}
        />
      </div>
      <p role="status" class="hint">
        {found.length > 0 ? many('count', found.length) : say('none')}
      </p>
      {view.accounts.length === 1 && <p>{say('alone')}</p>}
      <ul class="accounts">
        {found.map((account) => (
          <li key={account.id}>
            <AccountRow
              {...props}
              account={account}
              isEdited={editedId === account.id}
              onEdit={() => setEditedId(account.id)}
            />
            {editedId === account.id && (
              <AccountEditor {...props} account={account} onClose={() => close(account.id)} />
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

interface RowProps extends PartProps {
  account: StaffAccountView
  isEdited: boolean
  onEdit: () => void
}

function AccountRow({ words: { say, language }, view, account, isEdited, onEdit }: RowProps) {
  const { id, name, email, roles, departments, state, lastSignInAt, secondFactor, own, editable } = account
  const inWords = departments.flatMap((one) => view.departments.find((known) => known.id === one)?.name ?? [])
  return (
    <div class="account-row">
      <div>
        <h3>
          {name} {own && <span class="hint">({say('you')})</span>}
        </h3>
        <p class="hint">{email}</p>
      </div>
      <dl>
        <div>
          <dt>{say('roles')}</dt>
          <dd>
            {roles.map((role) => say(`role.${role}`)).join(', ')}
            {inWords.length > 0 && <span class="hint"> {inWords.join(', ')}</span>}
          </dd>
        </div>
        <div>
          <dt>{say('state')}</dt>
          <dd class={state}>
            {say(`state.${state}`)}
            {secondFactor && <span class="hint"> {say('secondFactor')}</span>}
          </dd>
        </div>
        <div>
          <dt>{say('lastSignIn')}</dt>
          <dd>{lastSignInAt === null ? say('never') : momentInWords(lastSignInAt, language, new Date())}</dd>
        </div>
      </dl>
      {editable ? (
        !isEdited && (
          <button id={`edit-${id}`} type="button" class="button" aria-label={say('editOf', { name })} onClick={onEdit}>
            {say('edit')}
          </button>
        )
      ) : (
        <p class="hint">{say('locked')}</p>
      )}
    </div>
  )
}

function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim()
}

/** What may be done to an account. */
function AccountEditor(props: PartProps & { account: StaffAccountView; onClose: () => void }) {
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

/** What the parts of the page of accounts are given. */
export interface PartProps {
  words: AccountsWords
  /** The sentences that all staff pages share. */
  t: Translate
  view: StaffAccountsView
  acts: AccountActs
}

/** What the parts of the page do to accounts. Each resolves with the problem to show, or `null`. */
export interface AccountActs {
  /** Calls, shows the accounts as they have become, and says `done`. */
  change(method: 'PUT' | 'POST', path: string, body: object, done: string): Promise<CallError | null>
  /** The same for a call that sends a link: it is shown when no mail leaves. */
  send(path: string, body: object, who: { name: string; email: string; done?: string }): Promise<CallError | null>
}
