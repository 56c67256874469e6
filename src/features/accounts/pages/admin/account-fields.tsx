import en from '../../../../../knowledge/messages/admin-accounts.en.json' with { type: 'json' }
import fr from '../../../../../knowledge/messages/admin-accounts.fr.json' with { type: 'json' }
import type { Role } from '../../../../platform/model/role.js'
import { CheckFields, TextField } from '../../../../ui/kit/field.js'
import { type PageWords, pageWords } from '../../../../ui/kit/page-words.js'
import type { StaffAccountsView } from '../../contract.js'
import { MAX_CAPACITY } from '../../staff.js'

/** Key of a sentence of the page of accounts. */
export type AccountsKey = keyof typeof fr
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
  /** With how many citizens she talks at once, as it is typed; empty: as many as the commune says. */
  capacity: string
}

/** Sentences of the fields at fault. */
export type DraftErrors = Partial<Record<'email' | 'name' | 'roles' | 'capacity', string>>

interface Props {
  id: string
  words: AccountsWords
  view: StaffAccountsView
  draft: AccountDraft
  errors: DraftErrors
  /** Of somebody who is being invited: her address is asked for, which does not change afterwards. */
  isNew?: boolean
  /** How many citizens agents of the commune talk with at once; `null` while it is not known. */
  usualCapacity: number | null
  onChange: (draft: AccountDraft) => void
}

/** The fields of an account: name, roles, departments, capacity of an agent, and its address while it is being made. */
export function AccountFields({ id, words, view, draft, errors, isNew, usualCapacity, onChange }: Props) {
  const { say } = words
  return (
    <>
      {isNew && (
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
      {!isNew && draft.roles.includes('agent') && (
        <TextField
          id={`${id}-capacity`}
          type="number"
          label={say('capacity')}
          hint={usualCapacity === null ? undefined : say('capacityHint', { count: usualCapacity })}
          error={errors.capacity}
          value={draft.capacity}
          min={1}
          max={MAX_CAPACITY}
          onValue={(capacity) => onChange({ ...draft, capacity })}
        />
      )}
    </>
  )
}

/** The fields that are not filled, in words. */
export function draftErrors(
  { say }: AccountsWords,
  { email, name, roles, capacity }: AccountDraft,
  isNew: boolean,
): DraftErrors {
  const count = Number(capacity)
  const isCapacity = capacity === '' || (Number.isInteger(count) && count >= 1 && count <= MAX_CAPACITY)
  return {
    ...(isNew && !/^[^\s@]+@[^\s@]+$/.test(email.trim()) ? { email: say('emailMissing') } : {}),
    ...(name.trim() === '' ? { name: say('nameMissing') } : {}),
    ...(roles.length === 0 ? { roles: say('noRole') } : {}),
    ...(isCapacity ? {} : { capacity: say('capacityWrong', { max: MAX_CAPACITY }) }),
  }
}
