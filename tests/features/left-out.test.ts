import { describe, expect, it } from '@jest/globals'
import { FEATURES } from '../../src/features.js'
import { startTestServer } from '../platform/http/harness.js'

/** Without which there is no reception, or nobody to run it. */
const NEEDED = new Set([
  'accounts',
  'asking',
  'audit',
  'conversations',
  'entries',
  'handoffs',
  'publication',
  'retention',
  'screening',
  'service',
  'settings',
])
const optional = FEATURES.filter(({ name }) => !NEEDED.has(name))

describe.each(optional.map((feature) => [feature.name, feature] as const))('a product without %s', (_name, left) => {
  it('answers citizens, and knows none of its routes', async () => {
    const server = await startTestServer({
      features: FEATURES.filter((feature) => feature !== left),
      captureLogs: true,
    })
    try {
      const asked = await server.call('POST', '/ask', { body: { question: 'Comment refaire ma carte d’identité ?' } })
      expect(asked).toMatchObject({
        status: 200,
        body: { outcome: expect.stringMatching(/^(answered|clarification)/) },
      })
      for (const { method, path, atRoot } of Object.values(left.routes)) {
        const address = `${atRoot ? '' : '/api/v1'}${path.replace(/\{\w+\}/g, 'some-id')}`
        const { status } = await server.fetch(address, { method: method.toUpperCase(), redirect: 'manual' })
        expect({ method, path, status }).toEqual({ method, path, status: 404 })
      }
      await server.app.sweep()
      expect(server.logs()).not.toContain('a sweep failed')
    } finally {
      await server.stop()
    }
  })
})
