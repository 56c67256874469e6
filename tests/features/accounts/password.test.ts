import { expect, it } from '@jest/globals'
import { hash } from '@node-rs/argon2'
import { hashPassword, openedBy } from '../../../src/features/accounts/password.js'

const named = (accounts: { name: string }[]) => accounts.map(({ name }) => name)

it('opens the accounts of an address whose password it is, and none without one', async () => {
  const one = await hashPassword('trois chats')
  const accounts = [
    { name: 'one', passwordHash: one },
    { name: 'invited', passwordHash: null },
    { name: 'same', passwordHash: await hashPassword('trois chats', one) },
    { name: 'other', passwordHash: await hashPassword('quatre chats', one) },
  ]
  expect(named(await openedBy(accounts, 'trois chats'))).toEqual(['one', 'same'])
  expect(named(await openedBy(accounts, 'quatre chats'))).toEqual(['other'])
  expect(await openedBy(accounts, 'cinq chats')).toEqual([])
  expect(await openedBy([], 'trois chats')).toEqual([])
})

it('takes the salt of the account beside it, and one of its own otherwise', async () => {
  const saltOf = (phc: string) => phc.split('$')[4]
  const one = await hashPassword('trois chats')
  expect(saltOf(await hashPassword('quatre chats', one))).toBe(saltOf(one))
  expect(saltOf(await hashPassword('trois chats'))).not.toBe(saltOf(one))
})

it('opens what was hashed at another cost', async () => {
  const former = { name: 'former', passwordHash: await hash('trois chats', { memoryCost: 8_192, timeCost: 3 }) }
  expect(named(await openedBy([former], 'trois chats'))).toEqual(['former'])
  expect(await openedBy([former], 'quatre chats')).toEqual([])
})
