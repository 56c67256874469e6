import { useEffect, useState } from 'preact/hooks'
import type { TitlesView } from '../../../platform/http/contract.js'
import { useConsole } from '../console-context.js'
import type { Titled } from './palette-items.js'

/** The entries of the commune, read when the palette first opens. Without them, the rest can still be searched. */
export function useEntries(): readonly Titled[] {
  const { session, state } = useConsole()
  const [entries, setEntries] = useState<readonly Titled[]>([])
  const communeId = state.session?.user.communeId
  useEffect(() => {
    if (communeId === undefined) return
    session.api
      .call<TitlesView>('GET', `/communes/${communeId}/titles`)
      .then((view) => setEntries(view.entries ?? []))
      .catch(() => {})
  }, [session, communeId])
  return entries
}
