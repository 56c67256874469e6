import type { RefObject } from 'preact'
import { useState } from 'preact/hooks'
import { momentInWords } from '../../../../ui/kit/moment-in-words.js'
import type { StaffAccountView } from '../../routes/account-contract.js'
import { AccountEditor } from './account-editor.js'
import type { PartProps } from './part-props.js'

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
