import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { accountState, changeAccount } from '../../../src/features/accounts/account-action.js'
import { passwordFault } from '../../../src/features/accounts/password-fault.js'
import { hashRecoveryCode, isRecoveryCode, newRecoveryCodes } from '../../../src/features/accounts/recovery-codes.js'
import { browserName } from '../../../src/features/accounts/routes/staff-access.js'
import type { User } from '../../../src/features/accounts/staff.js'
import { matchTotp, toBase32, totpAddress, totpCode, totpStep } from '../../../src/features/accounts/totp.js'
import type { Role } from '../../../src/platform/model/role.js'
import { signInDelayS } from '../../../src/platform/security/sign-in-tries.js'
import { fc } from '../../properties.js'

const NOW = '2026-11-24T09:00:00.000Z'
const account = (id: string, roles: Role[], patch: Partial<User> = {}): User => ({
  id,
  communeId: 'bourg',
  email: `${id}@bourg.example`,
  displayName: id,
  roles,
  passwordHash: 'hash',
  demonstration: false,
  createdAt: NOW,
  ...patch,
})
const deactivate = { type: 'deactivate', at: NOW } as const
const edit = (roles: Role[]) => ({ type: 'edit' as const, displayName: 'x', roles, departments: [] })

describe('the code of a phone', () => {
  const secret = Buffer.from('12345678901234567890')

  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('is that of RFC 6238 at second %d', (second, code) => {
    // Appendix B has eight digits: the last six are the code of six.
    expect(totpCode(secret, totpStep(new Date(second * 1000)))).toBe(code)
  })

  it('is taken half a minute before and after its own, and once', () => {
    const at = new Date(NOW)
    const step = totpStep(at)
    for (const one of [step - 1, step, step + 1]) expect(matchTotp(secret, totpCode(secret, one), at, 0)).toBe(one)
    for (const one of [step - 2, step + 2]) expect(matchTotp(secret, totpCode(secret, one), at, 0)).toBeNull()
    expect(matchTotp(secret, ` ${totpCode(secret, step).replace(/^.../, '$& ')}`, at, step - 1)).toBe(step)
    expect(matchTotp(secret, totpCode(secret, step), at, step)).toBeNull()
    for (const typed of ['', '12345', '1234567', 'abcdef', 'é23456']) expect(matchTotp(secret, typed, at, 0)).toBeNull()
  })

  it('comes from an address that phones read', () => {
    expect(toBase32(Buffer.from('foobar'))).toBe('MZXW6YTBOI')
    expect(totpAddress(secret, { issuer: 'Guichet', account: 'a b@ville.fr' })).toBe(
      'otpauth://totp/Guichet:a%20b%40ville.fr?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Guichet',
    )
  })
})

describe('recovery codes', () => {
  it('are ten, different, and read however they are typed', () => {
    const codes = newRecoveryCodes()
    expect(new Set(codes).size).toBe(10)
    for (const code of codes) {
      expect(code).toMatch(/^([A-Z2-9]{4}-){3}[A-Z2-9]{4}$/)
      expect(hashRecoveryCode(code.toLowerCase().replaceAll('-', ' '))).toBe(hashRecoveryCode(code))
      expect(isRecoveryCode(code)).toBe(true)
    }
    expect(isRecoveryCode('123 456')).toBe(false)
  })
})

describe('a password', () => {
  const commonest = new Set(readFileSync('knowledge/passwords/commonest.txt', 'utf8').split('\n'))
  const owner = { email: 'jeanne.lefevre@ville-bourg.fr', displayName: 'Jeanne Lefèvre', commune: 'Villebourg' }
  const fault = (password: string) => passwordFault(password, owner, commonest)

  it.each(['trois chats sur le toit', 'correct horse battery staple', 'Xk29!pqLz7#w', '        .  ?  x 7 k'])(
    'may be %j: no kind of sign is asked for',
    (password) => expect(fault(password)).toBeNull(),
  )

  it.each([
    ['court', 'password_too_short'],
    ['éééééééééé1', 'password_too_short'],
    ['aaaaaaaaaaaaaaaa', 'password_too_common'],
    ['motdepasse2026!', 'password_too_common'],
    ['MotDePasseMotDePasse', 'password_too_common'],
    ['123456789012', 'password_too_common'],
    ['azertyuiopqsd', 'password_too_common'],
    ['Administrateur1', 'password_too_common'],
    ['2026Bonjour2026', 'password_too_common'],
    ['vive jeanne de 1985', 'password_personal'],
    ['LEFEVRE-au-guichet', 'password_personal'],
    ['j’aime villebourg fort', 'password_personal'],
  ])('may not be %j (%s)', (password, expected) => expect(fault(password)).toBe(expected))
})

describe('delays at sign-in', () => {
  it('begin after some failures, grow, and stop growing', () => {
    expect([0, 4, 5, 6, 8, 13, 100].map((failures) => signInDelayS(failures))).toEqual([0, 0, 2, 4, 16, 512, 900])
    expect([29, 30, 31, 32].map((failures) => signInDelayS(failures, 30))).toEqual([0, 0, 2, 4])
  })
})

describe('the name of a browser', () => {
  it.each([
    ['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0', 'Firefox, Windows'],
    ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/129.0 Safari/537.36 Edg/129.0', 'Edge, Linux'],
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Mobile Safari/604.1', 'Safari, iOS'],
    ['curl/8', ''],
  ])('of %s is %j', (description, name) => expect(browserName(description)).toBe(name))
})

describe('an account', () => {
  it('is invited, active, then deactivated', () => {
    const invited = account('anne', ['agent'], { passwordHash: null })
    expect(accountState(invited)).toBe('invited')
    expect(accountState({ ...invited, lastSignInAt: NOW })).toBe('active')
    expect(accountState({ ...account('anne', ['agent']), deactivatedAt: NOW })).toBe('deactivated')
  })

  it('takes neither a password nor a sign-in while it is deactivated', () => {
    const gone = account('anne', ['agent'], { deactivatedAt: NOW })
    for (const action of [
      { type: 'sign_in', at: NOW },
      { type: 'set_password', passwordHash: 'x' },
    ] as const)
      expect(changeAccount(gone, action, [])).toEqual({ outcome: 'refused', refusal: 'deactivated' })
    expect(changeAccount(gone, { type: 'reactivate' }, [])).toEqual({
      outcome: 'applied',
      user: account('anne', ['agent']),
    })
  })

  it('is bound to the provider’s own name for a person, once it has said it', () => {
    const bound = account('anne', ['agent'], { subject: 's1' })
    expect(changeAccount(bound, { type: 'sign_in', at: NOW, subject: 's2' }, [])).toMatchObject({
      refusal: 'other_subject',
    })
    expect(changeAccount(bound, { type: 'sign_in', at: NOW, subject: 's1' }, [])).toMatchObject({ outcome: 'applied' })
  })

  it('is kept while it is the last one that administers', () => {
    const ada = account('ada', ['admin'])
    const refused = { outcome: 'refused', refusal: 'last_admin' }
    const alone = [account('agent', ['agent']), account('elsewhere', ['admin'], { communeId: 'ailleurs' })]
    const useless = [
      account('invited', ['admin'], { passwordHash: null }),
      account('gone', ['admin'], { deactivatedAt: NOW }),
    ]
    for (const action of [deactivate, edit(['agent'])])
      expect(changeAccount(ada, action, [...alone, ...useless])).toEqual(refused)
    expect(changeAccount(ada, edit(['admin', 'agent']), alone)).toMatchObject({ outcome: 'applied' })
    expect(changeAccount(ada, deactivate, [...alone, account('other', ['admin'])])).toMatchObject({
      outcome: 'applied',
    })
    expect(changeAccount(account('root', ['super-admin']), deactivate, [ada])).toEqual(refused)
  })

  it('never leaves a commune without an administrator, whatever is done in whatever order', () => {
    const acts = fc.array(
      fc.record({
        who: fc.integer({ min: 0, max: 3 }),
        act: fc.constantFrom(deactivate, { type: 'reactivate' } as const, edit(['agent']), edit(['admin'])),
      }),
      { maxLength: 30 },
    )
    fc.assert(
      fc.property(acts, (list) => {
        let users = ['a', 'b', 'c', 'd'].map((id) => account(id, ['admin']))
        for (const { who, act } of list) {
          const user = users[who] as User
          const result = changeAccount(
            user,
            act,
            users.filter((one) => one !== user),
          )
          if (result.outcome === 'applied') users = users.map((one) => (one === user ? result.user : one))
          if (!users.some((one) => one.roles.includes('admin') && accountState(one) === 'active')) return false
        }
        return true
      }),
    )
  })
})
