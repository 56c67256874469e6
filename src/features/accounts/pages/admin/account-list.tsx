import type { RefObject } from 'preact'
import { useState } from 'preact/hooks'
import { Button } from '../../../../ui/kit/button.js'
import { Confirm } from '../../../../ui/kit/confirm.js'
import { TextField } from '../../../../ui/kit/field.js'
import { useFocusOnOpen } from '../../../../ui/kit/focus.js'
import { Outcome } from '../../../../ui/kit/form.js'
import { asTicked, useUnsaved } from '../../../../ui/kit/leave-guard.js'
import { List } from '../../../../ui/kit/list.js'
import { momentInWords } from '../../../../ui/kit/moment-in-words.js'
import { Sheet } from '../../../../ui/kit/sheet.js'
import type { CallError, StaffApi } from '../../../../ui/kit/staff-api.js'
import { useOneAtATime } from '../../../../ui/kit/use-one-at-a-time.js'
import type { Translate } from '../../../../ui/kit/words.js'
import {
  type StaffAccountsView,
  type StaffAccountView,
  type StaffLinkSentView,
  staffAccountRoutes,
} from '../../contract.js'
import {
  type AccountDraft,
  AccountFields,
  type AccountsWords,
  type DraftErrors,
  draftErrors,
  focusFirstError,
} from './account-fields.js'

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
    <Sheet id="accounts-title" title={say('list')} heading={heading}>
      <TextField id="accounts-search" label={say('search')} value={sought} autocomplete="off" onValue={setSought} />
      <p role="status" class="hint">
        {found.length > 0 ? many('count', found.length) : say('none')}
      </p>
      {view.accounts.length === 1 && <p>{say('alone')}</p>}
      <List items={found} keyOf={({ id }) => id}>
        {(account) => (
          <>
            <AccountRow
              {...props}
              account={account}
              isEdited={editedId === account.id}
              onEdit={() => setEditedId(account.id)}
            />
            {editedId === account.id && (
              <AccountEditor {...props} account={account} onClose={() => close(account.id)} />
            )}
          </>
        )}
      </List>
    </Sheet>
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
          <Button label={say('edit')} id={`edit-${id}`} aria-label={say('editOf', { name })} onClick={onEdit} />
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
  const { api, words, t, view, acts, account, onClose } = props
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
  const params = { id }
  const save = async (event: Event) => {
    event.preventDefault()
    const found = draftErrors(words, draft, false)
    setErrors(found)
    if (Object.keys(found).length > 0) return focusFirstError(`account-${id}`, found)
    const { email: _, ...body } = draft
    await run(() =>
      acts.change(() => api.ask(staffAccountRoutes.change, { params, body }), say('saved', { name: draft.name })),
    )
  }
  const act = (verb: 'deactivate' | 'reactivate' | 'resetFactor', done: string) =>
    run(() => acts.change(() => api.ask(staffAccountRoutes[verb], { params }), done))
  return (
    <form class="account-form editor" noValidate onSubmit={save} aria-labelledby={`account-${id}-title`}>
      <h4 id={`account-${id}-title`} ref={heading} tabIndex={-1}>
        {say('edit.title', { name })}
      </h4>
      <AccountFields id={`account-${id}`} words={words} view={view} draft={draft} errors={errors} onChange={setDraft} />
      <Outcome problem={problem} />
      <div class="actions">
        <Button type="submit" look="main" label={say('save')} />
        <Button label={say('cancel')} onClick={onClose} />
      </div>
      <fieldset class="acts">
        <legend>{say('acts')}</legend>
        {state !== 'deactivated' && (
          <Button
            label={say(state === 'invited' ? 'sendInvitation' : 'sendReset')}
            onClick={() =>
              run(() => acts.send(() => api.ask(staffAccountRoutes.sendLink, { params }), { name, email }))
            }
          />
        )}
        {account.secondFactor && (
          <Confirm
            cancel={say('cancel')}
            label={say('resetFactor')}
            question={say('resetFactor.ask', { name })}
            onYes={() => act('resetFactor', say('resetFactor.done', { name }))}
          />
        )}
        {state === 'deactivated' && (
          <Button label={say('reactivate')} onClick={() => act('reactivate', say('reactivated', { name }))} />
        )}
        {state !== 'deactivated' && !account.own && (
          <Confirm
            cancel={say('cancel')}
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
  api: StaffApi
  words: AccountsWords
  /** The sentences that all staff pages share. */
  t: Translate
  view: StaffAccountsView
  acts: AccountActs
}

/** What the parts of the page do to accounts. Each resolves with the problem to show, or `null`. */
export interface AccountActs {
  /** Calls, shows the accounts as they have become, and says `done`. */
  change(ask: () => Promise<StaffAccountsView>, done: string): Promise<CallError | null>
  /** The same for a call that sends a link: it is shown when no mail leaves. */
  send(
    ask: () => Promise<StaffLinkSentView>,
    who: { name: string; email: string; done?: string },
  ): Promise<CallError | null>
}
