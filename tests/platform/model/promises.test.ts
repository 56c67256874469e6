import { expect, it } from '@jest/globals'
import { strictest } from '../../../src/platform/model/promises.js'

it('the strictest promises keep those of everybody', () => {
  const one = { wrong: 0.01, offered: 0.9 }
  expect(strictest([one])).toEqual(one)
  expect(strictest([one, { wrong: 0.02, offered: 0.97 }])).toEqual({ wrong: 0.01, offered: 0.97 })
})
