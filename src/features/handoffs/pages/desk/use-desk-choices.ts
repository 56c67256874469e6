import { useEffect, useState } from 'preact/hooks'
import type { DeskChoicesView } from '../../../../platform/http/contract.js'
import type { ConsoleSession } from '../../../../ui/console/console-session.js'

/** To whom and for when something may be left, read when it is asked for; `null` until then. */
export function useDeskChoices(session: ConsoleSession): DeskChoicesView | null {
  const [choices, setChoices] = useState<DeskChoicesView | null>(null)
  useEffect(() => {
    let gone = false
    session.api.call<DeskChoicesView>('GET', '/agent/desk').then(
      (read) => !gone && setChoices(read),
      () => !gone && setChoices({ departments: [], colleagues: [], slots: [] }),
    )
    return () => {
      gone = true
    }
  }, [session])
  return choices
}
