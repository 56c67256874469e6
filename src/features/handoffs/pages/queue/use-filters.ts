import { useCallback, useEffect, useState } from 'preact/hooks'
import type { QueueFilters } from '../../../../platform/model/saved-view.js'
import { filtersOf, searchOf } from './queue-filters.js'

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
