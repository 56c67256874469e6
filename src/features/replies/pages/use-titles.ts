import { useEffect, useState } from 'preact/hooks'
import type { TitlesView } from '../../../platform/http/contract.js'
import { useConsole } from '../../../ui/console/console-context.js'
import { indexTitles, type TitleIndex } from '../../../ui/kit/title-search.js'

/** Titles of the entries, searched in the browser; read when they are first wanted. `null` before, and when they could not be read. */
export function useTitles(wanted: boolean): TitleIndex | null {
  const { session, state } = useConsole()
  const communeId = state.session?.user.communeId
  const [titles, setTitles] = useState<TitleIndex | null>(null)
  useEffect(() => {
    if (!wanted || titles || !communeId) return
    let current = true
    session.api.call<TitlesView>('GET', `/communes/${communeId}/titles`).then(
      ({ entries }) => current && setTitles(indexTitles(entries)),
      () => {},
    )
    return () => {
      current = false
    }
  }, [session, wanted, titles, communeId])
  return titles
}
