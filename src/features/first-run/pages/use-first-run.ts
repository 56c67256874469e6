import { useEffect, useState } from 'preact/hooks'
import { type StaffApi, sentenceOf } from '../../../ui/kit/staff-api.js'
import { useReading } from '../../../ui/kit/use-reading.js'
import { type FirstRunView, firstRunRoutes } from '../contract.js'
import type { FirstRunStep } from '../steps.js'

/** How far the commune is, and what moves it. */
export interface FirstRun {
  view: FirstRunView | null
  failed: boolean
  /** The server's sentence about what it refused last, possibly empty; `null` when nothing was. */
  problem: string | null
  read(): void
  /** What an act answered. */
  adopt(view: FirstRunView): void
  /** Runs an act; `false` when it failed, which is then told. */
  attempt(act: () => Promise<void>): Promise<boolean>
  /** Says that a step is done, or no longer is. */
  confirm(step: FirstRunStep, done: boolean): Promise<boolean>
}

/** Reads how far the commune is, and keeps it as acts change it. */
export function useFirstRun(api: StaffApi): FirstRun {
  const { view: read, failed, read: readAgain } = useReading(api, firstRunRoutes.read)
  const [view, setView] = useState<FirstRunView | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  useEffect(() => setView(read), [read])
  const attempt = async (act: () => Promise<void>) => {
    setProblem(null)
    try {
      await act()
      return true
    } catch (error) {
      setProblem(sentenceOf(error))
      return false
    }
  }
  const confirm = (step: FirstRunStep, done: boolean) =>
    attempt(async () => setView(await api.ask(firstRunRoutes.finishStep, { body: { step, done } })))
  return { view, failed, problem, read: readAgain, adopt: setView, attempt, confirm }
}
