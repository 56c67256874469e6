import { describe, expect, it } from '@jest/globals'
import { fetchText } from '../../../src/features/packs/fetch-text.js'
import { isPrivateAddress } from '../../../src/platform/security/private-address.js'

describe('isPrivateAddress', () => {
  it.each([
    '127.0.0.1',
    '127.255.255.254',
    '0.0.0.0',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '0:0:0:0:0:ffff:a00:1',
    '::7f00:1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    'fe80::1',
    'fd12::1',
    'ff02::1',
    'localhost',
    '',
  ])('%s is', (address) => {
    expect(isPrivateAddress(address)).toBe(true)
  })

  it.each(['1.1.1.1', '172.32.0.1', '192.169.0.1', '93.184.215.14', '2606:4700:4700::1111', '::ffff:101:101'])(
    '%s is not',
    (address) => {
      expect(isPrivateAddress(address)).toBe(false)
    },
  )
})

describe('fetchText', () => {
  it.each([
    ['https://127.0.0.1/a.json', 'private_address'],
    ['https://2130706433/', 'private_address'],
    ['https://0x7f.1/', 'private_address'],
    ['https://0177.0.0.1/', 'private_address'],
    ['https://[::ffff:127.0.0.1]/', 'private_address'],
    ['https://[::1]:8443/', 'private_address'],
    ['https://169.254.169.254/latest/meta-data', 'private_address'],
    ['https://localhost/', 'private_address'],
    ['http://exemple.fr/', 'bad_address'],
    ['https://moi:secret@exemple.fr/', 'bad_address'],
    ['file:///etc/passwd', 'bad_address'],
    ['gopher://127.0.0.1', 'bad_address'],
    ['', 'bad_address'],
  ])('does not read %s', async (address, refusal) => {
    expect(await fetchText(address, { bytes: 10, timeoutMs: 1_000 })).toEqual({ outcome: 'refused', refusal })
  })
})
