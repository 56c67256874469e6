import { describe, expect, it } from '@jest/globals'
import { isPhoneNumber, phoneToDial } from '../../../src/platform/text/phone-number.js'

describe('a phone number', () => {
  it.each([
    ['02 61 91 00 00', '+33261910000'],
    ['02.61.91.00.00', '+33261910000'],
    ['+33 (0)2 61 91 00 00', '+33261910000'],
    ['0033 2 61 91 00 00', '+33261910000'],
    ['+41 22 345 67 89', '+41223456789'],
    ['3939', '3939'],
    ['17', '17'],
    ['116 117', '116117'],
  ])('is %s, dialled %s', (text, dialled) => {
    expect(isPhoneNumber(text)).toBe(true)
    expect(phoneToDial(text)).toBe(dialled)
  })

  it.each(['appeler Gérard', '', '02 61', '02 61 91 00 0', '99 99 99', '02 61 91 00 00 (Gérard)'])(
    'is not %s',
    (text) => {
      expect(isPhoneNumber(text)).toBe(false)
    },
  )
})
