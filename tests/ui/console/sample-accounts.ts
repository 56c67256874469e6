import type { StaffAccountsView } from '../../../src/features/accounts/contract.js'
import type { User } from '../../../src/features/accounts/staff.js'

/** Accounts of every state, as an administrator sees them. */
export function sampleAccounts({
  id,
  email,
  displayName: name,
  roles,
}: Pick<User, 'id' | 'email' | 'displayName' | 'roles'>): StaffAccountsView {
  const other = {
    roles: ['agent' as const],
    departments: ['civil'],
    capacity: null,
    linked: false,
    alsoServes: [],
    invitedUntil: null,
    lastSignInAt: null,
    secondFactor: false,
    own: false,
    editable: true,
  }
  return {
    accounts: [
      {
        ...other,
        id,
        email,
        name,
        roles,
        departments: [],
        state: 'active',
        lastSignInAt: '2026-11-24T09:00:00Z',
        secondFactor: true,
        own: true,
      },
      { ...other, id: 'karim', email: 'karim@villebourg.example', name: 'Karim', state: 'active' },
      {
        ...other,
        id: 'lea',
        email: 'lea@villebourg.example',
        name: 'Léa',
        state: 'invited',
        linked: true,
        alsoServes: ['Zedville'],
      },
      { ...other, id: 'max', email: 'max@villebourg.example', name: 'Max', state: 'deactivated' },
      {
        ...other,
        id: 'root',
        email: 'root@villebourg.example',
        name: 'Root',
        roles: ['super-admin'],
        state: 'active',
        editable: false,
      },
    ],
    departments: [{ id: 'civil', name: 'État civil' }],
    roles: ['agent', 'curator', 'supervisor', 'admin'],
    secondFactorRequired: false,
    mail: false,
  }
}
