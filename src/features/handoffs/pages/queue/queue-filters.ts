import { useCallback, useEffect, useState } from 'preact/hooks'
import { FILTER_FIELDS, type FilterField, type QueueFilters } from '../../../../platform/model/saved-view.js'
import type { QueueItem, QueueView } from '../../contract.js'

/** What `state` asks: each of them must hold, where one value of another field is enough. */
export const STATES = ['urgent', 'unread', 'mine'] as const

/** The filters that an address asks for, e.g. `?language=ar,uk&state=urgent`; what it does not know is left out. */
export function filtersOf(search: string): QueueFilters {
  const asked = new URLSearchParams(search)
  const pairs = FILTER_FIELDS.map((field) => [field, valuesOf(asked.get(field))] as const)
  return Object.fromEntries(pairs.filter(([, values]) => values.length > 0))
}

/** The query of an address for filters; empty when nothing is asked. */
export function searchOf(filters: QueueFilters): string {
  const pairs = FILTER_FIELDS.flatMap((field) =>
    filters[field]?.length ? [`${field}=${filters[field].join(',')}`] : [],
  )
  return pairs.length > 0 ? `?${pairs.join('&')}` : ''
}

/** How many values are asked for. */
export function countFilters(filters: QueueFilters): number {
  return FILTER_FIELDS.reduce((sum, field) => sum + (filters[field]?.length ?? 0), 0)
}

/** The filters with a value more, or less when it was there. */
export function toggled(filters: QueueFilters, field: FilterField, value: string): QueueFilters {
  const values = filters[field] ?? []
  const next = values.includes(value) ? values.filter((one) => one !== value) : [...values, value]
  const { [field]: _, ...others } = filters
  return next.length > 0 ? { ...others, [field]: next } : others
}

/** Whether two choices of filters ask for the same. */
export function isSameChoice(a: QueueFilters, b: QueueFilters): boolean {
  return FILTER_FIELDS.every((field) => [...(a[field] ?? [])].sort().join() === [...(b[field] ?? [])].sort().join())
}

/** Whether a row fits. */
export function fits(item: QueueItem, filters: QueueFilters): boolean {
  return FILTER_FIELDS.every((field) => {
    const wanted = filters[field] ?? []
    const own = valuesOfItem(item, field)
    if (wanted.length === 0) return true
    return field === 'state' ? wanted.every((one) => own.includes(one)) : wanted.some((one) => own.includes(one))
  })
}

/** The rows of a queue that fit. */
export function filteredQueue(queue: QueueView, filters: QueueFilters): QueueView {
  if (countFilters(filters) === 0) return queue
  const keep = (items: QueueItem[]) => items.filter((item) => fits(item, filters))
  return {
    ...queue,
    pending: keep(queue.pending),
    mine: keep(queue.mine),
    others: keep(queue.others),
    ended: keep(queue.ended),
  }
}

/** How many open rows fit. */
export function countFitting({ pending, mine, others }: QueueView, filters: QueueFilters): number {
  return [...pending, ...mine, ...others].filter((item) => fits(item, filters)).length
}

/** The values of a field that something can be asked of: those of the rows, and those that are asked. In a steady order. */
export function valuesToAsk(queue: QueueView, field: FilterField, filters: QueueFilters): string[] {
  if (field === 'state') return [...STATES]
  const rows = [...queue.pending, ...queue.mine, ...queue.others, ...queue.ended]
  const values = new Set([...rows.flatMap((item) => valuesOfItem(item, field)), ...(filters[field] ?? [])])
  return [...values].sort()
}

/** The values of a row in a field. */
function valuesOfItem(item: QueueItem, field: FilterField): string[] {
  switch (field) {
    case 'commune':
      return [item.communeId]
    case 'kind':
      return [item.kind]
    case 'channel':
      return [item.channel]
    case 'department':
      return item.department ? [item.department] : []
    case 'language':
      return [item.language]
    case 'reason':
      return item.kind === 'live' ? [item.reason] : []
    case 'state':
      return STATES.filter((state) => STATE_HOLDS[state](item))
    default:
      return field satisfies never
  }
}

const STATE_HOLDS: Record<(typeof STATES)[number], (item: QueueItem) => boolean> = {
  urgent: ({ urgent }) => urgent,
  unread: ({ awaitingAgent, status }) => awaitingAgent && (status === 'pending' || status === 'assigned'),
  mine: ({ mine }) => mine,
}

function valuesOf(written: string | null): string[] {
  return [...new Set((written ?? '').split(',').filter((value) => /^[\w-]{1,64}$/.test(value)))].slice(0, 12)
}

/**
 * The filters of the queue, kept in the address: Back and a reload find them again, and whatever is opened keeps them. They
 * hold no word of a citizen.
 */
export function useFilters(): [QueueFilters, (filters: QueueFilters, how?: 'push' | 'replace') => void] {
  const [filters, setFilters] = useState(() => filtersOf(location.search))
  useEffect(() => {
    const follow = () => setFilters(filtersOf(location.search))
    addEventListener('popstate', follow)
    return () => removeEventListener('popstate', follow)
  }, [])
  const choose = useCallback((next: QueueFilters, how: 'push' | 'replace' = 'push') => {
    const address = location.pathname + searchOf(next) + location.hash
    if (how === 'push') history.pushState(null, '', address)
    else history.replaceState(null, '', address)
    setFilters(next)
  }, [])
  return [filters, choose]
}
