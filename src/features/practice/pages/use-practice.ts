import { useEffect, useState } from 'preact/hooks'
import { useConsole } from '../../../ui/console/console-context.js'
import type { PracticeController, PracticeState } from './practice-controller.js'

/** The state of a practice, kept up to date while its page is shown; its clock runs meanwhile. */
export function usePractice(controller: PracticeController): PracticeState {
  const [state, setState] = useState(controller.state)
  const userId = useConsole().state.session?.user.id ?? ''
  useEffect(() => {
    const stop = controller.subscribe(() => setState(controller.state))
    controller.enter(userId)
    setState(controller.state)
    return () => {
      stop()
      controller.pause()
    }
  }, [controller, userId])
  return state
}
