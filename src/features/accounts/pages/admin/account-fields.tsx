import en from '../../../../../knowledge/messages/admin-accounts.en.json' with { type: 'json' }
import fr from '../../../../../knowledge/messages/admin-accounts.fr.json' with { type: 'json' }
import { FieldError } from '../../../../ui/kit/field.js'
import { type PageWords, pageWords } from '../../../../ui/kit/page-words.js'
import type { StaffAccountsView } from '../../routes/account-contract.js'
import type { Role } from '../../staff.js'

/** Key of a sentence of the page of accounts. */
type AccountsKey = keyof typeof fr
/** The sentences of the page of accounts, in one language. */
export type AccountsWords = PageWords<AccountsKey>

/** The sentences of the page of accounts. */
export const accountsWords = pageWords<AccountsKey>(fr, en)

/** What is typed of an account. */
export interface AccountDraft {
  email: string
  name: string
  roles: Role[]
  departments: string[]
}

/** Sentences of the fields at fault. */
export type DraftErrors = Partial<Record<'email' | 'name' | 'roles', string>>

interface Props {
  id: string
  words: AccountsWords
  view: StaffAccountsView
  draft: AccountDraft
  errors: DraftErrors
  /** Whether the address is asked for: that of an account does not change. */
  withEmail?: boolean
  onChange: (draft: AccountDraft) => void
}

/** The fields of an account: name, roles, departments, and its address while it is being made. */
export function AccountFields({ id, words: { say }, view, draft, errors, withEmail, onChange }: Props) {
  const described = (field: 'email' | 'name', hint?: string) =>
    [errors[field] && `${id}-${field}-error`, hint].filter(Boolean).join(' ') || undefined
  return (
    <>
      {withEmail && (
        <div class="field">
          <label for={`${id}-email`}>{say('email')}</label>
          <input
            id={`${id}-email`}
            type="email"
            autocomplete="off"
            value={draft.email}
            aria-invalid={Boolean(errors.email)}
            aria-describedby={described('email')}
            onInput={(event) => onChange({ ...draft, email: event.currentTarget.value })}
          />
          <FieldError id={`${id}-email-error`} text={errors.email} />
        </div>
      )}
      <div class="field">
        <label for={`${id}-name`}>{say('name')}</label>
        <input
          id={`${id}-name`}
          type="text"
          autocomplete="off"
          maxLength={80}
          value={draft.name}
          aria-invalid={Boolean(errors.name)}
          aria-describedby={described('name', `${id}-name-hint`)}
          onInput={(event) => onChange({ ...draft, name: event.currentTarget.value })}
        />
        <FieldError id={`${id}-name-error`} text={errors.name} />
        <p id={`${id}-name-hint`} class="hint">
          {say('nameHint')}
        </p>
      </div>
      <fieldset aria-describedby={errors.roles ? `${id}-roles-error` : undefined}>
        <legend>{say('roles')}</legend>
        {view.roles.map((role) => (
          <label key={role} class="check">
            <input
              id={role === view.roles[0] ? `${id}-roles` : undefined}
              type="checkbox"
              checked={draft.roles.includes(role)}
              onChange={() => onChange({ ...draft, roles: toggled(draft.roles, role) })}
            />
            <span>
              {say(`role.${role}`)} <span class="hint">{say(`role.${role}.hint`)}</span>
            </span>
          </label>
        ))}
        <FieldError id={`${id}-roles-error`} text={errors.roles} />
      </fieldset>
      {view.departments.length > 0 && (
        <fieldset aria-describedby={`${id}-departments-hint`}>
          <legend>{say('departments')}</legend>
          {view.departments.map((department) => (
            <label key={department.id} class="check">
              <input
                type="checkbox"
                checked={draft.departments.includes(department.id)}
                onChange={() => onChange({ ...draft, departments: toggled(draft.departments, department.id) })}
              />
              {department.name}
            </label>
          ))}
          <p id={`${id}-departments-hint`} class="hint">
            {say('departmentsHint')}
          </p>
        </fieldset>
      )}
    </>
  )
}

/** The fields that are not filled, in words. */
export function draftErrors(
  { say }: AccountsWords,
  { email, name, roles }: AccountDraft,
  withEmail: boolean,
): DraftErrors {
  return {
    ...(withEmail && !/^[^\s@]+@[^\s@]+$/.test(email.trim()) ? { email: say('emailMissing') } : {}),
    ...(name.trim() === '' ? { name: say('nameMissing') } : {}),
    ...(roles.length === 0 ? { roles: say('noRole') } : {}),
  }
}

/** Moves the focus to the first field at fault. */
export function focusFirstError(id: string, errors: DraftErrors): void {
  const field = (['email', 'name', 'roles'] as const).find((one) => errors[one])
  if (field) document.getElementById(`${id}-${field}`)?.focus()
}

function toggled<T>(list: readonly T[], one: T): T[] {
  return list.includes(one) ? list.filter((other) => other !== one) : [...list, one]
}
