import { expect, it } from '@jest/globals'
import { h } from 'preact'
import { renderToString } from 'preact-render-to-string'
import type { ReadinessView } from '../../src/web/admin/service/service-api.js'
import { ServiceStateView } from '../../src/web/admin/service/service-state.js'
import { translator } from '../../src/web/console/words.js'

const readiness: ReadinessView = {
  status: 'ready',
  storage: 'writable',
  model: 'ready',
  modelReason: null,
  encoderVersion: null,
  mail: { status: 'off', waiting: 0, failed: 0, lastFault: null },
  content: [],
}

it('does not tick what was never set', () => {
  const service = { readiness, queue: null, ratings: null, readAt: '2026-11-24T09:00:00.000Z' }
  const page = renderToString(h(ServiceStateView, { t: translator('fr'), language: 'fr', service }))
  expect(page.match(/<dd[^>]*>(?:<svg.*?<\/svg>)? ?Non réglés/)?.[0]).toBe('<dd> Non réglés')
  expect(page.match(/class="good"/g)).toHaveLength(3)
})
