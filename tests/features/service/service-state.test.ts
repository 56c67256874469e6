import { expect, it } from '@jest/globals'
import { h } from 'preact'
import { renderToString } from 'preact-render-to-string'
import type { ClockView } from '../../../src/features/retention/contract.js'
import { ClockNotice } from '../../../src/features/retention/pages/retention-section.js'
import type { ReadinessView } from '../../../src/features/service/contract.js'
import { ServiceStateView } from '../../../src/features/service/pages/service-state.js'
import { translator } from '../../../src/ui/kit/console-words.js'

const readiness: ReadinessView = {
  status: 'ready',
  storage: 'writable',
  stopping: false,
  model: 'ready',
  modelReason: null,
  encoderVersion: null,
  clock: { status: 'sure', since: null, byS: null },
  mail: {
    status: 'off',
    waiting: 0,
    failed: 0,
    lastFault: null,
    replies: { status: 'off', refused: 0, lastFault: null },
  },
  tchap: { status: 'off', lastFault: null },
  content: [],
}

it('does not tick what was never set', () => {
  const service = { readiness, queue: null, ratings: null, readAt: '2026-11-24T09:00:00.000Z' }
  const page = renderToString(h(ServiceStateView, { t: translator('fr'), language: 'fr', service }))
  expect(page.match(/<dd[^>]*>(?:<svg.*?<\/svg>)? ?Non réglés/)?.[0]).toBe('<dd> Non réglés')
  expect(page.match(/class="good"/g)).toHaveLength(4)
})

it.each([
  ['doubted', 'bad', /Douteuse : rien n’est effacé.*guichet clock accept/],
  ['waiting', '', /une partie des effacements attend/],
] as const)('says that the clock is %s', (status, tone, words) => {
  const clock = { status, since: '2026-11-24T08:00:00.000Z', byS: 5_184_000 }
  const service = { readiness: { ...readiness, clock }, queue: null, ratings: null, readAt: '2026-11-24T09:00:00.000Z' }
  const page = renderToString(h(ServiceStateView, { t: translator('fr'), language: 'fr', service }))
  const part = page.match(/Horloge du serveur<\/dt><dd(?: class="(\w+)")?>(.*?)<\/dd>/)
  expect([part?.[1] ?? '', plain(part?.[2])]).toEqual([tone, expect.stringMatching(words)])
})

it.each([
  [
    'fr',
    /Le serveur « mairie-2 » n’efface rien : son horloge avance de 60 jours sur le temps écoulé \(depuis : .+\)\. Réglez/,
  ],
  ['en', /Server “mairie-2” erases nothing: its clock is 60 days ahead of the time that passed \(since: .+\)\. Set/],
] as const)('tells an administrator which server erases nothing, and why (%s)', (language, words) => {
  const doubts = [{ host: 'mairie-2', since: '2026-01-24T08:00:00.000Z', byS: 5_184_000, against: 'note' }]
  const notice = (clock: ClockView) =>
    plain(renderToString(h(ClockNotice, { t: translator(language), language, clock })))
  expect(notice({ status: 'sure', doubts, leftH: 0 })).toMatch(words)
  expect(notice({ status: 'waiting', doubts: [], leftH: 7 })).toMatch(/\b7 h/)
  expect(notice({ status: 'sure', doubts: [], leftH: 0 })).toBe('')
})

function plain(text = '') {
  return text.replace(/<[^>]*>/g, '').replace(/\s/g, ' ')
}
