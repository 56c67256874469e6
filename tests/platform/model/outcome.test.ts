import { expect, it } from '@jest/globals'
import { aggregateOf, OUTCOMES } from '../../../src/platform/model/outcome.js'

it('counts every outcome under one of the seven aggregates', () => {
  expect([...new Set(OUTCOMES.map(aggregateOf))]).toEqual([
    'answered',
    'clarification',
    'escalated',
    'unanswerable',
    'blocked',
    'held',
    'error',
  ])
})
