import { describe, expect, it } from '@jest/globals'
import { newReference } from '../../../src/features/handoffs/handoff-reference.js'

describe('newReference', () => {
  it('begins with two letters of the commune', () => {
    expect(newReference('villebourg')).toMatch(/^VR-/)
    expect(newReference('bourg')).toMatch(/^RG-/)
    expect(newReference('42')).toMatch(/^XX-/)
  })

  it('has nothing that is taken for another sign, read or heard', () => {
    const drawn = Array.from({ length: 500 }, () => newReference('villebourg').slice(3)).join('')
    expect(drawn).toMatch(/^[34679ACEFGHJKPQRTWXY-]+$/)
  })

  it('is not drawn twice in a while', () => {
    const drawn = Array.from({ length: 200 }, () => newReference('villebourg'))
    expect(new Set(drawn).size).toBe(200)
  })
})
