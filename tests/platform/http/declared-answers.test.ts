import { describe, expect, it } from '@jest/globals'
import { z } from 'zod'
import { addressOf, route } from '../../../src/platform/http/route.js'
import { requireDeclared } from './declared-answers.js'

const declared = route({
  method: 'get',
  path: '/things/{id}/parts/{part}',
  summary: 'A thing',
  access: 'anyone',
  answer: z.object({ name: z.string(), note: z.string().exactOptional() }),
})

describe('a declared route', () => {
  it('answers what it declares, and nothing else', () => {
    expect(() => requireDeclared(declared, { name: 'a' })).not.toThrow()
    expect(() => requireDeclared(declared, { name: 'a', note: undefined })).not.toThrow()
    expect(() => requireDeclared(declared, { note: 'a' })).toThrow('does not answer what it declares')
    expect(() => requireDeclared(declared, { name: 'a', secret: 'b' })).toThrow('secret')
    expect(() => requireDeclared({ ...declared, answer: null }, null)).not.toThrow()
    expect(() => requireDeclared({ ...declared, answer: null }, { name: 'a' })).toThrow('nothing was declared')
  })

  it('has an address, whatever its parameters are', () => {
    expect(addressOf(declared, { params: { id: 'a/b', part: 'é' }, query: { after: 3, of: undefined } })).toBe(
      '/things/a%2Fb/parts/%C3%A9?after=3',
    )
  })
})
