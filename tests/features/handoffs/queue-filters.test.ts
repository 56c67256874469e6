import { describe, expect, it } from '@jest/globals'
import {
  countFilters,
  countFitting,
  filteredQueue,
  filtersOf,
  isSameChoice,
  searchOf,
  toggled,
  valuesToAsk,
} from '../../../src/features/handoffs/pages/queue/queue-filters.js'
import { withChanges } from '../../../src/features/handoffs/pages/queue/queue-lists.js'
import { markFound } from '../../../src/features/handoffs/pages/queue/search-results.js'
import { paced } from '../../../src/ui/kit/merged-reads.js'
import { sampleItem, sampleQueue } from '../../ui/console/sample-town.js'

const queue = sampleQueue({
  pending: [
    sampleItem('arabic', { language: 'ar', urgent: true, department: 'etat-civil' }),
    sampleItem('left', { kind: 'message', channel: 'phone' }),
    sampleItem('lost', { reason: 'no_answer' }),
  ],
  mine: [sampleItem('mine', { status: 'assigned', mine: true, awaitingAgent: false })],
  others: [sampleItem('hers', { status: 'assigned', language: 'ar' })],
  ended: [sampleItem('over', { status: 'expired', endedAt: '2026-11-25T09:00:00Z', language: 'uk' })],
})
const fitting = (filters: Parameters<typeof filteredQueue>[1]) => {
  const { pending, mine, others, ended } = filteredQueue(queue, filters)
  return [...pending, ...mine, ...others, ...ended].map(({ id }) => id)
}

describe('filters of the queue', () => {
  it('keep rows that have one of the values of each field', () => {
    expect(fitting({ language: ['ar', 'uk'] })).toEqual(['arabic', 'hers', 'over'])
    expect(fitting({ language: ['ar'], department: ['etat-civil'] })).toEqual(['arabic'])
    expect(fitting({ kind: ['message'] })).toEqual(['left'])
    expect(fitting({ channel: ['phone'] })).toEqual(['left'])
    expect(fitting({ reason: ['no_answer'] })).toEqual(['lost'])
    expect(filteredQueue(queue, {})).toBe(queue)
  })

  it('ask all their states at once: urgent and to answer', () => {
    expect(fitting({ state: ['urgent', 'unread'] })).toEqual(['arabic'])
    expect(fitting({ state: ['mine'] })).toEqual(['mine'])
    expect(fitting({ state: ['mine', 'urgent'] })).toEqual([])
  })

  it('are kept in the address and read from it; what is not one is left out', () => {
    const filters = { language: ['ar', 'uk'], state: ['urgent'] }
    expect(searchOf(filters)).toBe('?language=ar,uk&state=urgent')
    expect(filtersOf(searchOf(filters))).toEqual(filters)
    expect(filtersOf('?language=<b>,ar&nothing=1&kind=')).toEqual({ language: ['ar'] })
    expect(searchOf({})).toBe('')
  })

  it('are chosen and taken back one by one, and counted', () => {
    const chosen = toggled(toggled({}, 'language', 'ar'), 'state', 'urgent')
    expect(chosen).toEqual({ language: ['ar'], state: ['urgent'] })
    expect(countFilters(chosen)).toBe(2)
    expect(toggled(chosen, 'language', 'ar')).toEqual({ state: ['urgent'] })
    expect(countFitting(queue, { language: ['ar'] })).toBe(2)
    expect(isSameChoice({ language: ['a', 'b'] }, { language: ['b', 'a'], kind: [] })).toBe(true)
    expect(isSameChoice({ language: ['a'] }, {})).toBe(false)
  })

  it('propose what the rows have, and what is already asked', () => {
    expect(valuesToAsk(queue, 'language', { language: ['es'] })).toEqual(['ar', 'es', 'fr', 'uk'])
    expect(valuesToAsk(queue, 'department', {})).toEqual(['etat-civil'])
    expect(valuesToAsk(queue, 'state', {})).toEqual(['urgent', 'unread', 'mine'])
  })
})

describe('changes of the queue', () => {
  const { pending: _, mine: __, others: ___, ended: ____, ...head } = sampleQueue({ version: 'sample.2' })

  it('move rows to where they belong, and leave the others the same objects', () => {
    const taken = sampleItem('lost', { status: 'assigned', mine: true })
    const next = withChanges(queue, { ...head, changed: [taken, sampleItem('new')], removed: ['left'] })
    expect(next.version).toBe('sample.2')
    expect(next.pending.map(({ id }) => id)).toEqual(['arabic', 'new'])
    expect(next.mine.map(({ id }) => id)).toEqual(['mine', 'lost'])
    expect(next.pending[0]).toBe(queue.pending[0])
    expect(next.ended).toEqual(queue.ended)
  })

  it('put what has ended first among the ended', () => {
    const over = sampleItem('hers', { status: 'resolved', endedAt: '2026-11-25T10:00:00Z' })
    const next = withChanges(queue, { ...head, changed: [over], removed: [] })
    expect(next.ended.map(({ id }) => id)).toEqual(['hers', 'over'])
    expect(next.others).toEqual([])
  })
})

describe('hints', () => {
  it('are heard at once when it was quiet, then at most once a while, and the last one always', async () => {
    let heard = 0
    const hear = paced(() => {
      heard += 1
    }, 40)
    for (let hint = 0; hint < 20; hint += 1) hear()
    expect(heard).toBe(1)
    await new Promise((resolve) => setTimeout(resolve, 80))
    expect(heard).toBe(2)
  })
})

describe('marks of what was found', () => {
  it('are where words begin so, whatever their accents and capitals', () => {
    const marked = markFound('Ma carte d’Identité, et l’identité de mon fils', ['identit', 'cart'])
    expect(marked.filter(({ isMarked }) => isMarked).map(({ text }) => text)).toEqual(['carte', 'Identité', 'identité'])
    expect(marked.map(({ text }) => text).join('')).toBe('Ma carte d’Identité, et l’identité de mon fils')
  })
})
