import en from '../../../../../knowledge/messages/admin-accounts.en.json' with { type: 'json' }
import fr from '../../../../../knowledge/messages/admin-accounts.fr.json' with { type: 'json' }
import type { Role } from '../../../../platform/model/role.js'
import { CheckFields, TextField } from '../../../../ui/kit/field.js'
import { type PageWords, pageWords } from '../../../../ui/kit/page-words.js'
import type { StaffAccountsView } from '../../contract.js'

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
  return (
    <>
      {withEmail && (
        <TextField
          id={`${id}-email`}
          type="email"
          label={say('email')}
          error={errors.email}
          value={draft.email}
          autocomplete="off"
          onValue={(email) => onChange({ ...draft, email })}
        />
      )}
      <TextField
        id={`${id}-name`}
        label={say('name')}
        hint={say('nameHint')}
        error={errors.name}
        value={draft.name}
        autocomplete="off"
        maxLength={80}
        onValue={(name) => onChange({ ...draft, name })}
      />
      <CheckFields
        id={`${id}-roles`}
        legend={say('roles')}
        error={errors.roles}
        options={view.roles.map((role) => [role, say(`role.${role}`), say(`role.${role}.hint`)] as const)}
        ticked={draft.roles}
        onTick={(roles) => onChange({ ...draft, roles })}
      />
      {view.departments.length > 0 && (
        <CheckFields
          id={`${id}-departments`}
          legend={say('departments')}
          hint={say('departmentsHint')}
          options={view.departments.map((department) => [department.id, department.name] as const)}
          ticked={draft.departments}
          onTick={(departments) => onChange({ ...draft, departments })}
        />
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
