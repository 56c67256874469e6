import { useRef, useState } from 'preact/hooks'
import { sentenceOf } from './staff-api.js'

/** What a part of a page calls, and what came of it. */
export interface Acting {
  /** Whether an act goes on. */
  isBusy: boolean
  /** Why the last act could not be done, in words; empty when it was, and once another has begun. */
  problem: string
  /** Does an act, unless another goes on. @returns whether it was done */
  run: (act: () => Promise<unknown>) => Promise<boolean>
  /** Tells a problem that is no act's; an empty one takes back what was told. The same function each time. */
  tell: (problem: string) => void
}

/** Acts, one at a time, and tells why one could not be done. @param otherwise what is told where the server gave no sentence */
export function useAct(otherwise: string): Acting {
  const [isBusy, setBusy] = useState(false)
  const [problem, tell] = useState('')
  const one = useOneAtATime()
  const run = async (act: () => Promise<unknown>) => {
    let isDone = false
    await one(async () => {
      setBusy(true)
      tell('')
      try {
        await act()
        isDone = true
      } catch (error) {
        tell(sentenceOf(error, otherwise))
      } finally {
        setBusy(false)
      }
    })
    return isDone
  }
  return { isBusy, problem, run, tell }
}

/** Does one act at a time: what is asked while another goes on, by a second press of its button, is not done. */
export function useOneAtATime(): (act: () => Promise<void>) => Promise<void> {
  const isWorking = useRef(false)
  return async (act) => {
    if (isWorking.current) return
    isWorking.current = true
    try {
      await act()
    } finally {
      isWorking.current = false
    }
  }
}
