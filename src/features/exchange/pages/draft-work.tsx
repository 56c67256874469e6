import { useState } from 'preact/hooks'
import { useFocusOnOpen } from '../../../ui/kit/focus.js'
import { ActMessage } from '../../../ui/kit/form.js'
import { hrefOf } from '../../../ui/kit/place.js'
import { sentenceOf } from '../../../ui/kit/staff-api.js'

/** Work that ends in drafts: what goes on, and what came of the last of it. */
export interface DraftWork<Step extends string> {
  /** What goes on; `null` when nothing does. */
  step: Step | null
  problem: string
  done: string
  /** Ids of the entries whose drafts were just made. */
  made: readonly string[]
  /** Does a step. What it meets is told; nothing more is said of what came before. */
  run: (step: Step, act: () => Promise<void>) => Promise<void>
  /** Says that the work has come to another step. */
  turnTo: (step: Step) => void
  tell: (done: string, made?: readonly string[]) => void
}

/** Work that ends in drafts. @param failed what is said of a failure that has no words of its own */
export function useDraftWork<Step extends string>(failed: string): DraftWork<Step> {
  const [step, setStep] = useState<Step | null>(null)
  const [problem, setProblem] = useState('')
  const [done, setDone] = useState('')
  const [made, setMade] = useState<readonly string[]>([])
  const tell = (sentence: string, entryIds: readonly string[] = []) => {
    setDone(sentence)
    setMade(entryIds)
  }
  const run = async (next: Step, act: () => Promise<void>) => {
    setStep(next)
    setProblem('')
    tell('')
    try {
      await act()
    } catch (error) {
      setProblem(sentenceOf(error, failed))
    }
    setStep(null)
  }
  return { step, problem, done, made, run, turnTo: setStep, tell }
}

interface DraftOutcomeProps {
  /** By which the fields at fault are described. */
  problemId: string
  problem: string
  done: string
  made: readonly string[]
  /** Of the way to publish what was made. */
  label: string
}

/** What came of the work; where drafts were made, the way to publish them together. */
export function DraftOutcome({ problemId, problem, done, made, label }: DraftOutcomeProps) {
  return (
    <>
      <p role="alert" id={problemId} class="field-error">
        {problem}
      </p>
      <ActMessage done={done} />
      {made.length > 0 && <PublishMade entryIds={made} label={label} />}
    </>
  )
}

/** The way to publish together the drafts that were just made: what comes next has the focus. */
function PublishMade({ entryIds, label }: { entryIds: readonly string[]; label: string }) {
  const link = useFocusOnOpen<HTMLAnchorElement>()
  return (
    <p class="actions">
      <a class="button main" ref={link} href={hrefOf('entries', ['+', 'publish'], { ids: entryIds.join(',') })}>
        {label}
      </a>
    </p>
  )
}
